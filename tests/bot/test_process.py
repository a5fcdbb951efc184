"""The running program as an operator sees it: the line it prints, what it answers, how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp
import pytest

from store import Store
from tests.bot.program import PATIENCE, Program, fetched, run, started
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.people import Town
from tests.knowledge.samples import SMALL, SMALL_TEXT, body, small, written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_where_it_is_answers_and_ends_on_a_signal(number: int) -> None:
    async with started() as program:
        assert program.line == f"Web chat: {program.address} | Telegram: off (BOT_TOKEN isn't set)\n"
        assert program.address.startswith("http://127.0.0.1:")
        assert await fetched(f"{program.address}healthz") == (200, "ok")
        status, answer = await fetched(f"{program.address}api/ask?q=三链工程是什么")
        assert (status, json.loads(answer)["outcome"]) == (200, "answer")
        assert await program.end(number) == (0, "", "")


async def read_by_somebody(pipe: Path) -> BinaryIO:
    """Opens the pipe for writing as soon as somebody has it open for reading."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return os.fdopen(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK), "wb")
            except OSError:  # nobody yet
                await asyncio.sleep(0.01)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
async def test_a_signal_before_it_is_up_ends_it_at_once(tmp_path: Path, number: int, code: int) -> None:
    slow = tmp_path / "report.yaml"
    os.mkfifo(slow)  # which holds up whoever reads it until somebody writes
    async with started(is_up=False, KNOWLEDGE=str(slow)) as program:
        with await read_by_somebody(slow):
            program.send(number)
        assert await program.ended() == (code, "", "")


async def test_an_open_connection_does_not_hold_up_the_end() -> None:
    async with started() as program, aiohttp.ClientSession() as session:
        async with session.get(f"{program.address}healthz") as response:
            await response.read()
        assert await program.end() == (0, "", "")


async def test_with_a_token_it_polls_and_ends_in_peace() -> None:
    async with BotApi() as api, started(BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.base) as program:
        assert program.line == f"Web chat: {program.address} | Telegram: @report_bot by polling\n"
        assert (await fetched(f"{program.address}healthz"))[0] == 200
        code, out, err = await program.end()
        assert (code, out) == (0, "")
        assert TOKEN not in err


async def test_with_a_webhook_telegram_is_told_the_address_and_the_secret() -> None:
    variables: dict[str, Any] = {
        "WEBHOOK_URL": "https://bot.example/hook",
        "WEBHOOK_SECRET": "s3cret",
        "HOST": "127.0.0.1",
    }
    async with BotApi() as api, started(BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.base, **variables) as program:
        server = f"Web server: {program.address} (PUBLIC_WEB opens the page)"
        assert program.line == f"{server} | Telegram: @report_bot by webhook\n"
        assert (api.webhook["url"], api.webhook["secret_token"]) == ("https://bot.example/hook", "s3cret")
        api.webhook_server = program.address.rstrip("/")
        assert await api.post(b"{}") == 400
        assert await api.post(b"{}", X_Telegram_Bot_Api_Secret_Token="wrong") == 401  # noqa: S106
        assert (await program.end())[0] == 0


@pytest.mark.parametrize(
    ("variables", "line", "served"),
    [
        ({}, "Web chat", [200, 200, 200]),
        ({"HOST": "0.0.0.0"}, "Web server", [404, 404, 404]),  # noqa: S104
        ({"PUBLIC_WEB": "page"}, "Web chat", [200, 200, 404]),
        ({"HOST": "0.0.0.0", "PUBLIC_WEB": "page,metrics"}, "Web chat", [200, 200, 200]),  # noqa: S104
    ],
)
async def test_the_page_and_the_metrics_are_this_machines_unless_they_are_opened(
    variables: dict[str, str], line: str, served: list[int]
) -> None:
    async with started(KNOWLEDGE=str(SMALL), **variables) as program:
        assert program.line.startswith(f"{line}: http://{variables.get('HOST', '127.0.0.1')}:")
        paths = ("", "api/ask?q=粮食产量", "metrics")
        assert [(await fetched(f"{program.address}{path}"))[0] for path in paths] == served
        assert await fetched(f"{program.address}healthz") == (200, "ok")


@pytest.mark.parametrize(
    ("public", "served"), [("", [404, 404, 404]), ("page", [200, 200, 404]), ("metrics", [404, 404, 200])]
)
async def test_beside_a_webhook_the_page_and_the_metrics_are_closed_unless_they_are_opened(
    public: str, served: list[int]
) -> None:
    variables = {"WEBHOOK_URL": "https://bot.example/hook", "HOST": "127.0.0.1", "PUBLIC_WEB": public}
    async with BotApi() as api:
        variables |= {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base, "KNOWLEDGE": str(SMALL)}
        async with started(**variables) as program:
            paths = ("", "api/ask?q=粮食产量", "metrics")
            assert [(await fetched(f"{program.address}{path}"))[0] for path in paths] == served
            assert await fetched(f"{program.address}readyz") == (200, "ready")
            api.webhook_server = program.address.rstrip("/")
            alice = Town(api).person("Alice")
            await alice.says("粮食产量")
            assert len(alice.hears()) == 1


async def test_a_signal_while_telegram_keeps_it_waiting_ends_it_too() -> None:
    async with BotApi() as api:
        api.hold("getMe")
        async with started(is_up=False, BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.base) as program:
            await api.arrival("getMe")
            assert await program.end() == (0, "", "")
            api.release("getMe")


async def test_a_refused_token_is_told_in_a_sentence_without_the_token() -> None:
    token = "123456:not-the-right-one"  # noqa: S105 - opens nothing
    async with BotApi() as api, started(BOT_TOKEN=token, TELEGRAM_API_BASE=api.base) as program:
        assert program.line == ""
        assert await program.ended() == (2, "", f"Error: Telegram at {api.base} refuses the token in BOT_TOKEN.\n")


async def test_a_token_refused_later_ends_it_with_a_sentence() -> None:
    async with BotApi() as api:
        api.hold("getUpdates")
        async with started(BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.base) as program:
            await api.arrival("getUpdates")
            api.refuse_next("getUpdates", 401, "Unauthorized")
            api.release("getUpdates")
            code, out, err = await program.ended()
            assert (code, out) == (2, "")
            assert err.splitlines()[-1].startswith("Error: Telegram refuses the token")


async def test_a_taken_port_is_told() -> None:
    taken = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = str(taken.sockets[0].getsockname()[1])
    async with taken, asyncio.timeout(PATIENCE):
        ended = await asyncio.to_thread(run, PORT=port)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode() == (
        f"Error: another program listens on HOST 127.0.0.1, PORT {port} already: "
        "set PORT to a free one, or to 0 for any.\n"
    )


def test_an_address_of_another_machine_is_told() -> None:
    ended = run(HOST="192.0.2.1")
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode() == (
        "Error: the web server can't listen on HOST 192.0.2.1, PORT 0: cannot assign requested address.\n"
    )


def test_wrong_variables_are_told_each_in_a_sentence() -> None:
    ended = run(PORT="http", LOG_FORMAT="xml")
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode() == (
        'Error: PORT is "http": expected a whole number from 0 to 65535, where 0 takes any free port.\n'
        'LOG_FORMAT is "xml": expected one of text, json.\n'
    )


def test_a_missing_knowledge_file_is_told(tmp_path: Path) -> None:
    ended = run(KNOWLEDGE=str(tmp_path / "none.yaml"))
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr.decode() == (
        f"Error: the knowledge in {tmp_path}/none.yaml can't be loaded (run `python -m bot check` for details).\n"
        f"{tmp_path}/none.yaml: the file can't be read: no such file or directory\n"
    )


def test_a_faulty_knowledge_file_is_told_with_line_and_key(tmp_path: Path) -> None:
    file = tmp_path / "report.yaml"
    file.write_text("format: 1\nreport:\n  title: 政府工作报告\n  year: soon\nend: true\n", encoding="utf-8")
    ended = run(KNOWLEDGE=str(file))
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert "Traceback" not in ended.stderr.decode()
    assert "report.yaml:4: report.year: " in ended.stderr.decode()


OTHER = small(("title: 政府工作报告", "title: 另一份工作报告"))
FAULTY = small(("  year: 2022", "  year: soon"))


async def title(program: Program) -> str:
    """What the running program says its report is called."""
    _, page = await fetched(program.address)
    return page.partition("<title>")[2].partition("</title>")[0]


async def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = written(tmp_path, small())
    async with started(KNOWLEDGE=str(file)) as program:
        assert await title(program) == "政府工作报告问答 · 青禾县 · 2022年"
        written(tmp_path, OTHER)
        assert " INFO " in await program.logs("The knowledge's files have changed: the knowledge was read again")
        assert await title(program) == "另一份工作报告问答 · 青禾县 · 2022年"
        assert (await program.end())[0] == 0


async def test_a_file_that_was_changed_into_a_faulty_one_changes_nothing_until_it_is_right(tmp_path: Path) -> None:
    file = written(tmp_path, small())
    async with started(KNOWLEDGE=str(file)) as program:
        written(tmp_path, FAULTY)
        assert " ERROR " in await program.logs("stays as it was, for it can't be used")
        assert "report.yaml:7: report.year: " in await program.logs("report.yaml")
        assert await title(program) == "政府工作报告问答 · 青禾县 · 2022年"
        written(tmp_path, OTHER)
        await program.logs("was read again")
        assert await title(program) == "另一份工作报告问答 · 青禾县 · 2022年"


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no SIGHUP")
async def test_sighup_has_the_file_read_again(tmp_path: Path) -> None:
    file = written(tmp_path, small())
    async with started(KNOWLEDGE=str(file)) as program:
        program.send(signal.SIGHUP)
        assert " INFO " in await program.logs("SIGHUP came: the knowledge was read again, 政府工作报告 of 青禾县, 2022")
        assert await program.end() == (0, "", "")


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no SIGHUP")
async def test_a_file_that_lacks_many_entries_waits_for_sighup(tmp_path: Path) -> None:
    file = written(tmp_path, small())
    async with started(KNOWLEDGE=str(file)) as program:
        written(tmp_path, body("粮食产量12.6亿斤。"))
        assert " WARNING " in await program.logs("the knowledge stays as it was, for only 2 of 41 entries are left; ")
        program.send(signal.SIGHUP)
        await program.logs("SIGHUP came: the knowledge was read again, 政府工作报告 of 青禾县, 2022: 2 entries")
        assert " WARNING " in await program.logs("the knowledge is in use, though only 2 of 41 entries are left")
        assert (await program.end())[0] == 0


async def test_a_text_that_differs_from_the_plain_text_is_told_at_the_start_but_no_outage(tmp_path: Path) -> None:
    file = written(tmp_path, small())
    written(tmp_path, SMALL_TEXT.read_text(encoding="utf-8").replace("12.6亿斤", "12.5亿斤"), "report.txt")
    async with started(KNOWLEDGE=str(file)) as program:
        assert " WARNING " in await program.logs("The knowledge is in use, though the text differs from the plain text")
        assert await title(program) == "政府工作报告问答 · 青禾县 · 2022年"


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="Windows has no terminals of this kind")
async def test_the_sighup_of_a_terminal_that_was_closed_ends_it(tmp_path: Path) -> None:
    terminal, stdin = os.openpty()
    async with started(stdin=stdin, KNOWLEDGE=str(written(tmp_path, small()))) as program:
        os.close(stdin)
        program.send(signal.SIGHUP)
        assert " INFO " in await program.logs("SIGHUP came: the knowledge was read again")
        os.close(terminal)
        program.send(signal.SIGHUP)
        assert await program.ended() == (0, "", "")


async def test_in_telegram_too_answers_follow_the_changed_file(tmp_path: Path) -> None:
    file = written(tmp_path, small())
    async with BotApi() as api, started(BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.base, KNOWLEDGE=str(file)) as program:
        alice = Town(api).person("Alice")
        await alice.says("/start")
        written(tmp_path, OTHER)
        await program.logs("was read again")
        await alice.says("/start")
        before, after = alice.titles()
        assert "《政府工作报告》" in before
        assert "《另一份工作报告》" in after


async def test_what_is_counted_outlives_the_program(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/data/bot.db"
    async with started(DATABASE_URL=database, KNOWLEDGE=str(written(tmp_path, small()))) as program:
        await fetched(f"{program.address}api/ask?q=粮食产量")
        assert (await program.end())[0] == 0
    async with Store(database) as store:
        assert [(day.kind, day.outcome, day.count) for day in await store.usage.days()] == [("figure", "answer", 1)]


async def test_metrics_say_when_the_knowledge_was_read(tmp_path: Path) -> None:
    async with started(KNOWLEDGE=str(written(tmp_path, small()))) as program:
        _, before = await fetched(f"{program.address}metrics")
        program.send(signal.SIGHUP)
        await program.logs("was read again")
        _, after = await fetched(f"{program.address}metrics")
    first, second = (
        float(re.findall(r"^report_bot_edition_seconds (.+)$", each, re.MULTILINE)[0]) for each in (before, after)
    )
    assert 0 < first < second


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://bot:hush-hush@127.0.0.1:1/bot", "The PostgreSQL database bot at 127.0.0.1:1 can't be reached."),
        ("sqlite:////dev/null/x/bot.db", "The folder /dev/null/x of the database /dev/null/x/bot.db can't be made"),
    ],
)
def test_a_database_that_can_not_be_used_is_told_without_its_password(address: str, sentence: str) -> None:
    ended = run(DATABASE_URL=address, LOG_LEVEL="debug")
    said = ended.stderr.decode()
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert f"Error: DATABASE_URL can't be used. {sentence}" in said.splitlines()[-1]
    assert "Traceback" not in said
    assert "hush-hush" not in said


def test_a_wrong_database_address_is_told_without_its_password() -> None:
    ended = run(DATABASE_URL="mysql://bot:hush-hush@db/bot")
    assert (ended.returncode, ended.stdout) == (2, b"")
    said = ended.stderr.decode()
    assert said.startswith("Error: DATABASE_URL has a value that isn't shown here and isn't right: expected sqlite://")
    assert "hush-hush" not in said

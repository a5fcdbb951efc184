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
from click.testing import CliRunner, Result

from bot.cli import main
from store import Store
from tests.bot.program import PATIENCE, Program, environment, fetched, run, started
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.people import Town
from tests.knowledge.samples import SMALL, SMALL_TEXT, body, small, written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_where_it_is_answers_and_ends_on_a_signal_whoever_is_still_connected(number: int) -> None:
    async with started() as program, aiohttp.ClientSession() as session:
        assert program.line == f"Web chat: {program.address} | Telegram: off (BOT_TOKEN isn't set)\n"
        assert program.address.startswith("http://127.0.0.1:")
        async with session.get(f"{program.address}healthz") as response:
            assert (response.status, await response.text()) == (200, "ok")
        status, answer = await fetched(f"{program.address}api/ask?q=三链工程是什么")
        assert (status, json.loads(answer)["outcome"]) == (200, "answer")
        assert await program.end(number) == (0, "", "")


async def read_by_somebody(pipe: Path) -> BinaryIO:
    """Open the pipe for writing as soon as somebody has it open for reading."""
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
        paths = ("", "api/ask?q=粮食产量", "metrics")
        assert [(await fetched(f"{program.address}{path}"))[0] for path in paths] == [404, 404, 404]
        api.webhook_server = program.address.rstrip("/")
        assert await api.post(b"{}") == 400
        assert await api.post(b"{}", X_Telegram_Bot_Api_Secret_Token="wrong") == 401  # noqa: S106
        assert (await program.end())[0] == 0


async def test_beside_a_webhook_the_page_can_be_opened_and_telegram_is_served_too() -> None:
    variables = {"WEBHOOK_URL": "https://bot.example/hook", "HOST": "127.0.0.1", "PUBLIC_WEB": "page"}
    async with BotApi() as api:
        variables |= {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base, "KNOWLEDGE": str(SMALL)}
        async with started(**variables) as program:
            paths = ("", "api/ask?q=粮食产量", "metrics")
            assert [(await fetched(f"{program.address}{path}"))[0] for path in paths] == [200, 200, 404]
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


def refused(**variables: str) -> Result:
    """A start that fails before anything is served, which needs no process of its own."""
    return CliRunner(env=environment(**variables)).invoke(main)


def test_wrong_variables_are_told_each_in_a_sentence() -> None:
    ended = refused(PORT="http", LOG_FORMAT="xml")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == (
        'Error: PORT is "http": expected a whole number from 0 to 65535, where 0 takes any free port.\n'
        'LOG_FORMAT is "xml": expected one of text, json.\n'
    )


@pytest.mark.usefixtures("logging_restored")
def test_a_missing_knowledge_file_is_told(tmp_path: Path) -> None:
    ended = refused(KNOWLEDGE=str(tmp_path / "none.yaml"))
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == (
        f"Error: the knowledge in {tmp_path}/none.yaml can't be loaded (run `python -m bot check` for details).\n"
        f"{tmp_path}/none.yaml: the file can't be read: no such file or directory\n"
    )


@pytest.mark.usefixtures("logging_restored")
def test_a_faulty_knowledge_file_is_told_with_line_and_key(tmp_path: Path) -> None:
    file = tmp_path / "report.yaml"
    file.write_text("format: 1\nreport:\n  title: 政府工作报告\n  year: soon\nend: true\n", encoding="utf-8")
    ended = refused(KNOWLEDGE=str(file))
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "Traceback" not in ended.stderr
    assert "report.yaml:4: report.year: " in ended.stderr


OTHER = small(("title: 政府工作报告", "title: 另一份工作报告"))
FAULTY = small(("  year: 2022", "  year: soon"))


async def title(program: Program) -> str:
    """What the running program says its report is called."""
    _, page = await fetched(program.address)
    return page.partition("<title>")[2].partition("</title>")[0]


async def read_at(program: Program) -> float:
    """When the knowledge in use was read, by the metrics."""
    _, metrics = await fetched(f"{program.address}metrics")
    return float(re.findall(r"^report_bot_edition_seconds (.+)$", metrics, re.MULTILINE)[0])


async def test_when_the_file_changes_the_page_and_telegram_by_polling_follow(tmp_path: Path) -> None:
    file = written(tmp_path, small())
    async with BotApi() as api, started(BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.base, KNOWLEDGE=str(file)) as program:
        assert program.line == f"Web chat: {program.address} | Telegram: @report_bot by polling\n"
        assert await title(program) == "政府工作报告问答 · 青禾县 · 2022年"
        alice = Town(api).person("Alice")
        await alice.says("/start")
        written(tmp_path, OTHER)
        assert " INFO " in await program.logs("The knowledge's files have changed: the knowledge was read again")
        assert await title(program) == "另一份工作报告问答 · 青禾县 · 2022年"
        await alice.says("/start")
        before, after = alice.titles()
        assert "《政府工作报告》" in before
        assert "《另一份工作报告》" in after
        code, out, err = await program.end()
        assert (code, out) == (0, "")
        assert TOKEN not in err


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
async def test_sighup_has_the_file_read_again_which_the_metrics_show(tmp_path: Path) -> None:
    file = written(tmp_path, small())
    async with started(KNOWLEDGE=str(file)) as program:
        before = await read_at(program)
        program.send(signal.SIGHUP)
        assert " INFO " in await program.logs("SIGHUP came: the knowledge was read again, 政府工作报告 of 青禾县, 2022")
        assert 0 < before < await read_at(program)
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


async def test_what_is_counted_outlives_the_program(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/data/bot.db"
    async with started(DATABASE_URL=database, KNOWLEDGE=str(written(tmp_path, small()))) as program:
        await fetched(f"{program.address}api/ask?q=粮食产量")
        assert (await program.end())[0] == 0
    async with Store(database) as store:
        assert [(day.kind, day.outcome, day.count) for day in await store.usage.days()] == [("figure", "answer", 1)]


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
    ended = refused(DATABASE_URL="mysql://bot:hush-hush@db/bot")
    assert (ended.exit_code, ended.stdout) == (2, "")
    said = ended.stderr
    assert said.startswith("Error: DATABASE_URL has a value that isn't shown here and isn't right: expected sqlite://")
    assert "hush-hush" not in said

"""At no level does the log hold what people write, or names and ids of people and chats."""

from __future__ import annotations

import asyncio
from itertools import count
from pathlib import Path

import pytest

from bot.logs import configure
from store import Store
from tests.bot.program import PATIENCE, started
from tests.bot.telegram.odd_updates import NO_DATE
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.engine import FakeEngine as Engine
from tests.fakes.people import Town
from tests.fakes.running import running

NAME, TEXT, ID = "小红", "悄悄话", "98760"  # is in every name, in every text, and in every id of a person or chat


def secretive(api: BotApi) -> Town:
    town = Town(api)
    town._user_ids = count(7_987_600_000)
    town._group_ids = count(-4_987_600_000, -1)
    town._supergroup_ids = count(-1_009_876_000_000, -1)
    town.founder |= {"id": 6_987_600_000, "first_name": f"{NAME}群主"}
    return town


async def ask(town: Town) -> None:
    """Everything that people do with the bot."""
    alice, group = town.person(NAME), town.group(f"{NAME}的群", has_bot=False)
    question = await alice.says(f"{TEXT}：六个工程是什么")
    await alice.edits(question, f"{TEXT}：今年GDP目标")
    await alice.says(f"{TEXT}：民政厅电话")
    await alice.taps("第8件 · 特殊困难老年人家庭适老化改造")
    await alice.taps("👍")
    await alice.says("/remind 8:00")
    await alice.types_inline(f"{TEXT}：六个工程")
    await alice.calls_guest(f"{TEXT}：六个工程")
    await group.admits_bot()
    await group.member(f"{NAME}的朋友").says(f"@report_bot {TEXT}：六个工程是什么")


async def fail(town: Town) -> None:
    """What the log tells of: failures, refusals, updates and answers that can't be read."""
    alice, bob = town.person(f"{NAME}二"), town.person(f"{NAME}三")
    await alice.says(f"{TEXT}：出错吧")
    await town.api.deliver(town.update(message=alice.writes(text=TEXT) | {"date": NO_DATE}))
    town.api.answer_next("sendMessage", f'{{"ok": true, "result": {{"text": "{TEXT}"'.encode())
    await alice.says(f"{TEXT}：六个工程是什么")
    await bob.blocks_bot()
    await bob.says(f"{TEXT}：六个工程是什么")
    old = town.group(f"{NAME}的旧群", kind="group")
    carol = old.member(f"{NAME}四")
    await old.migrates(silently=True)
    await carol.says(f"@report_bot {TEXT}：六个工程是什么")


@pytest.mark.usefixtures("logging_restored")
@pytest.mark.parametrize("mode", ["polling", "webhook"])
@pytest.mark.parametrize("form", ["text", "json"])
async def test_conversations_leave_no_trace_of_people(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, mode: str, form: str
) -> None:
    configure("debug", form, [TOKEN])
    async with BotApi() as api, Store(f"sqlite:///{tmp_path}/bot.db") as store:
        async with running(api, Engine(), mode=mode, store=store):
            town = secretive(api)
            await ask(town)
            await fail(town)
        await store.flush()
    logged = capsys.readouterr().err
    for told in (
        " failed",
        "can't be read",
        "Telegram refuses (gone)",
        "Telegram refuses (moved)",
        "Application started",
    ):
        assert told in logged
    for hidden in (NAME, TEXT, ID):
        assert hidden not in logged


async def test_a_request_that_is_not_http_is_not_quoted() -> None:
    async with started(LOG_LEVEL="debug") as program, asyncio.timeout(PATIENCE):
        for head in (f"GET /?q=secret{'x' * 200_000} HTTP/1.1", "GET /?q=secret HTTP/9", "secret"):
            reader, writer = await asyncio.open_connection(
                *program.address.removeprefix("http://").strip("/").split(":")
            )
            writer.write(f"{head}\r\nsecret\x01: secret\r\n\r\n".encode())
            assert (await reader.readline()).split()[1] == b"400"
            writer.close()
        _, _, logged = await program.end()
    assert "secret" not in logged
    assert "Traceback" not in logged

"""Every kind of update arrives by either way: conversations elsewhere run over one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram import TelegramBot
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town
from tests.fakes.running import running

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture(params=["polling", "webhook"])
async def bot(request: pytest.FixtureRequest, api: BotApi, engine: FakeEngine) -> AsyncIterator[TelegramBot]:
    async with running(api, engine, mode=request.param) as started:
        yield started


async def test_a_message_its_edit_and_a_tap(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    assert alice.titles() == ["📖 六个工程"]
    await alice.edits(question, "第8件")
    assert alice.titles() == ["🏠 第8件 · 特殊困难老年人家庭适老化改造"]
    await alice.taps("上下文")
    assert "前一句。" in alice.sees()[0]


async def test_a_group_that_admits_the_bot(town: Town) -> None:
    group = town.group("群", has_bot=False)
    await group.admits_bot()
    await group.member("Carol").says("六个工程是什么")
    introduction, answer = group.owner.titles()
    assert introduction.startswith("大家好！")
    assert answer == "📖 六个工程"


async def test_a_person_who_blocks_the_bot_and_comes_back(town: Town) -> None:
    alice = town.person("Alice")
    await alice.blocks_bot()
    await alice.unblocks_bot()
    await alice.says("六个工程是什么")
    assert alice.titles() == ["📖 六个工程"]


async def test_an_inline_query_a_picked_result_and_a_guest(town: Town) -> None:
    alice = town.person("Alice")
    results = (await alice.types_inline("六个工程")).results
    there = alice.elsewhere()
    await there.picks(results[0])
    await there.calls_guest("第8件")
    assert there.titles() == ["📖 六个工程", "🏠 第8件 · 特殊困难老年人家庭适老化改造"]

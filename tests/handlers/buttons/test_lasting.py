"""Buttons of messages that are older than the program, or than what it knows."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram import TelegramBot
from handlers.snapshots import Snapshot
from knowledge import Library
from knowledge.model import Report
from store import Store
from tests.fakes.bot_api import BotApi
from tests.fakes.buttons import buttons_of
from tests.fakes.engine import REPORT, FakeEngine
from tests.fakes.people import Town
from tests.fakes.running import running, services_of

GONE = "这条内容已失效，请重新提问。"


@pytest.fixture
async def bot(api: BotApi, library: Library, report: Report) -> AsyncIterator[TelegramBot]:
    """Reading the knowledge again gives another report."""
    another = Snapshot(FakeEngine(), REPORT)
    async with running(api, library, report=report, load=lambda: another) as started:
        yield started


@pytest.mark.parametrize("label", ["上下文", "相关", "👍", "👎"])
async def test_a_button_of_a_vanished_entry_says_so(town: Town, bot: TelegramBot, label: str) -> None:
    alice = town.person("Alice")
    await alice.says("去年粮食产量多少")
    before = alice.sees()
    await services_of(bot).snapshots.reload()
    assert await alice.taps(label) == GONE
    assert alice.sees() == before


@pytest.mark.parametrize("away", ["上下文", "相关"])
async def test_the_way_back_to_a_vanished_entry_says_so(town: Town, bot: TelegramBot, away: str) -> None:
    alice = town.person("Alice")
    await alice.says("去年粮食产量多少")
    await alice.taps(away)
    await services_of(bot).snapshots.reload()
    assert await alice.taps("← 返回") == GONE


async def test_an_offered_or_listed_entry_that_vanished_says_so(town: Town, bot: TelegramBot) -> None:
    alice = town.person("Alice")
    await alice.says("民政厅负责哪几件")
    await services_of(bot).snapshots.reload()
    assert await alice.taps("1") == GONE


async def test_a_shelf_that_vanished_says_so(town: Town, bot: TelegramBot) -> None:
    alice = town.person("Alice")
    await alice.says("/list")
    await alice.taps("民生实事")
    await services_of(bot).snapshots.reload()
    assert await alice.taps("促进群众就业增收方面") == GONE


async def test_an_inline_message_of_a_vanished_entry_says_so(town: Town, bot: TelegramBot) -> None:
    alice = town.person("Alice").elsewhere()
    await alice.picks((await alice.types_inline("去年粮食产量多少")).results[0])
    await services_of(bot).snapshots.reload()
    assert await alice.taps("上下文") == GONE


@pytest.mark.parametrize("data", ["nothing:of:ours", "q", "c", "c:", "l:none:9", "p::::::", "b:f36976f64b1:9-", "📎"])
async def test_any_data_is_answered(town: Town, data: str) -> None:
    alice = town.person("Alice")
    await alice.says("去年粮食产量多少")
    await alice.taps_data(alice.bot_messages()[0], data)
    assert alice.tapped is not None


async def test_a_button_of_the_first_version_opens_its_entry(town: Town, library: Library) -> None:
    """Its data was the entry's id alone."""
    entry_id = library.ask("去年粮食产量多少").sources[0].entry_id
    alice = town.person("Alice")
    await alice.says("你好")
    assert await alice.taps_data(alice.bot_messages()[0], entry_id) is None
    assert "791.6亿斤" in alice.sees()[1]


async def test_buttons_work_after_a_restart(api: BotApi, library: Library) -> None:
    town = Town(api)
    carol = town.group("群").member("Carol")
    async with Store("sqlite://") as store:
        async with running(api, library, report=library.report, store=store):
            await carol.says("去年粮食产量多少")
        (before,) = carol.sees()
        async with running(api, library, report=library.report, store=store):
            await carol.taps("上下文")
            assert carol.sees() != [before]
            await carol.taps("← 返回")
            assert carol.sees() == [before]
            assert await carol.taps("👍") == "谢谢您的反馈！"
            await carol.taps("✖")
            assert carol.sees() == []


async def test_after_a_restart_an_answer_of_several_messages_goes_as_a_whole(
    api: BotApi, long_engine: FakeEngine
) -> None:
    town = Town(api)
    carol = town.group("群").member("Carol")
    async with Store("sqlite://") as store:
        async with running(api, long_engine, store=store):
            await carol.says("长文")
        assert len(carol.sees()) == 2
        async with running(api, long_engine, store=store):
            await carol.taps("✖")
            assert carol.sees() == []


async def test_a_tap_too_late_to_be_answered_still_does_what_it_says(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("去年粮食产量多少")
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    town.api.refuse_next("answerCallbackQuery", 400, late)
    (message,) = alice.bot_messages()
    with pytest.raises(AssertionError, match="not answered"):
        await alice.taps_data(message, buttons_of(message)[0]["callback_data"])
    assert "[← 返回]" in alice.sees()[0]


async def test_a_message_deleted_by_an_administrator_is_no_failure(town: Town, bot: TelegramBot) -> None:
    group = town.group("群")
    carol = group.member("Carol")
    await carol.says("去年粮食产量多少")
    (message,) = carol.bot_messages()
    group.deletes(message)
    for button in buttons_of(message):
        if "callback_data" in button:
            await carol.taps_data(message, button["callback_data"])
    assert "report_bot_failures_total 0.0" in services_of(bot).metrics.exposition().decode()

"""What is counted and kept of questions: what was told, not what was overheard; nothing that tells who asked."""

from __future__ import annotations

from collections import Counter

import pytest

from bot.telegram import TelegramBot
from handlers.pacing import MOST_READ
from tests.fakes.people import Town
from tests.fakes.running import services_of


async def outcomes(bot: TelegramBot) -> Counter[str]:
    store = services_of(bot).store
    await store.flush()
    counted: Counter[str] = Counter()
    for each in await store.usage.days():
        counted[each.outcome] += each.count
    return counted


async def misses(bot: TelegramBot) -> list[str]:
    store = services_of(bot).store
    await store.flush()
    return [each.text for each in await store.misses.top()]


async def test_chatter_is_no_question(town: Town, bot: TelegramBot) -> None:
    carol = town.group("群").member("Carol")
    await carol.says("大家早上好")
    assert await outcomes(bot) == {}


async def test_an_answer_that_the_cooldown_held_back_was_not_given(town: Town, bot: TelegramBot) -> None:
    carol = town.group("群").member("Carol")
    town.api.clock.leisure = 0.0
    await carol.says("六个工程是什么")
    await carol.says("今年GDP目标")
    assert len(carol.sees()) == 1
    assert await outcomes(bot) == {"answer": 1}


async def test_an_edit_that_asks_the_same_is_the_same_question(town: Town, bot: TelegramBot) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    await alice.edits(question, "六个工程是什么 ")
    await alice.edits(question, "今年GDP目标")
    assert await outcomes(bot) == {"answer": 2}


@pytest.mark.parametrize("number", ["15010219900101123x", "13800138000"])
async def test_numbers_that_may_be_somebodys_are_not_kept(town: Town, bot: TelegramBot, number: str) -> None:
    await town.person("Alice").says(f"我的号码{number}查民政厅电话")
    (kept,) = await misses(bot)
    assert number not in kept
    assert "民政厅电话" in kept


async def test_who_taps_faster_than_anybody_reads_is_asked_to_slow_down(town: Town) -> None:
    carol = town.group("群").member("Carol")
    await carol.says("@report_bot 民政厅负责哪几件")
    (asked,) = carol.bot_messages()
    town.api.clock.pass_by(60)
    town.api.clock.leisure = 0.0
    notices = [await carol.taps("1", on=asked) for _ in range(MOST_READ + 2)]
    assert [notice is None for notice in notices] == [True] * MOST_READ + [False] * 2
    assert notices[-1] == "您发得太快了，请过10秒再试。"
    assert len(carol.sees()) == 1 + MOST_READ

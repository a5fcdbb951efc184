"""👍 and 👎: counted once a person and message; what was found wrong is kept for the editor."""

from __future__ import annotations

import pytest

from bot.telegram import TelegramBot
from store import EntryCount, Miss, Store
from tests.fakes.people import Town
from tests.fakes.running import services_of


@pytest.fixture
def store(bot: TelegramBot) -> Store:
    return services_of(bot).store


async def most_asked(store: Store) -> tuple[EntryCount, ...]:
    await store.flush()
    return await store.usage.most_asked()


async def misses(store: Store) -> tuple[Miss, ...]:
    await store.flush()
    return await store.misses.top(10)


async def test_a_good_answer_is_counted_once(town: Town, store: Store) -> None:
    alice = town.person("Alice")
    await alice.says("去年粮食产量多少")
    for _ in range(3):
        assert await alice.taps("👍") == "谢谢您的反馈！"
        assert alice.tapped is not None
        assert not alice.tapped.get("show_alert")
    (asked,) = await most_asked(store)
    assert (asked.good, asked.bad) == (1, 0)
    assert await misses(store) == ()


async def test_who_changes_their_mind_is_counted_as_they_first_said(town: Town, store: Store) -> None:
    alice = town.person("Alice")
    await alice.says("去年粮食产量多少")
    await alice.taps("👍")
    assert await alice.taps("👎") == "您已评过这条。"
    (asked,) = await most_asked(store)
    assert (asked.good, asked.bad) == (1, 0)


async def test_everybody_in_a_group_counts(town: Town, store: Store) -> None:
    group = town.group("群")
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says("去年粮食产量多少")
    await carol.taps("👍")
    await dan.taps("👎")
    (asked,) = await most_asked(store)
    assert (asked.good, asked.bad) == (1, 1)


async def test_a_wrong_answer_keeps_the_question_without_who_asked(town: Town, store: Store) -> None:
    alice = town.person("Alice")
    await alice.says("请问去年粮食产量多少呀？")
    await alice.taps("👎")
    (miss,) = await misses(store)
    assert "粮食产量" in miss.text
    assert "Alice" not in repr(miss)
    assert str(alice.chat_id) not in repr(miss)


async def test_who_finds_an_answer_wrong_says_why_by_one_tap(town: Town, store: Store) -> None:
    """Also of an answer that the bot was sure of: so the editor sees what it is wrong about with confidence."""
    alice = town.person("Alice")
    await alice.says("去年粮食产量多少")
    before = alice.sees()

    assert await alice.taps("👎") == "谢谢！请点一下哪里不对。"
    assert alice.sees()[0].endswith("[答非所问] [找不到] [其他]")
    assert await alice.taps("答非所问") == "谢谢您的反馈！"

    assert alice.sees() == before
    (miss,) = await misses(store)
    assert (miss.count, miss.reasons) == (1, {"bad": 1, "beside": 1})


async def test_in_a_group_each_says_why_for_themselves_once(town: Town, store: Store) -> None:
    group = town.group("群")
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says("去年粮食产量多少")
    await carol.taps("👎")
    await dan.taps("找不到")
    await carol.taps("👎")
    (miss,) = await misses(store)
    assert (miss.count, miss.reasons) == (2, {"bad": 2, "missing": 1})


async def test_of_an_entry_opened_from_a_list_the_title_is_kept_not_the_bots_own_words(
    town: Town, store: Store
) -> None:
    carol = town.group("群").member("Carol")
    await carol.says("民政厅负责哪几件")
    await carol.taps("2")
    await carol.taps("👎")
    (miss,) = await misses(store)
    assert miss.text == "流动儿童和未成年人救助保护"


async def test_of_a_shared_answer_only_the_title_is_kept(town: Town, store: Store) -> None:
    """Nobody asked where an inline message stands."""
    alice = town.person("Alice").elsewhere()
    await alice.picks((await alice.types_inline("去年粮食产量多少")).results[0])
    await alice.taps("👎")
    (miss,) = await misses(store)
    assert miss.text == "粮食产量"


async def test_each_answer_has_a_verdict_of_its_own(town: Town, store: Store) -> None:
    alice = town.person("Alice")
    for _ in range(2):
        await alice.says("去年粮食产量多少")
        await alice.taps("👍")
    (asked,) = await most_asked(store)
    assert asked.good == 2

"""The buttons under a reminder."""

from __future__ import annotations

import pytest

from bot.telegram import TelegramBot
from handlers.snapshots import Snapshot
from store import Store
from tests.fakes.engine import ELDERLY, REPORT, TARGET, FakeEngine
from tests.fakes.people import Group, Town, Voice
from tests.fakes.running import services_of
from tests.handlers.reminding.conftest import Days, broken, reminded


@pytest.fixture
async def alice(town: Town, days: Days) -> Voice:
    """Alone with the bot; today's reminder has come."""
    voice = town.person("Alice")
    await reminded(voice)
    await days.time_comes()
    return voice


def title(voice: Voice) -> str:
    """Of the reminder that came last."""
    return str(voice.bot_messages()[-1]["text"].splitlines()[2])


async def test_another_one_comes_in_its_place_and_counts_as_sent(alice: Voice, days: Days, store: Store) -> None:
    titles = [title(alice)]
    messages = len(alice.sees())
    for _ in range(2):
        assert await alice.taps("换一条") is None
        titles.append(title(alice))
    assert len(set(titles)) == 3
    assert len(alice.sees()) == messages
    so_far = await store.reminders.sent(alice.chat_id)
    assert (so_far.number, len(so_far.sent)) == (1, 3)
    await days.next_comes()
    assert title(alice) != titles[-1]
    assert (await store.reminders.sent(alice.chat_id)).number == 2


async def test_another_one_begins_a_round_when_all_have_come(alice: Voice, store: Store) -> None:
    for _ in range(3):
        before = title(alice)
        await alice.taps("换一条")
        assert title(alice) != before
    assert (await store.reminders.sent(alice.chat_id)).number == 2


async def test_another_one_under_an_older_reminder_does_not_become_todays(alice: Voice, days: Days) -> None:
    older = alice.bot_messages()[-1]
    await days.next_comes()
    todays = title(alice)
    await alice.taps("换一条", on=older)
    assert title(alice) == todays
    await alice.says("/today")
    assert title(alice) == todays


async def test_where_there_is_no_other_it_says_so(alice: Voice, bot: TelegramBot) -> None:
    known = [entry for entry in FakeEngine().entries if entry.entry_id in str(alice.bot_messages()[-1]["html"])]
    services_of(bot).snapshots.current = Snapshot(FakeEngine(*known), REPORT)
    assert await alice.taps("换一条") == "没有其他内容可换了。"


async def test_another_one_keeps_the_language_of_the_chats_reminders(group: Group, days: Days) -> None:
    owner = group.owner
    await reminded(owner)
    await days.time_comes()
    reader = group.member("Rita").language("en")
    group.promote(reader)
    await reader.taps("换一条")
    assert owner.hears()[-1].startswith("⏰ <b>每日目标</b>")


async def test_stop_ends_reminders(alice: Voice, days: Days, store: Store) -> None:
    assert await alice.taps("停止提醒") == "已停止提醒，发 /remind 可以重新开启。"
    assert alice.tapped
    assert alice.tapped["show_alert"]
    await days.next_comes()
    assert (await store.reminders.counts()).ended == {"asked": 1}
    assert await alice.taps("停止提醒") == "已停止提醒，发 /remind 可以重新开启。"


async def test_related_entries_are_shown_in_place_with_the_way_back(alice: Voice) -> None:
    reminder = alice.sees()[-1]
    assert await alice.taps("相关") is None
    related = alice.sees()[-1]
    assert "相关" in related.splitlines()[0]
    assert related.splitlines()[-1] == "[← 返回]"
    await alice.taps("← 返回")
    assert alice.sees()[-1] == reminder


async def test_a_related_entry_opens_in_a_message_of_its_own(alice: Voice) -> None:
    await alice.taps("相关")
    messages = len(alice.sees())
    await alice.taps("1")
    assert len(alice.sees()) == messages + 1


@pytest.mark.parametrize("data", ["d:f-lost", "e:f-lost", "d", "e", "a:f-lost"])
async def test_what_is_gone_is_said_to_be(alice: Voice, data: str) -> None:
    notice = await alice.taps_data(alice.bot_messages()[-1], data)
    assert notice == (None if data.startswith("a") else "这条内容已失效，请重新提问。")


async def test_in_a_group_others_see_related_entries_and_change_nothing(group: Group, days: Days, store: Store) -> None:
    await reminded(group.owner)
    await days.time_comes()
    carol = group.member("Carol")
    for label in ("换一条", "停止提醒"):
        assert await carol.taps(label) == "只有群管理员可以更改提醒。"
    assert (await store.reminders.counts()).subscribed == 1
    assert len((await store.reminders.sent(group.chat_id)).sent) == 1
    assert await carol.taps("相关") is None
    assert await group.owner.taps("← 返回") is None
    assert await group.owner.taps("换一条") is None


async def test_without_the_database_nothing_is_changed(alice: Voice, url: str) -> None:
    reminder = alice.sees()[-1]
    async with broken(url):
        for label in ("换一条", "停止提醒"):
            assert await alice.taps(label) == "没能保存，请稍后再试。"
    assert alice.sees()[-1] == reminder


async def test_the_next_question_may_lean_on_it(alice: Voice, engine: FakeEngine) -> None:
    await alice.taps("换一条")
    await alice.says("原文呢")
    assert engine.before[-1][0] in {TARGET.entry_id, ELDERLY.entry_id, "l-10"}

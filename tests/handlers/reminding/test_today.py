"""Today's target at once, and how far the round is; neither sends anything twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from inline_snapshot import snapshot

from bot.telegram import TelegramBot
from store import Round, Store, Subscription
from tests.fakes.engine import CHILDREN, ELDERLY, TARGET
from tests.fakes.people import Group, Town, Voice
from tests.fakes.running import services_of
from tests.handlers.reminding.conftest import Days, reminded
from tests.store.direct import run
from tests.store.timing import daily


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


def entry(text: str) -> str:
    """The title of the entry in a reminder."""
    return text.splitlines()[2]


@pytest.mark.parametrize("said", ["/today", "/今日"])
async def test_without_reminders_it_shows_one_of_the_day_and_offers_them(alice: Voice, store: Store, said: str) -> None:
    await alice.says(said)
    await alice.says(said)
    first, second = alice.hears()
    assert first == second
    assert first.startswith("⏰ <b>每日目标</b> · 还没开启每日提醒\n")
    assert first.endswith("\n[相关]\n[设置提醒]")
    assert await store.reminders.get(alice.chat_id) is None
    await alice.taps("设置提醒")
    assert alice.hears()[0].startswith("⏰ <b>每日目标提醒</b>\n还没有开启，")


async def test_before_its_hour_it_shows_what_will_come(alice: Voice, days: Days, store: Store) -> None:
    kept = await store.reminders.subscribe(Subscription(alice.chat_id, daily(-timedelta(hours=1))))
    assert kept.due_at
    await alice.says("/today")
    (shown,) = alice.hears()
    assert " · 11" in shown or "月" in shown.splitlines()[0]
    assert shown.splitlines()[0].endswith("日" + kept.schedule.at.strftime("%H:%M") + "发送")
    assert "换一条" not in shown
    assert await store.reminders.sent(alice.chat_id) == Round()
    await store.reminders.subscribe(Subscription(alice.chat_id, daily()))
    await days.time_comes()
    assert entry(alice.hears()[0]) == entry(shown)


async def test_after_it_it_shows_what_came(alice: Voice, days: Days, store: Store) -> None:
    await reminded(alice)
    await days.time_comes()
    (sent,) = alice.hears()
    await alice.says("/today")
    (shown,) = alice.hears()
    assert shown.startswith("⏰ <b>每日目标</b> · 今天已发送\n")
    assert shown.splitlines()[1:] == sent.splitlines()[1:]
    assert len((await store.reminders.sent(alice.chat_id)).sent) == 1


async def test_after_another_was_chosen_it_shows_that(alice: Voice, days: Days) -> None:
    await reminded(alice)
    await days.time_comes()
    await alice.taps("换一条")
    chosen = entry(alice.sees()[-1])
    await alice.says("/today")
    assert entry(alice.sees()[-1]) == chosen


async def test_back_from_related_entries_it_is_what_it_was(alice: Voice, days: Days, store: Store) -> None:
    await alice.says("/today")
    drawn = alice.sees()[-1]
    await alice.taps("相关")
    await alice.taps("← 返回")
    assert alice.sees()[-1] == drawn
    await store.reminders.subscribe(Subscription(alice.chat_id, daily(-timedelta(hours=1))))
    await alice.says("/today")
    coming = alice.sees()[-1]
    await alice.taps("相关")
    await alice.taps("← 返回")
    assert alice.sees()[-1] == coming
    assert "将于" in coming.splitlines()[0]
    assert "换一条" not in coming


async def test_who_has_moved_west_is_not_told_that_yesterdays_came_today(alice: Voice, days: Days) -> None:
    await reminded(alice)
    await days.time_comes()
    await run(days.url, "UPDATE reminders SET day = date(day, '+1 day'), served_at = datetime(served_at, '-1 day')")
    await run(days.url, "UPDATE reminders SET due_at = datetime(due_at, '+1 day')")
    await alice.says("/today")
    assert "今天已发送" not in alice.hears()[-1]


async def test_whoever_is_in_a_group_may_look(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says("/today")
    await carol.says("/progress")
    assert len(carol.hears()) == 2


async def test_a_group_that_wants_no_answers_gets_none(group: Group) -> None:
    owner = group.owner
    await owner.says("/settings")
    await owner.taps("不回答")
    owner.hears()
    await owner.says("/today")
    assert owner.hears() == []


async def test_a_report_without_targets_has_none_today(alice: Voice, bot: TelegramBot) -> None:
    engine = services_of(bot).snapshots.current.engine
    engine.entries.clear()  # type: ignore[attr-defined]
    await alice.says("/today")
    assert alice.hears() == ["这份报告里没有可以提醒的目标和民生实事。"]


async def test_progress_in_every_language(town: Town, store: Store) -> None:
    heard = []
    for language in ("zh-hans", "zh-hant", "en"):
        alice = town.person("Alice", language=language)
        await alice.says("/progress")
        heard += alice.hears()
        await reminded(alice)
        await store.reminders.join(alice.chat_id, ELDERLY.entry_id)
        await alice.says("/progress")
        heard += alice.hears()
        for known in (CHILDREN, TARGET):
            await store.reminders.join(alice.chat_id, known.entry_id)
        await alice.says("/progress")
        heard += alice.hears()
    assert heard == snapshot(
        [
            """\
📋 <b>提醒进度</b>：已提醒0条，共3条
本聊天还没开启每日提醒，发 /remind 可以开启。


• 经济：0/1
• 民生实事：0/2\
""",
            """\
📋 <b>提醒进度</b>：已提醒1条，共3条
还有2条没发，全部发完后从头再来。


• 经济：0/1
• 民生实事：1/2\
""",
            """\
📋 <b>提醒进度</b>：已提醒3条，共3条
已全部发完，下一条从头再来。


• 经济：1/1
• 民生实事：2/2\
""",
            """\
📋 <b>提醒進度</b>：已提醒0條，共3條
本聊天還沒開啟每日提醒，發 /remind 可以開啟。


• 經濟：0/1
• 民生實事：0/2\
""",
            """\
📋 <b>提醒進度</b>：已提醒1條，共3條
還有2條沒發，全部發完後從頭再來。


• 經濟：0/1
• 民生實事：1/2\
""",
            """\
📋 <b>提醒進度</b>：已提醒3條，共3條
已全部發完，下一條從頭再來。


• 經濟：1/1
• 民生實事：2/2\
""",
            """\
📋 <b>Reminders</b>: 0 of 3 sent
Daily reminders are not on here; /remind turns them on.


• 经济: 0/1
• Livelihood items: 0/2\
""",
            """\
📋 <b>Reminders</b>: 1 of 3 sent
2 to go, then they start over.


• 经济: 0/1
• Livelihood items: 1/2\
""",
            """\
📋 <b>Reminders</b>: 3 of 3 sent
All have been sent; the next one starts over.


• 经济: 1/1
• Livelihood items: 2/2\
""",
        ]
    )


async def test_progress_is_that_of_the_topics_chosen(alice: Voice, store: Store) -> None:
    await store.reminders.subscribe(Subscription(alice.chat_id, daily(), topics=frozenset({"l"})))
    await store.reminders.join(alice.chat_id, TARGET.entry_id)
    await store.reminders.join(alice.chat_id, ELDERLY.entry_id)
    await alice.says("/进度")
    assert alice.hears()[0].splitlines()[0] == "📋 <b>提醒进度</b>：已提醒1条，共2条"
    assert "经济" not in alice.sees()[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", "选定的内容已全部发完，接下来从最早发的那条再发。"),
        ("zh-hant", "選定的內容已全部發完，接下來從最早發的那條再發。"),
        ("en", "All that you chose have been sent; they start over with the first."),
    ],
)
async def test_when_all_topics_chosen_have_come_they_come_again_in_the_same_round(
    town: Town, store: Store, language: str, said: str
) -> None:
    alice = town.person("Alice", language=language)
    await store.reminders.subscribe(Subscription(alice.chat_id, daily(), topics=frozenset({"l"})))
    for known in (ELDERLY, CHILDREN):
        await store.reminders.join(alice.chat_id, known.entry_id)
    await alice.says("/progress")
    assert alice.hears()[0].splitlines()[1] == said


async def test_the_day_is_the_chats_own(alice: Voice, days: Days, bot: TelegramBot) -> None:
    today = services_of(bot).reminders.today
    now = datetime.now(UTC)
    assert today("+14:00") - today("-11:00") >= timedelta(days=1)
    assert today("+00:00") in {now.date(), datetime.now(UTC).date()}

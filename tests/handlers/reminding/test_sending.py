"""What comes, to whom, and in what order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from inline_snapshot import snapshot

from bot.telegram import TelegramBot
from handlers.snapshots import Snapshot
from store import Store
from tests.fakes.engine import CHILDREN, ELDERLY, REPORT, TARGET, TARGET_SHOWN, FakeEngine
from tests.fakes.people import Town, Voice
from tests.fakes.running import services_of
from tests.handlers.reminding.conftest import Days, reminded, subscribed
from tests.store.direct import run


@pytest.fixture
async def alice(town: Town) -> Voice:
    """Alone with the bot, reminded at an hour that has come."""
    voice = town.person("Alice")
    await reminded(voice)
    return voice


async def test_the_days_reminder_in_whole(town: Town, days: Days, store: Store) -> None:
    """Each in the language in which it was set; that the year is over is said instead of how much of it is left."""
    heard = []
    for language in ("zh-hans", "zh-hant", "en"):
        voice = town.person("Alice", language=language)
        await reminded(voice)
        await store.reminders.join(voice.chat_id, ELDERLY.entry_id)
        await store.reminders.join(voice.chat_id, CHILDREN.entry_id)
        heard.append(voice)
    await days.time_comes()
    assert [message for voice in heard for message in voice.hears()] == snapshot(
        [
            f"""\
⏰ <b>每日目标</b>

🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速（2024年目标）</b></a>：6%以上
{TARGET_SHOWN}

📊 2023年：<b>增长7.3%</b>
<blockquote>主要经济指标增速位居全国第一方阵。地区生产总值<b>增长7.3%</b>、居全国第3。</blockquote>
<i>—— 一、2023年工作回顾 · 第3段</i>

⏳ 这是2024年的目标，年度已结束。
[相关] [换一条]
[停止提醒]\
""",
            f"""\
⏰ <b>每日目標</b>

🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速（2024年目標）</b></a>：6%以上
{TARGET_SHOWN}

📊 2023年：<b>增长7.3%</b>
<blockquote>主要经济指标增速位居全国第一方阵。地区生产总值<b>增长7.3%</b>、居全国第3。</blockquote>
<i>—— 一、2023年工作回顾 · 第3段</i>

⏳ 這是2024年的目標，年度已結束。
[相關] [換一條]
[停止提醒]\
""",
            f"""\
⏰ <b>Target of the day</b>

🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速 (2024 target)</b></a>: 6%以上
{TARGET_SHOWN}

📊 In 2023: <b>增长7.3%</b>
<blockquote>主要经济指标增速位居全国第一方阵。地区生产总值<b>增长7.3%</b>、居全国第3。</blockquote>
<i>—— 一、2023年工作回顾 · 第3段</i>

⏳ This is a target of 2024, which is over.
[Related] [Another one]
[Stop reminders]\
""",
        ]
    )


async def test_one_a_day_and_each_before_any_comes_again(alice: Voice, days: Days, store: Store) -> None:
    await days.time_comes()
    for _ in range(5):
        await days.next_comes()
        await days.work()
    titles = [message["text"].splitlines()[2] for message in alice.bot_messages()[-6:]]
    assert len(titles) == 6
    assert len(set(titles[:3])) == len(set(titles[3:])) == 3
    assert titles[2] != titles[3]
    assert (await store.reminders.sent(alice.chat_id)).number == 2


async def test_the_same_order_for_a_chat_whenever_it_begins(
    town: Town, bot: TelegramBot, days: Days, store: Store
) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    orders = []
    for _ in range(2):
        await subscribed(store, alice.chat_id)
        await days.time_comes()
        for _ in range(2):
            await days.next_comes()
        orders.append((await store.reminders.sent(alice.chat_id)).sent)
        await store.chats.forget(alice.chat_id)
    assert orders[0] == orders[1]
    assert set(orders[0]) == {TARGET.entry_id, ELDERLY.entry_id, CHILDREN.entry_id}
    assert bob.hears() == []


async def test_a_changed_file_repeats_nothing_of_the_round(
    alice: Voice, bot: TelegramBot, days: Days, store: Store
) -> None:
    await days.time_comes()
    (first,) = (await store.reminders.sent(alice.chat_id)).sent
    known = (TARGET, ELDERLY, CHILDREN)
    left = [entry for entry in known if entry.entry_id != first]
    more = [replace(ELDERLY, entry_id=f"l-{number}", number=number) for number in (20, 21)]
    again = next(entry for entry in known if entry.entry_id == first)
    services_of(bot).snapshots.current = Snapshot(FakeEngine(*more, again, left[0]), REPORT)
    for _ in range(3):
        await days.next_comes()
    sent = (await store.reminders.sent(alice.chat_id)).sent
    assert sent[0] == first
    assert set(sent[1:]) == {"l-20", "l-21", left[0].entry_id}


async def test_only_the_topics_that_were_chosen(town: Town, days: Days, store: Store) -> None:
    alice = town.person("Alice")
    await subscribed(store, alice.chat_id, topics=frozenset({"l"}))
    await days.time_comes()
    for _ in range(3):
        await days.next_comes()
    titles = [text.splitlines()[2] for text in alice.hears()]
    assert not [title for title in titles if TARGET.title in title]
    assert titles[:2] == titles[2:]
    assert len(set(titles)) == 2


async def test_who_chooses_other_topics_is_sent_nothing_of_the_round_again(
    town: Town, days: Days, store: Store
) -> None:
    alice = town.person("Alice")
    await subscribed(store, alice.chat_id, topics=frozenset({"l"}))
    for _ in range(3):
        await days.next_comes()
    await subscribed(store, alice.chat_id)
    await days.next_comes()
    assert TARGET.title in alice.hears()[-1]
    await days.next_comes()
    assert (await store.reminders.sent(alice.chat_id)).number == 2


async def test_topics_that_are_gone_are_all(town: Town, days: Days, store: Store) -> None:
    alice = town.person("Alice")
    await subscribed(store, alice.chat_id, topics=frozenset({"p-gone"}))
    await days.time_comes()
    assert len(alice.hears()) == 1


async def test_a_report_without_targets_sends_nothing_and_waits(
    alice: Voice, bot: TelegramBot, days: Days, store: Store
) -> None:
    engine = FakeEngine()
    engine.entries = []
    services_of(bot).snapshots.current = Snapshot(engine, REPORT)
    await days.time_comes()
    assert alice.hears() == []
    services_of(bot).snapshots.current = Snapshot(FakeEngine(), REPORT)
    await days.time_comes()
    assert len(alice.hears()) == 1


async def test_after_the_reports_year_they_pause_with_one_message_and_go_on_when_somebody_wants_it(
    alice: Voice, days: Days, store: Store
) -> None:
    await days.time_comes()
    alice.hears()
    await run(days.url, "UPDATE reminders SET served_at = '2024-12-31 00:30:00.000000'")

    await days.next_comes()

    assert alice.hears() == snapshot(
        [
            """\
📅 <b>2024年已经结束</b>
每日提醒发的是2024年的目标，现在先停下来。想接着回顾，点“继续提醒”；不需要了，点“停止提醒”。
[继续提醒] [停止提醒]\
"""
        ]
    )
    await days.next_comes()
    assert alice.hears() == []

    await alice.taps("继续提醒")
    alice.hears()
    await days.next_comes()
    (heard,) = alice.hears()
    assert heard.startswith("⏰ <b>每日目标</b>")


async def test_who_sets_reminders_after_the_reports_year_is_not_told_to_stop(alice: Voice, days: Days) -> None:
    for _ in range(2):
        await days.next_comes()
        assert alice.hears()[0].startswith("⏰ <b>每日目标</b>")

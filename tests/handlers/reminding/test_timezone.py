"""Somebody sets the time zone in which reminders come."""

from __future__ import annotations

from datetime import time

import pytest
from inline_snapshot import snapshot

from store import WORKDAYS, Schedule, Store
from tests.fakes.people import Group, Town, Voice
from tests.handlers.reminding.conftest import Days, reminded, schedule_of


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


async def test_it_is_beijings_unless_another_was_chosen(alice: Voice) -> None:
    await alice.says("/timezone")
    (heard,) = alice.hears()
    assert heard.startswith("🕗 提醒按<b>北京时间</b>发送，现在是")
    assert heard.endswith(
        "。\n想换时区，可以发 <code>/时区 乌鲁木齐</code>、<code>/时区 Asia/Shanghai</code> 或 <code>/时区 +8</code>。"
    )


@pytest.mark.parametrize(
    ("said", "zone", "clock"),
    [
        ("/timezone 乌鲁木齐", "Asia/Urumqi", "乌鲁木齐时间</b>"),
        ("/时区 东京", "Asia/Tokyo", "东京时间</b>"),
        ("/timezone New York", "America/New_York", "纽约时间</b>"),
        ("/timezone Asia/Shanghai", "Asia/Shanghai", "北京时间</b>"),
        ("/timezone 呼和浩特市", "Asia/Shanghai", "北京时间</b>（呼和浩特）"),
        ("/timezone 旧金山", "America/Los_Angeles", "洛杉矶时间</b>（旧金山）"),
        ("/timezone UTC+8", "+08:00", "UTC+8</b>"),
        ("/时区 -5", "-05:00", "UTC-5</b>"),
        ("/timezone Etc/UTC", "+00:00", "UTC</b>"),
        ("/timezone Etc/GMT-8", "+08:00", "UTC+8</b>"),
        ("/timezone 哈萨克斯坦", "Asia/Almaty", "阿拉木图时间</b>（哈萨克斯坦）"),
    ],
)
async def test_a_place_or_an_offset_is_kept(alice: Voice, store: Store, said: str, zone: str, clock: str) -> None:
    await alice.says(said)
    kept = await store.reminders.get(alice.chat_id)
    assert kept
    assert (kept.schedule.zone, kept.due_at) == (zone, None)
    (heard,) = alice.hears()
    assert heard.startswith(f"🕗 提醒按<b>{clock}发送，现在是")
    assert heard.endswith("每日提醒还没有开启，发 /remind 可以开启。")


async def test_it_holds_for_reminders_that_are_set(alice: Voice, store: Store) -> None:
    await alice.says("/remind 工作日 08:30")
    await alice.says("/timezone London")
    assert await schedule_of(store, alice) == Schedule(time(8, 30), WORKDAYS, "Europe/London")


async def test_a_place_that_is_not_known_is_answered_with_near_names(alice: Voice, store: Store) -> None:
    await alice.says("/timezone 呼和浩待")
    assert alice.hears() == snapshot(
        [
            """\
没找到这个地方的时区。您是不是要找：
• <code>/时区 呼和浩特</code>
可以发城市（<code>/时区 乌鲁木齐</code>）、时区名（<code>/时区 Asia/Shanghai</code>）或时差（<code>/时区 +8</code>）。\
"""
        ]
    )
    assert await store.reminders.get(alice.chat_id) is None


async def test_a_place_that_is_not_known_in_english(town: Town) -> None:
    alice = town.person("Alice", language="en")
    await alice.says("/timezone Lodnon")
    assert alice.hears() == snapshot(
        [
            """\
I don't know this place's time. Did you mean:
• <code>/timezone London</code>
For example <code>/timezone London</code>, <code>/timezone Asia/Shanghai</code>, <code>/timezone +8</code>.\
"""
        ]
    )


async def test_a_place_of_several_clocks_and_an_offset_of_none(town: Town, store: Store) -> None:
    heard = []
    for language in ("zh-hans", "zh-hant", "en"):
        voice = town.person("Alice", language=language)
        for said in ("EST", "+15:00", "火星"):
            await voice.says(f"/timezone {said}")
        heard += voice.hears()
        assert await store.reminders.get(voice.chat_id) is None
    assert heard == snapshot(
        [
            """\
这里可能指几个不同的时区，您要哪一个？
• <code>/时区 纽约</code>
• <code>/时区 巴拿马</code>
可以发城市（<code>/时区 乌鲁木齐</code>）、时区名（<code>/时区 Asia/Shanghai</code>）或时差（<code>/时区 +8</code>）。\
""",
            """\
没有这个时差，请写 -12 到 +14 之间的数。
可以发城市（<code>/时区 乌鲁木齐</code>）、时区名（<code>/时区 Asia/Shanghai</code>）或时差（<code>/时区 +8</code>）。\
""",
            """\
没找到这个地方的时区。
可以发城市（<code>/时区 乌鲁木齐</code>）、时区名（<code>/时区 Asia/Shanghai</code>）或时差（<code>/时区 +8</code>）。\
""",
            """\
這裡可能指幾個不同的時區，您要哪一個？
• <code>/時區 紐約</code>
• <code>/時區 巴拿馬</code>
可以發城市（<code>/時區 烏魯木齊</code>）、時區名（<code>/時區 Asia/Shanghai</code>）或時差（<code>/時區 +8</code>）。\
""",
            """\
沒有這個時差，請寫 -12 到 +14 之間的數。
可以發城市（<code>/時區 烏魯木齊</code>）、時區名（<code>/時區 Asia/Shanghai</code>）或時差（<code>/時區 +8</code>）。\
""",
            """\
沒找到這個地方的時區。
可以發城市（<code>/時區 烏魯木齊</code>）、時區名（<code>/時區 Asia/Shanghai</code>）或時差（<code>/時區 +8</code>）。\
""",
            """\
This can be the time of several places. Which one do you mean?
• <code>/timezone New York</code>
• <code>/timezone Panama</code>
For example <code>/timezone London</code>, <code>/timezone Asia/Shanghai</code>, <code>/timezone +8</code>.\
""",
            """\
There is no such offset: they go from -12 to +14.
For example <code>/timezone London</code>, <code>/timezone Asia/Shanghai</code>, <code>/timezone +8</code>.\
""",
            """\
I don't know this place's time.
For example <code>/timezone London</code>, <code>/timezone Asia/Shanghai</code>, <code>/timezone +8</code>.\
""",
        ]
    )


async def test_that_of_a_group_is_its_administrators_to_choose(group: Group, store: Store) -> None:
    carol = group.member("Carol")
    await carol.says("/timezone 东京")
    assert carol.hears() == ["仅群管理员可用。"]
    await carol.says("/timezone")
    assert "北京时间" in carol.hears()[0]
    await group.owner.says("/timezone 东京")
    kept = await store.reminders.get(group.chat_id)
    assert kept
    assert kept.schedule.zone == "Asia/Tokyo"


async def test_another_one_on_a_day_that_was_served_gives_no_second_one(alice: Voice, days: Days) -> None:
    await reminded(alice)
    await days.time_comes()
    for zone in ("-11", "+14", "伦敦", "北京"):
        await alice.says(f"/timezone {zone}")
        alice.hears()
        await days.work()
    assert alice.hears() == []

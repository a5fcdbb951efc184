"""Somebody sets reminders: by words, by buttons, alone or for a group."""

from __future__ import annotations

import re
from datetime import time

import pytest
from inline_snapshot import snapshot

from handlers.replies import Language
from handlers.replies.phrases import Phrases
from store import EVERY_DAY, WORKDAYS, Schedule, Store
from tests.fakes.people import Town, Voice
from tests.handlers.reminding.conftest import Days, broken, reminded, schedule_of

MON, WED, FRI = 1, 3, 5


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


async def test_remind_says_that_nothing_is_set_and_offers_times(alice: Voice) -> None:
    await alice.says("/remind")
    assert alice.hears() == snapshot(
        [
            """\
⏰ <b>每日目标提醒</b>
还没有开启，点一个时间就能开启（北京时间）。
每次发一条2024年的目标或民生实事，附报告原文；共3条，全部发完后从头再来。

也可以直接发 <code>/提醒 周一至周五 8点半</code>、<code>/提醒 关</code>；换时区发 <code>/时区 乌鲁木齐</code>。
[07:30] [08:30] [09:00]
[12:00] [18:00] [20:00]\
"""
        ]
    )


async def test_in_traditional_characters_and_in_english(town: Town) -> None:
    heard = []
    for language in ("zh-hant", "en"):
        voice = town.person("Alice", language=language)
        await voice.says("/remind")
        heard += voice.hears()
    assert heard == snapshot(
        [
            """\
⏰ <b>每日目標提醒</b>
還沒有開啟，點一個時間就能開啟（北京時間）。
每次發一條2024年的目標或民生實事，附報告原文；共3條，全部發完後從頭再來。

也可以直接發 <code>/提醒 週一至週五 8點半</code>、<code>/提醒 關</code>；換時區發 <code>/時區 烏魯木齊</code>。
[07:30] [08:30] [09:00]
[12:00] [18:00] [20:00]\
""",
            """\
⏰ <b>Daily targets</b>
Not set yet. Tap a time to start (Beijing time).
Each is a target or livelihood item of 2024, quoted from the report; there are 3, then they start over.

Or write <code>/remind mon-fri 8:30</code>, <code>/remind off</code>; <code>/timezone London</code> sets the time zone.
[07:30] [08:30] [09:00]
[12:00] [18:00] [20:00]\
""",
        ]
    )


@pytest.mark.parametrize(
    ("said", "at", "days"),
    [
        ("/remind 08:30", time(8, 30), EVERY_DAY),
        ("/提醒 8:30", time(8, 30), EVERY_DAY),
        ("/提醒早上八点", time(8), EVERY_DAY),
        ("/remind 早上八点", time(8), EVERY_DAY),
        ("/remind 工作日 8点半", time(8, 30), WORKDAYS),
        ("/remind 每周一 09:00", time(9), {MON}),
        ("/remind@report_bot mon,wed 9:00", time(9), {MON, WED}),
        ("/提醒 周一三五 7点", time(7), {MON, WED, FRI}),
    ],
)
async def test_a_time_sets_them(alice: Voice, store: Store, said: str, at: time, days: set[int]) -> None:
    await alice.says(said)
    assert await schedule_of(store, alice) == Schedule(at, frozenset(days), "Asia/Shanghai")
    (heard,) = alice.hears()
    assert f" {at:%H:%M}</b>（北京时间）发给您" in heard


async def test_the_panel_of_what_is_set(alice: Voice, days: Days, store: Store) -> None:
    await alice.says("/remind 工作日 12:00")
    shown = alice.hears()[0]
    kept = await store.reminders.get(alice.chat_id)
    assert kept
    assert kept.due_at
    assert shown.replace(f"{kept.due_at.month}月{kept.due_at.day}日", "…月…日") == snapshot("""\
⏰ <b>每日目标提醒</b>
<b>周一至周五 12:00</b>（北京时间）发给您，下一次是…月…日12:00。
每次发一条2024年的目标或民生实事，附报告原文；共3条，全部发完后从头再来。

也可以直接发 <code>/提醒 周一至周五 8点半</code>、<code>/提醒 关</code>；换时区发 <code>/时区 乌鲁木齐</code>。
[07:30] [08:30] [09:00]
[✓ 12:00] [18:00] [20:00]
[每天] [✓ 周一至周五] [周末]
[✓ 一] [✓ 二] [✓ 三] [✓ 四] [✓ 五] [六] [日]
[选择内容 ›]
[停止提醒]\
""")
    await alice.says("/remind")
    assert alice.hears() == [shown]


async def test_the_panel_of_what_is_set_and_of_what_was_in_other_languages(town: Town) -> None:
    heard = []
    for language in ("zh-hant", "en"):
        voice = town.person("Alice", language=language)
        await voice.says("/remind 工作日 12:00")
        heard += [re.sub(r"\d+月\d+日|\d+ \w+(?= at 12:00)", "…", panel) for panel in voice.hears()]
        await voice.says("/remind off")
        await voice.says("/remind")
        heard += voice.hears()
    assert heard == snapshot(
        [
            """\
⏰ <b>每日目標提醒</b>
<b>週一至週五 12:00</b>（北京時間）發給您，下一次是…12:00。
每次發一條2024年的目標或民生實事，附報告原文；共3條，全部發完後從頭再來。

也可以直接發 <code>/提醒 週一至週五 8點半</code>、<code>/提醒 關</code>；換時區發 <code>/時區 烏魯木齊</code>。
[07:30] [08:30] [09:00]
[✓ 12:00] [18:00] [20:00]
[每天] [✓ 週一至週五] [週末]
[✓ 一] [✓ 二] [✓ 三] [✓ 四] [✓ 五] [六] [日]
[選擇內容 ›]
[停止提醒]\
""",
            "✅ 已停止提醒，發 /remind 可以重新開啟。",
            """\
⏰ <b>每日目標提醒</b>
已停止。發 <code>/提醒 恢復</code> 按原來的時間繼續：週一至週五 12:00（北京時間）；也可以點一個新的時間。
每次發一條2024年的目標或民生實事，附報告原文；共3條，全部發完後從頭再來。

也可以直接發 <code>/提醒 週一至週五 8點半</code>、<code>/提醒 關</code>；換時區發 <code>/時區 烏魯木齊</code>。
[07:30] [08:30] [09:00]
[12:00] [18:00] [20:00]\
""",
            """\
⏰ <b>Daily targets</b>
<b>Monday to Friday at 12:00</b> (Beijing time), sent here; next on … at 12:00.
Each is a target or livelihood item of 2024, quoted from the report; there are 3, then they start over.

Or write <code>/remind mon-fri 8:30</code>, <code>/remind off</code>; <code>/timezone London</code> sets the time zone.
[07:30] [08:30] [09:00]
[✓ 12:00] [18:00] [20:00]
[Every day] [✓ Mon to Fri] [Weekends]
[✓ Mon] [✓ Tue] [✓ Wed] [✓ Thu] [✓ Fri] [Sat] [Sun]
[Choose topics ›]
[Stop reminders]\
""",
            "✅ Reminders have stopped; /remind turns them on again.",
            """\
⏰ <b>Daily targets</b>
Stopped. <code>/remind on</code> resumes them: Monday to Friday at 12:00 (Beijing time). Or tap a new time.
Each is a target or livelihood item of 2024, quoted from the report; there are 3, then they start over.

Or write <code>/remind mon-fri 8:30</code>, <code>/remind off</code>; <code>/timezone London</code> sets the time zone.
[07:30] [08:30] [09:00]
[12:00] [18:00] [20:00]\
""",
        ]
    )


@pytest.mark.parametrize("said", ["/remind off", "/提醒 关", "/remind 取消"])
async def test_off_ends_them(alice: Voice, store: Store, said: str) -> None:
    await alice.says("/remind 08:30")
    alice.hears()
    await alice.says(said)
    await alice.says(said)
    assert await schedule_of(store, alice) is None
    assert alice.hears() == [
        "✅ 已停止提醒，发 /remind 可以重新开启。",
        "本聊天还没开启每日提醒，发 /remind 可以开启。",
    ]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("/remind 25:00", "没有这个时间，请写 00:00 到 23:59 之间的时间。"),
        ("/remind 什么", "没看懂"),
        ("/remind 8点5", "这个时间可以有几种理解，请写得更明确些。"),
        ("/remind 8:30 9:30", "每天只提醒一次，请只写一个时间。"),
        ("/remind 明早八点", "目前只支持每天，或每周固定几天提醒。"),
        ("/remind 每月1号 8点", "没看懂是哪几天，目前只支持每天，或每周固定几天提醒。"),
        ("/remind 第8点", "没看懂“第”，请只写时间和星期几。"),
        ("/remind 提醒我开会 8点", "没看懂“开会”，请只写时间和星期几。"),
        ("/remind 推迟一小时", "没看懂“推迟”，请只写时间和星期几。"),
        ("/remind 2024-05-01 08:00", "没看懂是哪几天，目前只支持每天，或每周固定几天提醒。"),
        ("/remind 工作日", "周一至周五几点提醒？请把时间也写上。"),
    ],
)
async def test_what_is_no_time_sets_nothing_and_says_why(alice: Voice, store: Store, said: str, why: str) -> None:
    await alice.says(said)
    (heard,) = alice.hears()
    assert heard.startswith(why)
    assert heard.endswith(
        "例如 <code>/提醒 08:30</code>、<code>/提醒 周一至周五 8点半</code>、<code>/提醒 每周一 09:00</code>、"
        "<code>/提醒 关</code>。"
    )
    assert await schedule_of(store, alice) is None


async def test_everything_is_set_by_buttons(alice: Voice, store: Store) -> None:
    await alice.says("/remind")
    await alice.taps("08:30")
    assert await schedule_of(store, alice) == Schedule(time(8, 30), EVERY_DAY)
    await alice.taps("周一至周五")
    await alice.taps("20:00")
    assert await schedule_of(store, alice) == Schedule(time(20), WORKDAYS)
    await alice.taps("✓ 三")
    await alice.taps("日")
    assert await schedule_of(store, alice) == Schedule(time(20), frozenset({1, 2, 4, 5, 7}))
    assert "<b>每周一、二、四、五、日 20:00</b>" in alice.sees()[0]
    await alice.taps("停止提醒")
    assert await schedule_of(store, alice) is None
    (panel,) = alice.sees()
    assert "已停止。发 <code>/提醒 恢复</code> 按原来的时间继续：每周一、二、四、五、日 20:00（北京时间）；" in panel
    assert "[周一至周五]" not in panel
    await alice.taps("07:30")
    assert await schedule_of(store, alice) == Schedule(time(7, 30), frozenset({1, 2, 4, 5, 7}))


async def test_one_day_is_always_left(alice: Voice, store: Store) -> None:
    await alice.says("/remind 每周一 09:00")
    await alice.taps("✓ 一")
    assert await schedule_of(store, alice) == Schedule(time(9), frozenset({MON}))


async def test_topics_are_chosen_by_buttons(alice: Voice, store: Store) -> None:
    await alice.says("/remind 08:30")
    await alice.taps("选择内容 ›")
    await alice.taps("经济")
    kept = await store.reminders.get(alice.chat_id)
    assert kept
    assert kept.topics == {"p-economy"}
    assert alice.sees()[0].splitlines()[-3:] == ["[全部内容]", "[✓ 经济] [民生实事]", "[← 返回]"]
    await alice.taps("← 返回")
    assert "内容：经济" in alice.sees()[0]
    assert "选定的内容只有1条，每次都发这一条" in alice.sees()[0]
    await alice.taps("选择内容 ›")
    await alice.taps("✓ 经济")
    assert "[✓ 全部内容]" in alice.sees()[0]
    kept = await store.reminders.get(alice.chat_id)
    assert kept
    assert kept.topics == frozenset()


async def test_topics_are_named_in_the_readers_characters(town: Town) -> None:
    voice = town.person("Alice", language="zh-hant")
    await voice.says("/remind 08:30")
    await voice.taps("選擇內容 ›")
    assert await voice.taps("經濟") is None
    assert "內容：經濟" in voice.sees()[0]


@pytest.mark.parametrize(
    ("name", "shown"), [("投资和项目", "投資和項目"), ("数据", "數據"), ("消费和旅游", "消費和旅遊")]
)
def test_a_topic_keeps_the_reports_words(name: str, shown: str) -> None:
    assert Phrases(Language.TRADITIONAL).written(name) == shown


async def test_another_time_keeps_topics_and_zone(alice: Voice, store: Store) -> None:
    await alice.says("/timezone 东京")
    await alice.says("/remind 08:30")
    await alice.taps("选择内容 ›")
    await alice.taps("民生实事")
    await alice.says("/remind 周末 10点")
    kept = await store.reminders.get(alice.chat_id)
    assert kept
    assert kept.topics == {"l"}
    assert kept.schedule == Schedule(time(10), frozenset({6, 7}), "Asia/Tokyo")


@pytest.mark.parametrize("data", ["t:at:9999", "t:day:8", "t:days:13", "t:what", "t:at", "t:day:"])
async def test_a_button_that_is_none_of_ours_changes_nothing(alice: Voice, store: Store, data: str) -> None:
    await alice.says("/remind 08:30")
    before = await store.reminders.get(alice.chat_id)
    await alice.taps_data(alice.bot_messages()[0], data)
    assert await store.reminders.get(alice.chat_id) == before


async def test_a_panel_of_reminders_that_have_ended_begins_none_by_a_day(alice: Voice, store: Store) -> None:
    await alice.says("/remind 08:30")
    (panel,) = alice.bot_messages()
    await alice.says("/remind off")
    await alice.taps_data(panel, "t:days:12345")
    assert await schedule_of(store, alice) is None


async def test_the_language_is_that_of_who_set_them(town: Town, store: Store, days: Days) -> None:
    alice = town.person("Alice", language="en")
    await reminded(alice)
    alice.language("zh-hans")
    await days.time_comes()
    assert alice.hears()[0].startswith("⏰ <b>Target of the day</b>")


async def test_forget_ends_them(alice: Voice, store: Store, days: Days) -> None:
    await reminded(alice)
    await alice.says("/forget")
    alice.hears()
    await days.time_comes()
    assert alice.hears() == []
    assert await store.reminders.get(alice.chat_id) is None


async def test_without_the_database_it_says_so(alice: Voice, url: str) -> None:
    await alice.says("/remind 08:30")
    async with broken(url):
        for said in ("/remind", "/remind 09:00", "/remind off", "/timezone", "/timezone 东京", "/today", "/progress"):
            alice.hears()
            await alice.says(said)
            assert alice.hears() == ["⚠️ 暂时连不上数据库，操作没有完成，请稍后再试。"]
        assert await alice.taps("12:00", on=alice.bot_messages()[0]) == "没能保存，请稍后再试。"


async def test_an_older_command_that_is_edited_leaves_what_was_chosen_after_it(alice: Voice, store: Store) -> None:
    first = await alice.says("/remind 08:30")
    last = await alice.says("/remind 21:15")
    for text in ("/remind 08:30", "/remind 08:31", "/remind off", "/forget"):
        await alice.edits(first, text)
    known = await store.reminders.get(alice.chat_id)
    assert known is not None
    assert (f"{known.schedule.at:%H:%M}", known.due_at is not None) == ("21:15", True)
    await alice.edits(last, "/remind 21:30")
    known = await store.reminders.get(alice.chat_id)
    assert known is not None
    assert f"{known.schedule.at:%H:%M}" == "21:30"


async def test_an_older_command_that_is_edited_begins_nothing_again(alice: Voice, store: Store) -> None:
    first = await alice.says("/remind 08:30")
    await alice.taps("停止提醒", on=alice.bot_messages()[-1])
    await alice.edits(first, "/remind 08:31")
    known = await store.reminders.get(alice.chat_id)
    assert known is not None
    assert known.due_at is None


async def test_data_that_no_button_has_begins_nothing(alice: Voice, store: Store) -> None:
    await alice.says("/remind")
    for data in ("t:at:9999", "t:days:0", "t:day:9", "t:topics"):
        await alice.taps_data(alice.bot_messages()[-1], data)
    assert await store.reminders.get(alice.chat_id) is None

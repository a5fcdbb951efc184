"""Somebody sets reminders: by words, by buttons, alone or for a group."""

from __future__ import annotations

from datetime import time

import pytest
from inline_snapshot import snapshot

from store import EVERY_DAY, WORKDAYS, Schedule, Store
from tests.fakes.people import Group, Town, Voice
from tests.handlers.reminding.conftest import Days, reminded

MON, WED, FRI = 1, 3, 5


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


async def schedule_of(store: Store, voice: Voice) -> Schedule | None:
    """When the chat is reminded; None where it isn't."""
    known = await store.reminders.get(voice.chat_id)
    return known.schedule if known and known.due_at else None


async def test_remind_says_that_nothing_is_set_and_offers_times(alice: Voice) -> None:
    await alice.says("/remind")
    assert alice.hears() == snapshot()


async def test_in_traditional_characters_and_in_english(town: Town) -> None:
    heard = []
    for language in ("zh-hant", "en"):
        voice = town.person("Alice", language=language)
        await voice.says("/remind")
        heard += voice.hears()
    assert heard == snapshot()


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
    assert f" {at:%H:%M}</b>（北京时间）发到这里" in heard


async def test_the_panel_of_what_is_set(alice: Voice, days: Days, store: Store) -> None:
    await alice.says("/remind 工作日 12:00")
    shown = alice.hears()[0]
    kept = await store.reminders.get(alice.chat_id)
    assert kept
    assert kept.due_at
    assert shown.replace(f"{kept.due_at.month}月{kept.due_at.day}日", "…月…日") == snapshot()
    await alice.says("/remind")
    assert alice.hears() == [shown]


@pytest.mark.parametrize("said", ["/remind off", "/提醒 关", "/remind 取消"])
async def test_off_ends_them(alice: Voice, store: Store, said: str) -> None:
    await alice.says("/remind 08:30")
    alice.hears()
    await alice.says(said)
    await alice.says(said)
    assert await schedule_of(store, alice) is None
    assert alice.hears() == ["✅ 已停止提醒。想重新开启，发 /remind。", "这里没有开启提醒。想开启，发 /remind。"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("/remind 25:00", "没有这个时间：一天从 00:00 到 23:59。"),
        ("/remind 什么", "没看懂"),
        ("/remind 8:30 9:30", "这个时间不止一种读法，请写得再明确些。"),
    ],
)
async def test_what_is_no_time_sets_nothing_and_says_why(alice: Voice, store: Store, said: str, why: str) -> None:
    await alice.says(said)
    (heard,) = alice.hears()
    assert heard.startswith(why)
    assert heard.endswith(
        "比如 <code>/提醒 08:30</code>、<code>/提醒 工作日 8点半</code>、<code>/提醒 每周一 09:00</code>、"
        "<code>/提醒 关</code>。"
    )
    assert await schedule_of(store, alice) is None


async def test_everything_is_set_by_buttons(alice: Voice, store: Store) -> None:
    await alice.says("/remind")
    await alice.taps("08:30")
    assert await schedule_of(store, alice) == Schedule(time(8, 30), EVERY_DAY)
    await alice.taps("工作日")
    await alice.taps("20:00")
    assert await schedule_of(store, alice) == Schedule(time(20), WORKDAYS)
    await alice.taps("✓ 三")
    await alice.taps("日")
    assert await schedule_of(store, alice) == Schedule(time(20), frozenset({1, 2, 4, 5, 7}))
    assert "<b>每周一、二、四、五、日 20:00</b>" in alice.sees()[0]
    await alice.taps("停止提醒")
    assert await schedule_of(store, alice) is None
    (panel,) = alice.sees()
    assert "已停止。点一个时间重新开启，按北京时间。" in panel
    assert "[工作日]" not in panel
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
    rows = alice.sees()[0].splitlines()[-4:]
    assert rows == ["[全部内容]", "[✓ 经济] [民生实事]", "[← 返回]"][-4:] or rows[-3:] == [
        "[全部内容]",
        "[✓ 经济] [民生实事]",
        "[← 返回]",
    ]
    await alice.taps("← 返回")
    assert "内容：经济" in alice.sees()[0]
    assert "；1条都发过一遍" in alice.sees()[0]
    await alice.taps("选择内容 ›")
    await alice.taps("✓ 经济")
    assert "[✓ 全部内容]" in alice.sees()[0]
    kept = await store.reminders.get(alice.chat_id)
    assert kept
    assert kept.topics == frozenset()


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


async def test_in_a_group_only_administrators_change_them(group: Group, store: Store) -> None:
    carol, owner = group.member("Carol"), group.owner
    await carol.says("/remind 08:30")
    assert carol.hears() == ["这个命令只给群管理员用。"]
    await owner.says("/remind 08:30")
    assert await schedule_of(store, owner)
    assert "只有群管理员能改。" in owner.hears()[-1]
    assert await carol.taps("停止提醒") == "只有群管理员可以更改提醒。"
    assert await carol.taps("12:00") == "只有群管理员可以更改提醒。"
    assert await schedule_of(store, owner) == Schedule(time(8, 30), EVERY_DAY)
    assert await owner.taps("12:00") is None
    assert await schedule_of(store, owner) == Schedule(time(12), EVERY_DAY)


async def test_others_in_a_group_see_what_is_set_without_buttons(group: Group) -> None:
    await group.owner.says("/remind 08:30")
    carol = group.member("Carol")
    carol.hears()
    await carol.says("/remind")
    (heard,) = carol.hears()
    assert "每天 08:30" in heard
    assert "[" not in heard


async def test_an_anonymous_administrator_may(group: Group, store: Store) -> None:
    await group.anonymous(group.owner).says("/remind 08:30")
    assert await schedule_of(store, group.owner)


async def test_a_channel_in_a_group_may_not(group: Group, store: Store) -> None:
    await group.channel("频道").says("/remind 08:30")
    assert await schedule_of(store, group.owner) is None


async def test_reminders_can_be_set_where_the_group_wants_no_answers(group: Group, store: Store) -> None:
    await group.owner.says("/settings")
    await group.owner.taps("不回答")
    await group.owner.says("/remind 08:30")
    assert await schedule_of(store, group.owner)


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


async def test_without_the_database_it_says_so(alice: Voice, store: Store) -> None:
    await alice.says("/remind 08:30")
    await store.close()
    for said in ("/remind", "/remind 09:00", "/remind off", "/timezone", "/timezone 东京", "/today", "/progress"):
        alice.hears()
        await alice.says(said)
        assert alice.hears() == ["⚠️ 现在连不上数据库，这件事没办成。请过一会儿再试。"]
    assert await alice.taps("12:00", on=alice.bot_messages()[0]) == "没能保存，请稍后再试。"


class TestTimezone:
    async def test_is_beijings_unless_another_was_chosen(self, alice: Voice) -> None:
        await alice.says("/timezone")
        (heard,) = alice.hears()
        assert heard.startswith("🕗 这里的提醒按<b>北京时间</b>，现在是")
        assert heard.endswith(
            "。\n要改就发 <code>/时区 乌鲁木齐</code>、<code>/时区 Asia/Shanghai</code> 或 <code>/时区 +8</code>。"
        )

    @pytest.mark.parametrize(
        ("said", "zone", "clock"),
        [
            ("/timezone 乌鲁木齐", "Asia/Urumqi", "乌鲁木齐时间"),
            ("/时区 东京", "Asia/Tokyo", "东京时间"),
            ("/timezone New York", "America/New_York", "纽约时间"),
            ("/timezone Asia/Shanghai", "Asia/Shanghai", "北京时间"),
            ("/timezone UTC+8", "+08:00", "UTC+8"),
            ("/时区 -5", "-05:00", "UTC-5"),
        ],
    )
    async def test_is_kept(self, alice: Voice, store: Store, said: str, zone: str, clock: str) -> None:
        await alice.says(said)
        kept = await store.reminders.get(alice.chat_id)
        assert kept
        assert (kept.schedule.zone, kept.due_at) == (zone, None)
        (heard,) = alice.hears()
        assert heard.startswith(f"🕗 这里的提醒按<b>{clock}</b>，现在是")
        assert heard.endswith("还没有开启提醒；想开启，发 /remind。")

    async def test_holds_for_reminders_that_are_set(self, alice: Voice, store: Store) -> None:
        await alice.says("/remind 工作日 08:30")
        await alice.says("/timezone London")
        assert await schedule_of(store, alice) == Schedule(time(8, 30), WORKDAYS, "Europe/London")

    async def test_that_is_wrong_is_answered_with_near_names(self, alice: Voice, store: Store) -> None:
        await alice.says("/timezone 呼和浩待")
        assert alice.hears() == snapshot()
        assert await store.reminders.get(alice.chat_id) is None

    async def test_that_is_wrong_in_english(self, town: Town) -> None:
        alice = town.person("Alice", language="en")
        await alice.says("/timezone Lodnon")
        assert alice.hears() == snapshot()

    async def test_of_a_group_is_its_administrators_to_choose(self, group: Group, store: Store) -> None:
        carol = group.member("Carol")
        await carol.says("/timezone 东京")
        assert carol.hears() == ["这个命令只给群管理员用。"]
        await carol.says("/timezone")
        assert "北京时间" in carol.hears()[0]
        await group.owner.says("/timezone 东京")
        kept = await store.reminders.get(group.chat_id)
        assert kept
        assert kept.schedule.zone == "Asia/Tokyo"

    async def test_changed_on_a_day_that_was_served_gives_no_second_one(self, alice: Voice, days: Days) -> None:
        await reminded(alice)
        await days.time_comes()
        for zone in ("-11", "+14", "伦敦", "北京"):
            await alice.says(f"/timezone {zone}")
            alice.hears()
            await days.work()
        assert alice.hears() == []

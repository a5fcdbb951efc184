"""Somebody says a part of it: the days alone, on again, or by which clock."""

from __future__ import annotations

from datetime import time

import pytest
from inline_snapshot import snapshot

from store import EVERY_DAY, WORKDAYS, Schedule, Store
from tests.fakes.people import Town, Voice
from tests.handlers.reminding.conftest import schedule_of

MON, TUE, WED, FRI = 1, 2, 3, 5


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


@pytest.mark.parametrize("off", [False, True], ids=["live", "stopped"])
@pytest.mark.parametrize(
    ("said", "days"),
    [("/remind 工作日", WORKDAYS), ("/提醒 周一三五", {MON, WED, FRI}), ("/remind weekends", {6, 7})],
)
async def test_days_alone_keep_the_time(alice: Voice, store: Store, said: str, days: set[int], *, off: bool) -> None:
    await alice.says("/remind 每周二 7:45")
    if off:
        await alice.says("/remind off")
    await alice.says(said)
    assert await schedule_of(store, alice) == Schedule(time(7, 45), frozenset(days))
    assert " 07:45</b>（北京时间）发给您" in alice.hears()[-1]


@pytest.mark.parametrize("off", [False, True], ids=["live", "stopped"])
@pytest.mark.parametrize(
    ("said", "at"), [("/remind 改成9点", time(9)), ("/remind 换成晚上9点", time(21)), ("/remind 9pm", time(21))]
)
async def test_a_time_alone_keeps_the_days(alice: Voice, store: Store, said: str, at: time, *, off: bool) -> None:
    await alice.says("/remind 周一至周五 8点半")
    if off:
        await alice.says("/remind off")
    await alice.says(said)
    assert await schedule_of(store, alice) == Schedule(at, WORKDAYS)
    assert f"<b>周一至周五 {at:%H:%M}</b>" in alice.hears()[-1]


@pytest.mark.parametrize("said", ["/remind 每天9点", "/remind 改成每天上午9点", "/remind 每早9点", "/remind daily 9am"])
async def test_every_day_is_every_day_where_it_is_said(alice: Voice, store: Store, said: str) -> None:
    await alice.says("/remind 周一至周五 8点半")
    await alice.says(said)
    assert await schedule_of(store, alice) == Schedule(time(9), EVERY_DAY)


async def test_midnight_alone_may_be_that_before_the_days_or_after_them(alice: Voice, store: Store) -> None:
    await alice.says("/remind 晚上12点")
    assert await schedule_of(store, alice) == Schedule(time(0), EVERY_DAY)
    await alice.says("/remind 周一至周五 8点半")
    await alice.says("/remind 晚上12点")
    assert alice.hears()[-1].startswith("这个时间可以有几种理解，请写得更明确些。")
    assert await schedule_of(store, alice) == Schedule(time(8, 30), WORKDAYS)


@pytest.mark.parametrize("said", ["/remind on", "/remind 开启", "/提醒 恢复"])
async def test_on_resumes_what_was_chosen_before(alice: Voice, store: Store, said: str) -> None:
    await alice.says("/remind 每周二 7:45")
    await alice.says("/remind off")
    await alice.says(said)
    assert await schedule_of(store, alice) == Schedule(time(7, 45), frozenset({TUE}))
    panel = alice.hears()[-1]
    assert "<b>每周二 07:45</b>（北京时间）发给您" in panel
    await alice.says(said)
    assert alice.hears() == [panel]


async def test_reminders_that_were_stopped_before_the_first_came_are_resumed_too(alice: Voice, store: Store) -> None:
    for said in ("/remind 08:30", "/remind off", "/remind on"):
        await alice.says(said)
    assert await schedule_of(store, alice) == Schedule(time(8, 30))


@pytest.mark.parametrize("zone", ["", "/timezone 东京"], ids=["nothing chosen", "a time zone alone"])
async def test_without_a_time_chosen_before_on_offers_times_and_days_ask_for_one(
    alice: Voice, store: Store, zone: str
) -> None:
    if zone:
        await alice.says(zone)
    await alice.says("/remind on")
    assert alice.hears()[-1].splitlines()[1].startswith("还没有开启，点一个时间就能开启（")
    await alice.says("/remind 周末")
    assert alice.hears()[-1].startswith("周末几点提醒？请把时间也写上。")
    assert await schedule_of(store, alice) is None


@pytest.mark.parametrize(
    "said",
    [
        "/remind 北京时间8点",
        "/remind 8:00 UTC+8",
        "/remind 香港时间早上8点",
        "/remind 8am Beijing time",
        "/提醒 当地时间8点",
    ],
)
async def test_the_chats_own_clock_may_be_named(alice: Voice, store: Store, said: str) -> None:
    await alice.says(said)
    assert await schedule_of(store, alice) == Schedule(time(8), EVERY_DAY)


async def test_another_clock_is_set_by_timezone_first(town: Town, store: Store) -> None:
    heard = []
    for language, said in (("zh-hans", "东京时间8点"), ("zh-hant", "紐約時間 8點"), ("en", "8 am EST")):
        voice = town.person("Alice", language=language)
        await voice.says(f"/remind {said}")
        assert await schedule_of(store, voice) is None
        heard += voice.hears()
    assert heard == snapshot(
        [
            """\
提醒现在按北京时间发送，不是东京时间。
想改用东京时间，请先发 <code>/时区 东京</code>，再发一次提醒时间。\
""",
            """\
提醒現在按北京時間傳送，不是紐約時間。
想改用紐約時間，請先發 <code>/時區 紐約</code>，再發一次提醒時間。\
""",
            """\
Reminders here follow Beijing time.
To use another time zone, first send <code>/timezone EST</code>, then this again.\
""",
        ]
    )


async def test_when_the_clock_was_set_it_may_be_named(alice: Voice, store: Store) -> None:
    await alice.says("/timezone 东京")
    await alice.says("/remind 东京时间8点")
    assert await schedule_of(store, alice) == Schedule(time(8), EVERY_DAY, "Asia/Tokyo")
    await alice.says("/remind 北京时间7点")
    assert await schedule_of(store, alice) == Schedule(time(8), EVERY_DAY, "Asia/Tokyo")


async def test_another_clock_is_not_passed_over_where_reminders_are_resumed(alice: Voice, store: Store) -> None:
    await alice.says("/remind 8:30")
    await alice.says("/remind off")
    await alice.says("/remind 恢复 东京时间")
    assert await schedule_of(store, alice) is None
    assert alice.hears()[-1].startswith("提醒现在按北京时间发送，不是东京时间。")

"""A clock that was twenty years ahead and came back: nothing is silent, or kept, until then."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from store import EVERY_DAY, WORKDAYS, Claim, Store, Subscription, local_day, maintenance, next_due
from tests.store.direct import move_days, rewind, run
from tests.store.timing import claim_one, daily, deliver, make_due, set_due

CHAT = 7
AHEAD = 20 * 365  # days


async def leap(url: str, days: int = AHEAD) -> None:
    """Let everything have been written by a clock that was so many days ahead."""
    for table, *columns in (
        ("reminders", "due_at", "served_at", "ended_at"),
        ("reminded", "at"),
        ("chats", "seen_at", "left_at"),
        ("answers", "at"),
        ("misses", "last"),
        ("updates", "claimed_at"),
        ("limiter", "free_at", "at"),
    ):
        for column in columns:
            await rewind(url, table, column, hours=-24 * days)
    for column in ("day", "sending"):
        await move_days(url, "reminders", column, days)


def soon(moment: datetime | None, within: timedelta) -> bool:
    now = datetime.now(UTC)
    return moment is not None and now < moment <= now + within


async def test_a_reminder_is_due_again_when_its_schedule_says_and_not_twice_today(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store)
    await leap(url)
    assert await store.repair_times() > 0
    kept = await store.reminders.get(CHAT)
    assert kept
    assert kept.day == local_day(datetime.now(UTC), kept.schedule.zone)
    assert kept.due_at == next_due(kept.schedule, datetime.now(UTC), kept.day)
    assert soon(kept.due_at, timedelta(days=1))
    assert await store.deliveries.claim() == ()


async def test_a_reminder_that_was_not_served_by_the_wrong_clock_comes_today(store: Store, url: str) -> None:
    chosen = await store.reminders.subscribe(Subscription(CHAT, daily(-timedelta(minutes=3))))
    await leap(url)
    await store.repair_times()
    kept = await store.reminders.get(CHAT)
    assert kept
    assert kept.due_at == chosen.due_at


async def test_a_reminder_whose_time_went_by_before_it_was_set_right_is_made_up_for(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store)
    await move_days(url, "reminders", "day", -1)
    await rewind(url, "reminders", "due_at", hours=-24 * AHEAD)
    await store.repair_times()
    assert (await claim_one(store)).chat_id == CHAT


async def test_the_chat_may_choose_another_time_and_is_reminded_by_it(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store)
    await leap(url)
    await store.repair_times()
    later = await store.reminders.subscribe(Subscription(CHAT, daily(-timedelta(hours=1))))
    assert soon(later.due_at, timedelta(days=2))


@pytest.mark.parametrize("marked", [False, True], ids=["claimed", "marked"])
async def test_what_was_under_way_when_the_clock_went_back_is_dealt_with_now(
    store: Store, url: str, marked: bool
) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    if marked:
        assert await store.deliveries.mark(due, entry_id="gdp")
    await leap(url)
    await store.repair_times()
    again = await store.deliveries.claim()
    counts = await store.reminders.counts()
    assert (len(again), counts.in_doubt) == ((0, 1) if marked else (1, 0))
    if marked:
        kept = await store.reminders.get(CHAT)
        assert kept
        assert soon(kept.due_at, timedelta(days=1))


async def test_all_of_many_are_set_right_and_told_of_in_one_line(
    store: Store, url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maintenance, "REPAIRED_AT_ONCE", 2)
    for chat_id in range(5):
        await store.reminders.subscribe(Subscription(chat_id, daily()))
    await rewind(url, "reminders", "due_at", hours=-24 * AHEAD)
    with caplog.at_level(logging.WARNING):
        assert await store.repair_times() == 5
        assert await store.repair_times() == 0
    assert [record.getMessage() for record in caplog.records] == [
        "5 rows had times of a clock that was ahead, and are repaired."
    ]


TODAY = local_day(datetime.now(UTC), daily().zone).isoweekday()


@pytest.mark.parametrize("days", [EVERY_DAY, WORKDAYS, {TODAY}, {TODAY % 7 + 1}, {TODAY, TODAY % 7 + 1}], ids=str)
async def test_what_a_right_clock_has_written_stays(store: Store, url: str, days: frozenset[int]) -> None:
    """However far away a schedule's next occasion is, and whatever put it off."""
    for chat_id in range(4):
        await store.reminders.subscribe(Subscription(chat_id, daily(days=frozenset(days))))
    await set_due(url)
    tried, served, *claimed = await store.deliveries.claim() or [None, None]
    if tried and served:  # today is one of the days
        await store.deliveries.retry_later(tried)
        assert await store.deliveries.mark(served, entry_id="gdp")
        assert await store.deliveries.settle(served)
        assert len(claimed) == 2
        assert await store.deliveries.mark(claimed[0], entry_id="gdp")
    store.chats.seen(CHAT)
    store.answers.note(CHAT, 1, (2,), ())
    await store.flush()
    await store.updates.claim(5)
    before = await run(url, "SELECT * FROM reminders ORDER BY chat_id")
    assert await store.repair_times() == 0
    assert await run(url, "SELECT * FROM reminders ORDER BY chat_id") == before


async def test_what_was_to_be_deleted_in_time_is_deleted_in_time(store: Store, url: str) -> None:
    store.answers.note(CHAT, 1, (2,), ())
    store.misses.note("火星有多远", nearest="", reason="near")
    await store.flush()
    await store.chats.leave(CHAT)
    await store.reminders.subscribe(Subscription(CHAT, daily()))
    await store.reminders.unsubscribe(CHAT)
    await store.updates.claim(5)
    await leap(url)
    await store.repair_times()
    for table, column in (("answers", "at"), ("misses", "last"), ("chats", "left_at"), ("reminders", "ended_at")):
        await rewind(url, table, column, hours=181 * 24)
    await rewind(url, "updates", "claimed_at", hours=25)
    assert await store.chats.purge() == 3
    assert await store.misses.purge() == 1
    assert await store.updates.purge() == 1


async def test_an_update_that_somebody_died_over_before_the_clock_went_back_is_anybodys(store: Store, url: str) -> None:
    assert await store.updates.claim(5) is Claim.OURS
    await leap(url)
    assert await store.updates.claim(5) is Claim.OURS
    assert await store.updates.claim(5) is Claim.ELSEWHERE


async def test_no_message_waits_for_the_slots_of_the_wrong_clock(store: Store, url: str) -> None:
    await make_due(store, url, range(5))
    await store.deliveries.claim()
    await leap(url)
    await set_due(url)
    assert all(due.wait < 1 for due in await store.deliveries.claim())


async def test_days_that_have_not_been_are_not_counted(store: Store, url: str) -> None:
    store.usage.note(surface="group", kind="term", outcome="answer")
    await store.flush()
    await move_days(url, "usage", "day", AHEAD)
    store.usage.note(surface="group", kind="figure", outcome="answer")
    await store.flush()
    assert [(each.kind, each.count) for each in await store.usage.days()] == [("figure", 1)]


async def test_a_clock_that_is_itself_behind_changes_nothing(
    store: Store, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store)
    await leap(url)
    monkeypatch.setattr(maintenance, "EARLIEST", datetime.now(UTC) + timedelta(days=1))
    assert await store.repair_times() == 0
    assert await store.deliveries.due_in(longest=1e9) > 1e8


async def test_a_time_zone_that_this_machine_does_not_know_stops_nothing(store: Store, url: str) -> None:
    await make_due(store, url, [1, 2])
    await leap(url)
    await run(url, "UPDATE reminders SET zone = 'Atlantis/Centre' WHERE chat_id = 1")
    await store.repair_times()
    assert await store.deliveries.claim() == ()
    assert (await store.reminders.counts()).ended == {"zone": 1}
    kept = await store.reminders.get(2)
    assert kept
    assert soon(kept.due_at, timedelta(days=1))

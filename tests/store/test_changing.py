"""A chat changes something while its reminder is due, claimed, under way or postponed: it comes, and comes once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from store import Due, Round, Schedule, Store, Subscription, local_day, zone_named
from store.settling import Counted
from tests.store.direct import rewind, run
from tests.store.timing import LATE, claim_one, daily, deliver, make_due, next_day, set_due

CHAT, OTHER = 7, 8


async def nothing(_: Store) -> None:
    """It is due and waits."""


async def claimed(store: Store) -> None:
    """Somebody has it, and waits for its slot."""
    await claim_one(store)


async def postponed(store: Store) -> None:
    """Telegram wanted it later."""
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    assert await store.deliveries.postpone(due, 40)


Before = Callable[[Store], Awaitable[None]]


@pytest.mark.parametrize("before", [nothing, claimed, postponed])
@pytest.mark.parametrize("topics", [frozenset(), frozenset({"l"})], ids=["the same", "other topics"])
async def test_what_is_due_comes_whatever_the_chat_changes_meanwhile(
    store: Store, url: str, before: Before, topics: frozenset[str]
) -> None:
    await make_due(store, url, [CHAT])
    await before(store)
    known = await store.reminders.get(CHAT)
    assert known
    await store.reminders.subscribe(replace(known, topics=topics))
    waits = await store.deliveries.due_in(longest=100)
    assert (30 < waits <= 40) if before is postponed else waits == 0
    await set_due(url)
    due = await deliver(store)
    assert due.subscription.topics == topics
    await set_due(url)
    assert await store.deliveries.claim() == ()


async def test_a_time_that_is_still_to_come_is_waited_for(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    later = daily(-timedelta(hours=1))
    kept = await store.reminders.subscribe(Subscription(CHAT, later))
    assert kept.due_at
    assert timedelta(minutes=50) < kept.due_at - datetime.now(UTC) <= timedelta(hours=1)


async def test_an_hour_that_has_passed_is_of_tomorrow_for_who_begins(store: Store) -> None:
    kept = await store.reminders.subscribe(Subscription(CHAT, daily(LATE)))
    again = await store.reminders.subscribe(replace(kept, topics=frozenset({"l"})))
    assert again.due_at == kept.due_at
    assert again.due_at
    assert again.due_at > datetime.now(UTC) + timedelta(hours=20)


async def test_a_day_that_was_let_pass_before_does_not_come_with_a_change(store: Store, url: str) -> None:
    """Who subscribed yesterday after the hour has yesterday unserved, which a later hour mustn't bring this morning."""
    now = datetime.now(UTC)
    zone = f"{(8 - now.hour + 12) % 24 - 12:+03d}:00"  # where it is between eight and nine
    at = (now - LATE).astimezone(zone_named(zone)).time().replace(second=0, microsecond=0)
    await store.reminders.subscribe(Subscription(CHAT, Schedule(at, zone=zone)))
    await set_due(url)
    kept = await store.reminders.subscribe(Subscription(CHAT, Schedule(time(22), zone=zone)))
    assert kept.due_at
    assert kept.due_at > now + timedelta(hours=12)
    assert await store.deliveries.claim() == ()


async def test_rights_that_were_lost_are_tried_as_before_when_topics_change(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    assert await store.deliveries.retry_later(await claim_one(store))
    before = await store.reminders.get(CHAT)
    assert before
    after = await store.reminders.subscribe(replace(before, topics=frozenset({"l"})))
    assert after.due_at == before.due_at
    assert await run(url, "SELECT refused FROM reminders") == [(1,)]


async def test_another_zone_while_it_is_sent_brings_no_second_one_on_the_same_day(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    hours = int(due.subscription.schedule.zone[:3])
    east = f"{min(14, hours + 13):+03d}:00"
    later = datetime.now(UTC).astimezone(zone_named(east)) + timedelta(minutes=5)
    schedule = Schedule(later.time().replace(second=0, microsecond=0), zone=east)
    await store.reminders.subscribe(replace(due.subscription, schedule=schedule))
    assert await store.deliveries.settle(due)
    known = await store.reminders.get(CHAT)
    assert known
    assert known.day
    assert known.day >= local_day(datetime.now(UTC), east)
    assert known.due_at
    assert local_day(known.due_at, east) > local_day(datetime.now(UTC), east)


async def test_off_and_on_in_another_zone_while_it_is_sent_brings_no_second_one(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    await store.reminders.unsubscribe(CHAT)
    ended = await store.reminders.get(CHAT)
    assert ended
    assert ended.day == due.day
    assert ended.served_at


async def test_what_is_in_doubt_was_sent_when_it_was_marked(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    assert await store.deliveries.mark(await claim_one(store), entry_id="gdp")
    await set_due(url, timedelta(hours=9))
    assert await store.deliveries.claim() == ()
    known = await store.reminders.get(CHAT)
    assert known
    assert known.served_at
    assert known.served_at < datetime.now(UTC) - timedelta(hours=8)


async def test_a_time_zone_alone_is_no_choice_of_a_time_after_the_bot_was_away(store: Store) -> None:
    await store.reminders.subscribe(Subscription(CHAT, daily()), begin=False)
    await store.chats.leave(CHAT)
    back = await store.reminders.subscribe(Subscription(CHAT, daily()), begin=False)
    assert not back.begun
    assert (await store.reminders.counts()).ended == {}


async def test_what_is_changed_while_it_is_sent_and_does_not_go_out_comes_later(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    await store.reminders.subscribe(replace(due.subscription, topics=frozenset({"l"})))
    assert await store.deliveries.postpone(due, 0)
    assert (await deliver(store)).day == due.day


async def test_what_is_under_way_is_seen_as_come(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    seen = await store.reminders.get(CHAT)
    assert seen
    assert seen.day == due.day
    assert seen.served_at
    assert seen.due_at
    assert seen.due_at > datetime.now(UTC) + timedelta(hours=20)


async def test_what_telegram_never_takes_was_not_sent(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    assert await store.deliveries.settle(due, Counted.UNSENT)
    seen = await store.reminders.get(CHAT)
    assert seen
    assert (seen.day, seen.served_at) == (due.day, None)
    counts = await store.reminders.counts()
    assert (counts.sent, counts.in_doubt, counts.due) == (0, 0, 0)


async def test_two_who_choose_of_the_same_round_do_not_begin_two(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store)
    so_far = await store.reminders.sent(CHAT)
    chosen = [
        await store.reminders.join(CHAT, entry, so_far=so_far, shown="gdp", new_round=True) for entry in ("cpi", "jobs")
    ]
    assert chosen == [True, False]
    assert await store.reminders.sent(CHAT) == Round(2, ("cpi",))


async def test_what_goes_out_between_choosing_and_keeping_is_not_chosen_again(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    so_far = await store.reminders.sent(CHAT)
    assert await store.deliveries.mark(due, entry_id="gdp")
    assert not await store.reminders.join(CHAT, "gdp", so_far=so_far)


async def test_a_time_zone_that_was_chosen_alone_is_kept_until_the_bot_leaves(store: Store, url: str) -> None:
    await store.reminders.subscribe(Subscription(CHAT, Schedule(daily().at, zone="Europe/London")), begin=False)
    await store.chats.purge(0)
    known = await store.reminders.get(CHAT)
    assert known
    assert known.schedule.zone == "Europe/London"
    await store.chats.leave(CHAT)
    await rewind(url, "reminders", "ended_at", hours=31 * 24)
    await store.chats.purge()
    assert await store.reminders.get(CHAT) is None


async def test_what_is_forgotten_while_it_is_noted_leaves_nothing_behind(store: Store, url: str) -> None:
    for chat_id in range(1, 21):
        await make_due(store, url, [chat_id])
    for due in await store.deliveries.claim(limit=20):
        await asyncio.gather(
            store.deliveries.mark(due, entry_id="gdp"), store.chats.forget(due.chat_id), return_exceptions=True
        )
    assert await run(url, "SELECT count(*) FROM reminders") == [(0,)]
    assert await run(url, "SELECT count(*) FROM reminded") == [(0,)]


async def test_a_reminder_in_doubt_counts_as_sent_when_it_may_have_been(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await run(url, "UPDATE reminders SET refused = 2")
    assert await store.deliveries.mark(await claim_one(store), entry_id="gdp")
    await set_due(url)
    assert await store.deliveries.claim() == ()
    known = await store.reminders.get(CHAT)
    assert known
    assert known.served_at
    assert await run(url, "SELECT refused, doubted FROM reminders") == [(0, 1)]


async def test_a_supergroup_that_had_ended_its_own_goes_on_with_the_groups(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT, OTHER])
    for due in await store.deliveries.claim():
        assert await store.deliveries.mark(due, entry_id=f"entry-{due.chat_id}")
        assert await store.deliveries.settle(due)
    await store.reminders.unsubscribe(OTHER)
    await store.chats.migrate(CHAT, OTHER)
    assert await store.reminders.sent(OTHER) == Round(1, (f"entry-{CHAT}",))
    await next_day(url)
    assert isinstance(await deliver(store, "cpi"), Due)

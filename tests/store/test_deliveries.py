"""A reminder goes out once, whoever claims it and whatever becomes of them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from store import Round, Schedule, Store, StoreError, Subscription
from store.deliveries import RETRIES
from tests.fakes.postgres import Postgres
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import outage, run
from tests.store.timing import claim_one, daily, deliver, make_due, next_day, set_due

CHAT = 7


async def test_several_replicas_at_once_never_claim_the_same(url: str) -> None:
    stores = [Store(url, interval=NEVER, patience=PATIENT, lock_patience=PATIENT, rate=1e6) for _ in range(4)]
    for store in stores:
        await store.open()
    await make_due(stores[0], url, range(1, 41))
    claimed: list[int] = []

    async def work(store: Store) -> None:
        while await store.deliveries.due_in() == 0:
            claimed.extend(due.chat_id for due in await store.deliveries.claim(limit=3))

    await asyncio.gather(*map(work, stores))
    for store in stores:
        await store.close()
    assert sorted(claimed) == list(range(1, 41))


async def test_a_reminder_that_was_sent_is_due_the_next_day(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await deliver(store)
    assert await store.deliveries.claim() == ()
    kept = await store.reminders.get(CHAT)
    assert kept
    assert kept.day == due.day
    assert kept.due_at
    assert timedelta(hours=23) < kept.due_at - datetime.now(UTC) < timedelta(hours=24)
    assert await store.reminders.sent(CHAT) == Round(1, ("gdp",))
    await next_day(url)
    assert (await claim_one(store)).round == Round(1, ("gdp",))


async def test_what_was_claimed_and_never_marked_is_claimed_again_when_the_lease_has_run_out(
    store: Store, url: str
) -> None:
    await make_due(store, url, [CHAT])
    first = await claim_one(store)
    assert await store.deliveries.claim() == ()
    assert 50 < await store.deliveries.due_in(longest=100) <= 60
    await set_due(url)
    second = await claim_one(store)
    assert second.day == first.day
    assert not await store.deliveries.mark(first, entry_id="gdp")
    assert await store.deliveries.mark(second, entry_id="cpi")
    assert not await store.deliveries.settle(first)
    assert await store.deliveries.settle(second)
    assert await store.reminders.sent(CHAT) == Round(1, ("cpi",))


async def test_what_was_marked_and_never_settled_is_in_doubt_and_not_sent_again(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    await set_due(url)
    assert await store.deliveries.claim() == ()
    counts = await store.reminders.counts()
    assert (counts.sent, counts.in_doubt) == (0, 1)
    kept = await store.reminders.get(CHAT)
    assert kept
    assert kept.day == due.day
    assert not await store.deliveries.settle(due)
    assert await store.reminders.sent(CHAT) == Round(1, ("gdp",))


async def test_a_day_after_one_in_doubt_is_served(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    assert await store.deliveries.mark(await claim_one(store), entry_id="gdp")
    await run(url, "UPDATE reminders SET sending = '2020-01-01'")
    await set_due(url)
    assert (await claim_one(store)).round == Round(1, ("gdp",))
    assert (await store.reminders.counts()).in_doubt == 1


async def test_a_reminder_is_marked_once(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    marked = await asyncio.gather(*(store.deliveries.mark(due, entry_id="gdp") for _ in range(5)))
    assert sorted(marked) == [False] * 4 + [True]
    settled = await asyncio.gather(*(store.deliveries.settle(due) for _ in range(5)))
    assert sorted(settled) == [False] * 4 + [True]
    assert (await store.reminders.counts()).sent == 1


async def test_what_is_marked_and_settled_together_is_noted_one_by_one(store: Store, url: str) -> None:
    await make_due(store, url, range(1, 11))
    dues = await store.deliveries.claim()
    await store.reminders.unsubscribe(3)
    marked = await asyncio.gather(*(store.deliveries.mark(due, entry_id=f"e{due.chat_id}") for due in dues))
    assert {due.chat_id for due, ours in zip(dues, marked, strict=True) if not ours} == {3}
    settled = await asyncio.gather(*(store.deliveries.settle(due) for due in dues))
    assert settled == marked
    assert [(await store.reminders.sent(chat)).sent for chat in (2, 3, 4)] == [("e2",), (), ("e4",)]


async def test_a_day_that_was_missed_by_hours_is_served_and_by_half_a_day_skipped(store: Store, url: str) -> None:
    await make_due(store, url, [1], late=timedelta(hours=9))
    await make_due(store, url, [2], late=timedelta(hours=11, minutes=55))
    await make_due(store, url, [3], late=timedelta(hours=12, minutes=5))
    assert {due.chat_id for due in await store.deliveries.claim()} == {1, 2}
    skipped = await store.reminders.get(3)
    assert skipped
    assert skipped.due_at
    assert skipped.day is None
    assert timedelta(hours=11) < skipped.due_at - datetime.now(UTC) < timedelta(hours=12)


async def test_after_three_days_asleep_one_reminder_comes(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await set_due(url, timedelta(days=3))
    await deliver(store)
    assert await store.deliveries.claim() == ()
    assert (await store.reminders.counts()).sent == 1


async def test_a_reminder_that_was_postponed_shows_the_same_later(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp", new_round=True)
    assert await store.deliveries.postpone(due, 40)
    assert not await store.deliveries.settle(due)
    assert await store.reminders.sent(CHAT) == Round(2, ())
    assert 30 < await store.deliveries.due_in(longest=100) <= 40
    await set_due(url)
    assert (await deliver(store)).day == due.day
    assert (await store.reminders.counts()).in_doubt == 0


async def test_a_round_that_began_with_a_message_that_did_not_go_out_has_not_begun(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await deliver(store, "gdp")
    await next_day(url)
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="cpi", new_round=True)
    assert await store.deliveries.postpone(due, 0)
    assert await store.reminders.sent(CHAT) == Round(1, ("gdp",))


async def test_what_a_worker_gives_back_as_it_stops_another_claims_at_once(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    assert await store.deliveries.postpone(await claim_one(store), 0)
    assert await claim_one(store)


async def test_what_is_somebody_elses_is_left_to_them(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    first = await claim_one(store)
    await set_due(url)
    second = await claim_one(store)
    assert not await store.deliveries.postpone(first, 600)
    assert not await store.deliveries.end(first, "blocked")
    assert await store.deliveries.retry_later(first)
    assert await store.deliveries.mark(second, entry_id="gdp")


async def test_rights_that_were_lost_are_tried_three_days_and_then_the_subscription_ends(
    store: Store, url: str
) -> None:
    await make_due(store, url, [CHAT])
    for _ in range(RETRIES):
        due = await claim_one(store)
        assert await store.deliveries.mark(due, entry_id="gdp")
        assert await store.deliveries.retry_later(due)
        assert await store.deliveries.due_in(longest=1e6) == pytest.approx(86_400, abs=120)
        await set_due(url)
    assert not await store.deliveries.retry_later(await claim_one(store))
    assert await store.deliveries.claim() == ()
    assert (await store.reminders.counts()).ended == {"rights": 1}
    assert await store.reminders.sent(CHAT) == Round(1, ())


async def test_a_chat_of_one_day_a_week_is_tried_again_the_day_after(store: Store, url: str) -> None:
    schedule = daily()
    yesterday = daily(days=frozenset({(datetime.now(UTC) - timedelta(days=1)).isoweekday()}))
    await store.reminders.subscribe(Subscription(CHAT, Schedule(schedule.at, yesterday.days, schedule.zone)))
    await run(url, "UPDATE reminders SET refused = 1")
    await set_due(url)
    await deliver(store)
    await set_due(url)
    assert await store.deliveries.claim() == ()
    kept = await store.reminders.get(CHAT)
    assert kept
    assert kept.due_at
    assert kept.due_at > datetime.now(UTC) + timedelta(days=5)


async def test_a_chat_that_lets_the_bot_write_again_has_all_its_tries_again(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    for _ in range(2):
        for _ in range(RETRIES):
            assert await store.deliveries.retry_later(await claim_one(store))
            await set_due(url)
        await deliver(store)
        await next_day(url)


async def test_a_chat_that_blocked_the_bot_is_not_reminded_any_more(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id="gdp")
    assert await store.deliveries.end(due, "blocked")
    assert await store.deliveries.claim() == ()
    assert await store.reminders.sent(CHAT) == Round(1, ())
    assert (await store.reminders.counts()).ended == {"blocked": 1}


async def test_a_topic_that_was_closed_is_left_for_the_chat(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    await run(url, "UPDATE reminders SET thread_id = 5")
    due = await claim_one(store)
    assert due.subscription.thread_id == 5
    await store.deliveries.move_topic(due, None)
    kept = await store.reminders.get(CHAT)
    assert kept
    assert kept.thread_id is None


async def test_a_zone_that_this_machine_does_not_know_ends_one_subscription_and_no_other(
    store: Store, url: str
) -> None:
    await make_due(store, url, [1, 2])
    await run(url, "UPDATE reminders SET zone = 'Atlantis/Centre' WHERE chat_id = 1")
    assert [due.chat_id for due in await store.deliveries.claim()] == [2]
    assert (await store.reminders.counts()).ended == {"zone": 1}


async def test_a_message_that_could_not_be_settled_is_settled_when_the_database_is_back(
    hasty: Store, url: str, postgres: Postgres
) -> None:
    await make_due(hasty, url, [CHAT])
    due = await claim_one(hasty)
    assert await hasty.deliveries.mark(due, entry_id="gdp")
    with outage(url, postgres):
        for _ in range(2):
            with pytest.raises(StoreError):
                await hasty.deliveries.settle(due)
    assert await hasty.deliveries.settle(due)
    assert (await hasty.reminders.counts()).sent == 1

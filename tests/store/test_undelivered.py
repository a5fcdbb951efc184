"""A reminder that didn't go out comes later, or never again, and counts for nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store import Round, Schedule, Store, Subscription
from store.deliveries import RETRIES
from tests.store.direct import run
from tests.store.timing import claim_one, daily, deliver, make_due, next_day, set_due

CHAT = 7


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
    await store.deliveries.move_thread(due, None)
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

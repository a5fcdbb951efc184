"""One rate over all replicas."""

from __future__ import annotations

import asyncio
import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from store import Store
from store.deliveries import free_from
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import run
from tests.store.timing import make_due, set_due

RATE = 25.0
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


async def test_three_replicas_together_keep_the_rate(url: str) -> None:
    stores = [Store(url, interval=NEVER, patience=PATIENT, lock_patience=PATIENT, rate=RATE) for _ in range(3)]
    for store in stores:
        await store.open()
    await make_due(stores[0], url, range(1, 61))
    dues = [
        due for claimed in await asyncio.gather(*(each.deliveries.claim() for each in stores * 2)) for due in claimed
    ]
    for store in stores:
        await store.close()
    slots = sorted(due.slot for due in dues)
    assert len(slots) >= 50  # on PostgreSQL a claim may find all that it looked at taken
    gaps = [later - earlier for earlier, later in pairwise(slots)]
    assert min(gaps) >= timedelta(seconds=1 / RATE)
    assert len({due.chat_id for due in dues}) == len(dues)


async def test_who_has_missed_a_slot_gets_one_behind_everybody_elses(store: Store, url: str) -> None:
    await make_due(store, url, range(1, 6))
    dues = await store.deliveries.claim()
    again = await store.deliveries.slot_again(dues[0])
    assert again.slot - max(due.slot for due in dues) >= timedelta(seconds=1 / RATE)
    assert again.send_at > dues[-1].send_at
    assert await store.deliveries.mark(again, entry_id="gdp")
    assert await store.deliveries.settle(again)


async def test_without_a_limit_nobody_waits(url: str) -> None:
    async with Store(url, interval=NEVER, patience=PATIENT, rate=math.inf) as store:
        await make_due(store, url, range(1, 11))
        dues = await store.deliveries.claim()
    assert len({due.slot for due in dues}) == 1
    assert [due.wait for due in dues] == [0.0] * 10


async def test_a_reminder_says_how_long_to_wait_by_this_process_clock(store: Store, url: str) -> None:
    await make_due(store, url, range(1, 4))
    dues = await store.deliveries.claim()
    waits = [due.send_at - dues[0].send_at for due in dues]
    assert waits == pytest.approx([0.0, store.deliveries.gap, 2 * store.deliveries.gap])
    assert all(0 <= due.wait <= 2 * store.deliveries.gap for due in dues)


async def test_when_telegram_wants_a_pause_no_replica_claims(url: str, store: Store) -> None:
    await make_due(store, url, [1])
    async with Store(url, interval=NEVER, patience=PATIENT) as other:
        await other.deliveries.hold_back(600)
        await store.deliveries.hold_back(1)  # the longer pause stays
        assert await store.deliveries.claim() == ()
        assert 500 < await store.deliveries.due_in(longest=3_600) < 600
        assert await other.deliveries.due_in(longest=30) == 30
        await run(url, "UPDATE limiter SET free_at = at")
        assert len(await other.deliveries.claim()) == 1


async def test_slots_are_not_given_so_far_ahead_that_a_lease_ends_before(store: Store, url: str) -> None:
    await make_due(store, url, range(1, 301))
    claimed = 0
    while dues := await store.deliveries.claim(limit=50):
        claimed += len(dues)
    assert 125 <= claimed <= 250
    assert await store.deliveries.due_in() < 30


@pytest.mark.parametrize(
    ("written", "now", "expected"),
    [
        pytest.param(NOON, NOON + timedelta(seconds=1), NOON + timedelta(seconds=2), id="still taken"),
        pytest.param(NOON, NOON + timedelta(seconds=9), NOON + timedelta(seconds=9), id="free"),
        pytest.param(NOON, NOON - timedelta(seconds=1), NOON + timedelta(seconds=2), id="read in another order"),
        pytest.param(NOON, NOON - timedelta(hours=1), NOON - timedelta(hours=1, seconds=-2), id="set back an hour"),
    ],
)
def test_a_clock_that_was_set_back_makes_nobody_wait_for_it(
    written: datetime, now: datetime, expected: datetime
) -> None:
    assert free_from(NOON + timedelta(seconds=2), written, now) == expected


async def test_nothing_to_do_is_nothing_to_do_for_as_long_as_one_asks(store: Store, url: str) -> None:
    assert await store.deliveries.due_in(longest=12) == 12
    await make_due(store, url, [1])
    assert await store.deliveries.due_in() == 0
    await set_due(url, -timedelta(seconds=20))
    assert 0 < await store.deliveries.due_in() <= 20

"""An update of Telegram belongs to one replica: until it is through with it, or has died over it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.telegram import TelegramOptions
from store import Claim, Store, StoreError
from store.messages import LEASE
from tests.fakes.postgres import Postgres
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import outage, rewind, run

UPDATE = 500


@pytest.fixture
async def other(url: str, store: Store) -> AsyncIterator[Store]:
    """Another replica's."""
    async with Store(url, interval=NEVER, patience=PATIENT) as opened:
        yield opened


async def test_whoever_comes_first_deals_with_it(store: Store, other: Store) -> None:
    assert await store.updates.claim(UPDATE) is Claim.OURS
    assert await other.updates.claim(UPDATE) is Claim.ELSEWHERE
    assert await other.updates.claim(UPDATE + 1) is Claim.OURS


async def test_of_what_is_done_everybody_knows(store: Store, other: Store) -> None:
    await store.updates.claim(UPDATE)
    store.updates.done(UPDATE)
    await store.flush()
    assert await store.updates.claim(UPDATE) is Claim.DONE
    assert await other.updates.claim(UPDATE) is Claim.DONE


async def test_what_was_dealt_with_without_a_claim_is_done_too(store: Store, other: Store) -> None:
    """As it is while the database is down."""
    store.updates.done(UPDATE)
    await store.flush()
    assert await other.updates.claim(UPDATE) is Claim.DONE


async def test_what_somebody_died_over_is_anybodys_after_the_lease(url: str, store: Store, other: Store) -> None:
    await store.updates.claim(UPDATE)
    await rewind(url, "updates", "claimed_at", hours=1)
    assert await other.updates.claim(UPDATE) is Claim.OURS
    assert await store.updates.claim(UPDATE) is Claim.ELSEWHERE


async def test_what_is_done_stays_done_after_the_lease(url: str, store: Store, other: Store) -> None:
    await store.updates.claim(UPDATE)
    store.updates.done(UPDATE)
    await store.flush()
    await rewind(url, "updates", "claimed_at", hours=1)
    assert await other.updates.claim(UPDATE) is Claim.DONE


async def test_of_many_who_ask_at_once_one_gets_it(store: Store, other: Store) -> None:
    wanted = [*range(UPDATE, UPDATE + 200)] * 2
    asking = [(replica, each) for each in wanted for replica in (store, other)]
    claims = await asyncio.gather(*(replica.updates.claim(each) for replica, each in asking))
    taken = [each for (_, each), claim in zip(asking, claims, strict=True) if claim is Claim.OURS]
    assert sorted(taken) == [*range(UPDATE, UPDATE + 200)]


async def test_replicas_that_claim_and_settle_the_same_in_any_order_do_not_block_each_other(
    store: Store, other: Store
) -> None:
    forth = [*range(UPDATE, UPDATE + 200)]

    async def go_over(replica: Store, update_ids: list[int]) -> None:
        await asyncio.gather(*(replica.updates.claim(each) for each in update_ids))
        for each in update_ids:
            replica.updates.done(each)
        await replica.flush()

    await asyncio.gather(go_over(store, forth), go_over(other, forth[::-1]))
    assert {await store.updates.claim(each) for each in forth} == {Claim.DONE}


async def test_the_last_that_were_dealt_with_are_known_to_whoever_starts_next(store: Store, other: Store) -> None:
    await store.updates.claim(UPDATE)
    for update in (UPDATE + 1, UPDATE + 2, UPDATE + 3):
        store.updates.done(update)
        await store.flush()
    assert await other.updates.latest(10) == (UPDATE + 1, UPDATE + 2, UPDATE + 3)
    assert await other.updates.latest(2) == (UPDATE + 2, UPDATE + 3)


async def test_after_a_day_it_is_forgotten(url: str, store: Store) -> None:
    await store.updates.claim(UPDATE)
    await rewind(url, "updates", "claimed_at", hours=23)
    assert await store.updates.purge() == 0
    await rewind(url, "updates", "claimed_at", hours=2)
    assert await store.updates.purge() == 1
    assert await run(url, "SELECT * FROM updates") == []


async def test_a_database_that_is_down_says_so_and_is_told_later(url: str, hasty: Store, postgres: Postgres) -> None:
    with outage(url, postgres):
        with pytest.raises(StoreError):
            await hasty.updates.claim(UPDATE)
        hasty.updates.done(UPDATE)
        with pytest.raises(StoreError):
            await hasty.flush()
    await hasty.flush()
    assert await hasty.updates.claim(UPDATE) is Claim.DONE


async def test_what_is_done_is_written_before_the_store_closes(url: str) -> None:
    async with Store(url, interval=NEVER, patience=PATIENT) as store:
        await store.updates.claim(UPDATE)
        store.updates.done(UPDATE)
    assert [bool(done) for (done,) in await run(url, "SELECT done FROM updates")] == [True]


async def test_only_postgresql_is_shared_by_replicas(url: str, store: Store) -> None:
    assert store.is_shared is url.startswith("postgresql")


def test_the_lease_outlasts_the_time_that_an_update_gets() -> None:
    assert TelegramOptions(token="").patience < LEASE

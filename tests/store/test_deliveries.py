"""A reminder goes out once, whoever claims it and whatever becomes of them."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from store import Round, Store, StoreError
from store.database import Database, parse
from store.deliveries import due_rows, first_due
from store.tables import REMINDERS
from tests.fakes.postgres import Postgres
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import outage, run
from tests.store.timing import claim_one, deliver, make_due, next_day, set_due

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


async def test_claiming_and_waiting_read_the_index_and_not_the_table(store: Store, url: str) -> None:
    await make_due(store, url, [CHAT])
    database = Database(parse(url))
    explain = "EXPLAIN" if database.postgres else "EXPLAIN QUERY PLAN"
    async with database.writing() as connection:
        row = (await connection.execute(select(REMINDERS))).mappings().one()
        many = [{**row, "chat_id": chat, "due_at": row["due_at"] + timedelta(days=chat)} for chat in range(100, 5_000)]
        await connection.execute(insert(REMINDERS), many)
        for query in (due_rows(row["due_at"], 10), first_due()):
            said = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
            plan = await connection.exec_driver_sql(f"{explain} {said}")
            assert "reminders_due_at" in str(plan.all())
    await database.close()

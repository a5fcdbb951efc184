"""Reminders on their way: claimed by one worker, marked before they go out, and settled."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.batching import Batched
from store.database import Database
from store.reminding.claims import Plan, planned
from store.reminding.limiter import AHEAD, Limiter, Look
from store.reminding.reminded import rounds, take_back
from store.reminding.reminders import ending, locked
from store.reminding.rounds import Round
from store.reminding.settling import Counted, Mark, Settlement, mark_all, settle_all
from store.reminding.subscriptions import Due, subscription_of
from store.tables import REMINDERS, storable

BATCH = 10  # reminders in one claim
LEASE = 60.0  # seconds that a claimer has, and again from when it marks
HURRY = 1.03  # how much faster than its slots a replica may send that was delayed; still less than the rate
RETRIES = 3  # days on which a chat that took the right to write away is tried again


class Deliveries:
    """What the workers of all replicas share. Every coroutine raises StoreError.

    A worker claims, and for each reminder waits for its slot, chooses an entry, marks, sends, and settles; or else
    postpones, retries later or ends. What it doesn't get to, another worker does when the lease has run out; what was
    marked by then counts as sent, for Telegram can't be asked.
    """

    def __init__(self, database: Database, limiter: Limiter) -> None:
        self._database, self._limiter = database, limiter
        self._slots = Batched(self._slots_again)
        self._marking = Batched(partial(mark_all, database))
        self._settling = Batched(partial(settle_all, database))

    @property
    def shared(self) -> bool:
        """Whether other replicas may send, too."""
        return self._database.postgres

    @property
    def gap(self) -> float:
        """Seconds between two slots, over all replicas; 0 where there is no limit."""
        return self._limiter.gap

    @property
    def least_gap(self) -> float:
        """Seconds between two messages of a replica; less than between slots, so that it makes up for delays."""
        return self._limiter.gap / HURRY

    async def claim(self, limit: int = BATCH, lease: float = LEASE) -> tuple[Due, ...]:
        """Takes up to `limit` reminders that are due, each with a slot to be sent in, for `lease` seconds.

        None may be left of them when all those taken were of days to skip, or in doubt: `due_in` says 0 then.
        """
        async with self._database.writing() as connection:
            look = await self._limiter.look(connection)
            if not look.open:
                return ()
            rows = await connection.execute(due_rows(look.now, limit))
            plans = [planned(row, look.now, lease) for row in rows]
            if not plans:
                return ()
            which = REMINDERS.c.chat_id == bindparam("chat")
            values = [{"chat": plan.row.chat_id, **plan.values} for plan in plans]
            await connection.execute(update(REMINDERS).where(which), values)
            return await self._dues(connection, look, [plan for plan in plans if plan.day], lease)

    async def slot_again(self, due: Due) -> Due:
        """The reminder's slot has passed, and others' messages have followed: the same with the next that is free."""
        return await self._slots(due)

    async def mark(self, due: Due, *, entry_id: str, new_round: bool = False) -> bool:
        """The reminder is about to go out, with this entry; False: it is somebody else's, or nobody's, so don't send.

        The entry is in the round from now on; `new_round` begins one with it.
        """
        return await self._marking(Mark(due, storable(entry_id), new_round))

    async def settle(self, due: Due, counted: Counted = Counted.SENT) -> bool:
        """The day of the reminder is served, for it was sent, or may have been, or can't be; False: it is not ours."""
        return await self._settling(Settlement(due, counted))

    async def postpone(self, due: Due, seconds: float) -> bool:
        """The reminder was not sent and is due again in `seconds`; False when it is somebody else's."""
        async with self._ours(due) as (connection, row, now):
            if row:
                await _give_back(connection, row, due_at=now + timedelta(seconds=seconds))
            return row is not None

    async def retry_later(self, due: Due, days: int = 1) -> bool:
        """The bot may not write there: due again in `days`, three times, and then ended. False when it has ended."""
        async with self._ours(due) as (connection, row, now):
            if row is None:
                return True
            if row.refused >= RETRIES:
                await _give_back(connection, row, **ending("rights"))
                return False
            await _give_back(connection, row, due_at=now + timedelta(days=days), refused=row.refused + 1)
            return True

    async def end(self, due: Due, cause: str) -> bool:
        """The reminder was not sent and none ever will be, for `cause`: blocked, kicked; False when it isn't ours."""
        async with self._ours(due) as (connection, row, _):
            if row:
                await _give_back(connection, row, **ending(cause))
            return row is not None

    async def move_topic(self, due: Due, thread_id: int | None) -> None:
        """From now on the chat is reminded in this topic; None: in the chat itself."""
        which = REMINDERS.c.chat_id == due.chat_id
        async with self._database.writing() as connection:
            await connection.execute(update(REMINDERS).where(which).values(thread_id=thread_id))

    async def hold_back(self, seconds: float) -> None:
        """Telegram wants nothing to be sent for so long, by any replica. Slots given already aren't taken back."""
        await self._limiter.hold_back(seconds)

    async def due_in(self, longest: float = 30.0) -> float:
        """Seconds until there may be something to claim, `longest` at most; 0: now."""
        async with self._database.reading() as connection:
            look = await self._limiter.look(connection)
            due_at: datetime | None = await connection.scalar(first_due())
        if due_at is None:
            return longest
        return min(longest, max(0.0, (max(due_at, look.free_at - AHEAD) - look.now).total_seconds()))

    async def _slots_again(self, dues: list[Due]) -> list[Due]:
        async with self._database.writing() as connection:
            look = await self._limiter.look(connection)
            slots = await self._limiter.reserve(connection, look.now, len(dues))
        return [
            replace(due, slot=slot, send_at=look.monotonic + (slot - look.now).total_seconds())
            for due, slot in zip(dues, slots, strict=True)
        ]

    async def _dues(
        self, connection: AsyncConnection, look: Look, plans: Sequence[Plan], lease: float
    ) -> tuple[Due, ...]:
        if not plans:
            return ()
        known = await rounds(connection, [plan.row.chat_id for plan in plans])
        slots = await self._limiter.reserve(connection, look.now, len(plans))
        return tuple(
            Due(
                subscription=subscription_of(plan.row),
                day=plan.day,
                round=known.get(plan.row.chat_id, Round()),
                lease=plan.values["lease"],
                lasts=lease,
                slot=slot,
                send_at=look.monotonic + (slot - look.now).total_seconds(),
            )
            for plan, slot in zip(plans, slots, strict=True)
            if plan.day
        )

    @asynccontextmanager
    async def _ours(self, due: Due) -> AsyncIterator[tuple[AsyncConnection, Any, datetime]]:
        """A transaction with the reminder's row, or None where it is somebody else's, and the database's clock."""
        async with self._database.writing() as connection:
            row, now = await locked(connection, due.chat_id)
            yield connection, row if row and row.lease == due.lease else None, now


def due_rows(now: datetime, limit: int) -> Select[Any]:
    """The query for rows that are due, which others that ask meanwhile don't get. It must use the index on `due_at`."""
    query = select(REMINDERS).where(REMINDERS.c.due_at <= now).order_by(REMINDERS.c.due_at).limit(limit)
    return query.with_for_update(skip_locked=True)


def first_due() -> Select[tuple[datetime | None]]:
    """The query for when the first row is due; it must use the index, too."""
    return select(func.min(REMINDERS.c.due_at)).where(REMINDERS.c.due_at.is_not(None))


async def _give_back(connection: AsyncConnection, row: Any, **values: Any) -> None:
    number = row.round if row.sending is None else await take_back(connection, row)
    free = {"lease": None, "sending": None, "sending_entry": None, "round": number}
    which = REMINDERS.c.chat_id == row.chat_id
    await connection.execute(update(REMINDERS).where(which).values(**{**free, **values}))

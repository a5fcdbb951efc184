"""The delivery of reminders: claim, mark, settle, and a rate limit shared by all replicas."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.batching import Batched
from store.database import Database
from store.reminders import ending
from store.schedule import Due, Round, subscription_of
from store.settling import (
    Counted,
    Plan,
    ReminderMark,
    Settlement,
    mark_all,
    planned,
    rounds,
    settle_all,
    take_back,
    update_reminders,
)
from store.tables import LIMITER, REMINDERS, Ago, storable

BATCH = 10  # reminders in one claim
LEASE = 60.0  # seconds from the claim, and again from the mark
RETRIES = 3  # days on which a chat without the right to write is retried
RATE = 25.0  # messages a second; Telegram allows about 30, and at a rate of 30 single seconds reached 39
AHEAD = timedelta(seconds=5)  # no slot is further ahead, so that a lease outlasts the wait
_SPACING = 1.08  # factor: messages are sent a little late, and no second may have more than the rate
_CATCH_UP = 1.03  # factor by which a delayed replica may send faster than its slots; still below the rate
_SET_BACK = timedelta(seconds=10)  # smaller differences: replicas read the clock before they got the lock


class Slots(NamedTuple):
    """When the next message may be sent, and the database's and this process's clocks when that was read."""

    free_at: datetime
    now: datetime
    monotonic: float

    @property
    def are_given(self) -> bool:
        """Whether slots are available now."""
        return self.free_at - self.now <= AHEAD

    def send_at(self, slot: datetime) -> float:
        """Return the slot by `time.monotonic`."""
        return self.monotonic + (slot - self.now).total_seconds()


class SendSlots:
    """The row that spaces the messages of all replicas, at most `rate` a second; `math.inf` means no limit."""

    def __init__(self, database: Database, rate: float = RATE) -> None:
        self._database = database
        self.gap = timedelta(seconds=_SPACING / rate)

    async def look(self, connection: AsyncConnection) -> Slots:
        """Read the clock and the row; nothing is locked."""
        row = (await connection.execute(select(Ago().label("now"), LIMITER.c.free_at, LIMITER.c.at))).one()
        return Slots(free_from(row.free_at, row.at, row.now), row.now, time.monotonic())

    async def reserve(self, connection: AsyncConnection, now: datetime, count: int) -> tuple[datetime, ...]:
        """Reserve `count` slots, by the database's clock, for this replica alone.

        Others wait until the transaction ends, so this should be its last statement.
        """
        start = await self._lock(connection, now)
        await self._write(connection, now, start + count * self.gap)
        return tuple(start + number * self.gap for number in range(count))

    async def hold_back(self, seconds: float) -> None:
        """Pause all slots for `seconds`, as Telegram asks; raise StoreError."""
        async with self._database.writing() as connection:
            now = (await self.look(connection)).now
            await self._write(connection, now, max(await self._lock(connection, now), now + timedelta(seconds=seconds)))

    async def _lock(self, connection: AsyncConnection, now: datetime) -> datetime:
        row = (await connection.execute(select(LIMITER.c.free_at, LIMITER.c.at).with_for_update())).one()
        return free_from(row.free_at, row.at, now)

    async def _write(self, connection: AsyncConnection, now: datetime, free_at: datetime) -> None:
        await connection.execute(update(LIMITER).values(free_at=free_at, at=now))


def free_from(free_at: datetime, written_at: datetime, now: datetime) -> datetime:
    """Return when the next message may be sent, given `free_at` as written when the clock showed `written_at`.

    If the clock has been set back since, messages don't wait for the difference.
    """
    back = written_at - now
    return max(now, free_at - back if back > _SET_BACK else free_at)


class Deliveries:
    """The operations that the workers of all replicas share. Every coroutine raises StoreError.

    A worker claims reminders and, for each, waits for its slot, chooses an entry, marks, sends, and settles; or it
    postpones, retries later or ends. When a lease expires, another worker takes over; a reminder that was marked by
    then counts as sent, since Telegram can't be asked.

    `shared` says whether other replicas may send, too. `gap` is the time between two slots of all replicas in seconds,
    0 without a limit; `least_gap` is that between two messages of one replica: less, so that it can catch up.
    """

    def __init__(self, database: Database, slots: SendSlots) -> None:
        self._database, self._slots = database, slots
        self.shared = database.postgres
        self.gap = slots.gap.total_seconds()
        self.least_gap = self.gap / _CATCH_UP
        self._rescheduling = Batched(self._reschedule)
        self._marking = Batched(partial(mark_all, database))
        self._settling = Batched(partial(settle_all, database))

    async def claim(self, limit: int = BATCH, lease_seconds: float = LEASE) -> tuple[Due, ...]:
        """Claim up to `limit` due reminders for `lease_seconds`, each with a slot.

        The result may be empty if all of them were skipped days or in doubt: then `due_in` returns 0.
        """
        async with self._database.writing() as connection:
            slots = await self._slots.look(connection)
            if not slots.are_given:
                return ()
            rows = await connection.execute(due_rows(slots.now, limit))
            plans = [planned(row, slots.now, lease_seconds) for row in rows]
            if plans:
                await update_reminders(connection, [plan.values for plan in plans])
            to_send = [plan for plan in plans if plan.day]
            return await self._dues(connection, slots, to_send, lease_seconds) if to_send else ()

    async def slot_again(self, due: Due) -> Due:
        """Return the reminder with the next free slot, as it missed its own."""
        return await self._rescheduling(due)

    async def mark(self, due: Due, *, entry_id: str, new_round: bool = False) -> bool:
        """Mark the reminder as being sent, with this entry; False: the lease is lost, so don't send.

        The entry is added to the round; `new_round` starts one with it.
        """
        return await self._marking(ReminderMark(due, storable(entry_id), new_round))

    async def settle(self, due: Due, counted: Counted = Counted.SENT) -> bool:
        """Settle the reminder as sent, in doubt, or impossible to send; False: the lease is lost."""
        return await self._settling(Settlement(due, counted))

    async def postpone(self, due: Due, seconds: float) -> bool:
        """Make the reminder, which was not sent, due again in `seconds`; False: the lease is lost."""
        return await self._give_back(due, lambda row: {"due_at": row.now + timedelta(seconds=seconds)}) is not None

    async def retry_later(self, due: Due) -> bool:
        """Retry in a day, as the bot has no right to write there; the fourth time end it and return False."""

        def change(row: Any) -> dict[str, Any]:
            again = {"due_at": row.now + timedelta(days=1), "refused": row.refused + 1}
            return again if row.refused < RETRIES else ending("rights")

        row = await self._give_back(due, change)
        return row is None or row.refused < RETRIES

    async def end(self, due: Due, cause: str) -> bool:
        """End the subscription, with nothing sent, for `cause`: blocked, kicked; False: the lease is lost."""
        return await self._give_back(due, lambda _: ending(cause)) is not None

    async def move_thread(self, due: Due, thread_id: int | None) -> None:
        """Send the chat's reminders to this forum thread from now on; None: to the chat itself."""
        which = REMINDERS.c.chat_id == due.chat_id
        async with self._database.writing() as connection:
            await connection.execute(update(REMINDERS).where(which).values(thread_id=thread_id))

    async def hold_back(self, seconds: float) -> None:
        """Stop all replicas from sending for so long, as Telegram asks. Slots already reserved stay valid."""
        await self._slots.hold_back(seconds)

    async def due_in(self, longest: float = 30.0) -> float:
        """Return the seconds until a reminder may be due, at most `longest`; 0: now."""
        async with self._database.reading() as connection:
            slots = await self._slots.look(connection)
            due_at: datetime | None = await connection.scalar(first_due())
        if due_at is None:
            return longest
        return min(longest, max(0.0, (max(due_at, slots.free_at - AHEAD) - slots.now).total_seconds()))

    async def _reschedule(self, dues: list[Due]) -> list[Due]:
        async with self._database.writing() as connection:
            look = await self._slots.look(connection)
            slots = await self._slots.reserve(connection, look.now, len(dues))
        return [replace(due, slot=slot, send_at=look.send_at(slot)) for due, slot in zip(dues, slots, strict=True)]

    async def _dues(
        self, connection: AsyncConnection, look: Slots, plans: Sequence[Plan], lease_seconds: float
    ) -> tuple[Due, ...]:
        known = await rounds(connection, [plan.row.chat_id for plan in plans])
        slots = await self._slots.reserve(connection, look.now, len(plans))
        return tuple(
            Due(
                subscription=subscription_of(plan.row),
                day=plan.day,
                round=known.get(plan.row.chat_id, Round()),
                lease=plan.values["lease"],
                lease_seconds=lease_seconds,
                slot=slot,
                send_at=look.send_at(slot),
            )
            for plan, slot in zip(plans, slots, strict=True)
            if plan.day
        )

    async def _give_back(self, due: Due, change: Callable[[Any], dict[str, Any]]) -> Any:
        """Release the reminder with the columns of `change`, and return its old row; None if the lease is lost."""
        which = REMINDERS.c.chat_id == due.chat_id
        async with self._database.writing() as connection:
            query = select(REMINDERS, Ago().label("now")).where(which).with_for_update()
            row = (await connection.execute(query)).one_or_none()
            if row is None or row.lease != due.lease:
                return None
            number = row.round if row.sending is None else await take_back(connection, row)
            values = {"lease": None, "sending": None, "sending_entry": None, "round": number, **change(row)}
            await connection.execute(update(REMINDERS).where(which).values(**values))
            return row


def due_rows(now: datetime, limit: int) -> Select[Any]:
    """Return the query for due rows that nobody else has locked. It must use the index on `due_at`."""
    query = select(REMINDERS).where(REMINDERS.c.due_at <= now).order_by(REMINDERS.c.due_at).limit(limit)
    return query.with_for_update(skip_locked=True)


def first_due() -> Select[tuple[datetime | None]]:
    """Return the query for when the first row is due; it must use the index, too."""
    return select(func.min(REMINDERS.c.due_at)).where(REMINDERS.c.due_at.is_not(None))

"""How fast messages go out, over all replicas: one row that says from when on the next may."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.tables import LIMITER, Ago

RATE = 25.0  # a second; Telegram allows about 30, and at a rate of 30 single seconds reached 39
AHEAD = timedelta(seconds=5)  # no slots are given further in the future, so that a lease outlasts the wait
_SET_BACK = timedelta(seconds=10)  # by less, replicas only read the clock in another order than they got the lock
ROOM = 1.08  # of a slot: messages leave a little late, and no second may have more of them than the rate


@dataclass(frozen=True, slots=True)
class Look:
    """The database's clock, this process's (`time.monotonic`) at that moment, and from when on the next may go out."""

    now: datetime
    monotonic: float
    free_at: datetime

    @property
    def open(self) -> bool:
        """Whether slots are given now."""
        return self.free_at - self.now <= AHEAD


class Limiter:
    """`rate` is in messages a second, at most; `math.inf` lifts the limit."""

    def __init__(self, database: Database, rate: float = RATE) -> None:
        self._database = database
        self._gap = timedelta(seconds=ROOM / rate)

    @property
    def gap(self) -> float:
        """Seconds between two slots."""
        return self._gap.total_seconds()

    async def look(self, connection: AsyncConnection) -> Look:
        """Read the clock and the row; nothing is locked."""
        row = (await connection.execute(select(Ago().label("now"), LIMITER.c.free_at, LIMITER.c.at))).one()
        return Look(row.now, time.monotonic(), free_from(row.free_at, row.at, row.now))

    async def reserve(self, connection: AsyncConnection, now: datetime, count: int) -> tuple[datetime, ...]:
        """Return `count` moments, by the database's clock, that nobody else is given.

        Until the transaction ends all others wait, so this is to be the last it does.
        """
        start = await self._lock(connection, now)
        await self._write(connection, now, start + count * self._gap)
        return tuple(start + number * self._gap for number in range(count))

    async def hold_back(self, seconds: float) -> None:
        """Nobody is given a slot within `seconds`, as Telegram asks; raises StoreError."""
        async with self._database.writing() as connection:
            now = (await self.look(connection)).now
            await self._write(connection, now, max(await self._lock(connection, now), now + timedelta(seconds=seconds)))

    async def _lock(self, connection: AsyncConnection, now: datetime) -> datetime:
        row = (await connection.execute(select(LIMITER.c.free_at, LIMITER.c.at).with_for_update())).one()
        return free_from(row.free_at, row.at, now)

    async def _write(self, connection: AsyncConnection, now: datetime, free_at: datetime) -> None:
        await connection.execute(update(LIMITER).values(free_at=free_at, at=now))


def free_from(free_at: datetime, written_at: datetime, now: datetime) -> datetime:
    """Return from when on the next message may go out, when `free_at` was written as the clock showed `written_at`.

    A clock that was set back since doesn't make anybody wait for it.
    """
    back = written_at - now
    return max(now, free_at - back if back > _SET_BACK else free_at)

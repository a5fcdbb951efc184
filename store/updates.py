"""Which replica deals with an update of Telegram, so that one delivered twice is answered once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from enum import Enum, auto

from sqlalchemy import and_, delete, or_, select

from store.batching import Batched
from store.database import Database
from store.db_errors import StoreError
from store.tables import UPDATES, Ago

LEASE = 25  # seconds after which a claim that wasn't settled is anybody's; longer than an update may take
_HASTE = 0.5  # of the patience with the database, for whoever asked waits for the claim
KEPT = 86_400  # seconds: for so long Telegram keeps an update that it couldn't deliver


class Claim(Enum):
    """Who deals with an update."""

    OURS = auto()
    ELSEWHERE = auto()  # another replica, which isn't through with it
    DONE = auto()


class Updates:
    """The updates of the last day by their ids. Whoever claims one is to say when it is `done`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._claiming = Batched(self._claim)
        self._settling = Batched(self._settle)
        self._settlements: set[asyncio.Task[None]] = set()

    async def claim(self, update_id: int) -> Claim:
        """Take the update on, unless another has done so; raises StoreError when the database can't say.

        One that was claimed by whoever died over it can be claimed again after `LEASE` seconds.
        """
        return await self._claiming(update_id)

    def done(self, update_id: int) -> None:
        """Note that the update has been dealt with, whoever claimed it; nobody waits for that to be written.

        While the database is down it isn't: after the lease the update is anybody's.
        """
        task = asyncio.create_task(self._told(update_id))
        self._settlements.add(task)
        task.add_done_callback(self._settlements.discard)

    async def latest(self, count: int) -> tuple[int, ...]:
        """Return the ids of the last `count` updates that were dealt with, the oldest first; raise StoreError."""
        newest = (UPDATES.c.claimed_at.desc(), UPDATES.c.update_id.desc())
        query = select(UPDATES.c.update_id).where(UPDATES.c.done).order_by(*newest).limit(count)
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(query))[::-1]

    async def settled(self) -> None:
        """Return when all that is done is written, or couldn't be, and nothing is asked of the database."""
        while self._settlements:
            await asyncio.wait(self._settlements)
        await self._claiming.settled()

    async def purge(self) -> int:
        """Delete what is older than a day, and return how many rows that were; raises StoreError."""
        async with self._database.writing() as connection:
            return (await connection.execute(delete(UPDATES).where(UPDATES.c.claimed_at <= Ago(KEPT)))).rowcount

    async def _told(self, update_id: int) -> None:
        with suppress(StoreError):  # which the database has logged
            await self._settling(update_id)

    async def _claim(self, update_ids: list[int]) -> list[Claim]:
        insert = self._database.insert(UPDATES).values(claimed_at=Ago(), done=False)
        # A claim of the future was made by a clock that was ahead.
        is_over = or_(UPDATES.c.claimed_at <= Ago(LEASE), UPDATES.c.claimed_at > Ago(-LEASE))
        given_up = and_(UPDATES.c.done.is_(False), is_over)
        claim = insert.on_conflict_do_update(
            index_elements=[UPDATES.c.update_id], set_={"claimed_at": insert.excluded.claimed_at}, where=given_up
        ).returning(UPDATES.c.update_id)
        async with self._database.writing(self._database.patience * _HASTE) as connection:
            ours = {*(await connection.scalars(claim, _rows(update_ids)))}
            theirs = {*update_ids} - ours
            settled = select(UPDATES.c.update_id).where(UPDATES.c.update_id.in_(theirs), UPDATES.c.done)
            done = {*(await connection.scalars(settled))} if theirs else set()
        return [_claim_of(each, ours, done) for each in update_ids]

    async def _settle(self, update_ids: list[int]) -> list[None]:
        insert = self._database.insert(UPDATES).values(claimed_at=Ago(), done=True)
        settle = insert.on_conflict_do_update(index_elements=[UPDATES.c.update_id], set_={"done": True})
        async with self._database.writing() as connection:
            await connection.execute(settle, _rows(update_ids))
        return [None] * len(update_ids)


def _claim_of(update_id: int, ours: set[int], done: set[int]) -> Claim:
    if update_id in ours:
        ours.remove(update_id)  # who asks for the same at the same time doesn't get it too
        return Claim.OURS
    return Claim.DONE if update_id in done else Claim.ELSEWHERE


def _rows(update_ids: Iterable[int]) -> list[dict[str, int]]:
    # In one order everywhere, so that no two replicas wait for each other's rows.
    return [{"update_id": each} for each in sorted(set(update_ids))]

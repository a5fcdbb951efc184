"""Writes that share transactions: notes, kept in memory and written every half second, and batched calls."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import islice
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.db_errors import RowRefusedError, StoreError, failures, kind, refuses

FLUSH_EVERY = 0.5  # seconds
HURRIED = 0.1  # seconds until urgent notes are written: a transaction for each would cost more than its message
LONGEST_PAUSE = 5.0  # seconds between two tries while the database is down
MOST_NOTES = 10_000  # of each kind; beyond that the oldest are dropped
MOST_TRIES = 100  # savepoints of a kind in one transaction, so that it ends in time even on a distant server
MOST_CALLS = 50  # in one transaction

logger = logging.getLogger(__name__)

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")
R = TypeVar("R")


class _NoteRefusedError(Exception):
    """The database rejects one of the notes."""


class Notes(Generic[K, V]):
    """Pending notes of one kind (`name` in the log), by key, oldest first, until they are in the database.

    `merge(older, newer)` combines two notes of the same key. `write` gets a transaction and the notes to write in it.
    Beyond `size` keys the oldest are dropped and counted in `lost`. A note that the database rejects is dropped, so
    that it doesn't block others, and counted in `refused` by the kind of error.
    """

    def __init__(
        self,
        name: str,
        *,
        merge: Callable[[V, V], V],
        write: Callable[[AsyncConnection, dict[K, V]], Awaitable[None]],
        size: int = MOST_NOTES,
    ) -> None:
        self.name = name
        self._merge, self._write, self._size = merge, write, size
        self._new: dict[K, V] = {}
        self._in_flight: dict[K, V] = {}
        self._untried: dict[K, V] = {}
        self._tries = 0
        self.lost = 0
        self.refused: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._new)

    def add(self, key: K, value: V) -> None:
        """Add `value`, merged with a pending note of the same key."""
        self._new[key] = self._merge(self._new[key], value) if key in self._new else value
        while len(self._new) > self._size:
            del self._new[next(iter(self._new))]
            self.lost += 1

    def get(self, key: K) -> V | None:
        """Return the pending note of `key`; None if there is none."""
        return self._new.get(key, self._in_flight.get(key))

    def pending(self) -> dict[K, V]:
        """Return every note that may not be in the database yet."""
        return {**self._in_flight, **self._new}

    def rekey(self, change: Callable[[K], K | None]) -> None:
        """Change the keys of notes; None drops a note. To be called while the ledger is paused."""
        notes, self._new = self._new, {}
        for key, value in notes.items():
            if (new := change(key)) is not None:
                self.add(new, value)

    def take(self) -> None:
        """Put the new notes in flight."""
        self._in_flight, self._new = self._new, {}

    async def write(self, connection: AsyncConnection) -> None:
        """Write the notes in flight; raise _NoteRefusedError if the database rejects any of them."""
        if not self._in_flight:
            return
        try:
            await self._write(connection, self._in_flight)
        except Exception as error:
            if _is_of_a_note(error):
                raise _NoteRefusedError from error
            raise

    async def write_accepted(self, connection: AsyncConnection) -> None:
        """Write the notes in flight except those that the database rejects; raise any other error."""
        self._untried, self._tries = {}, MOST_TRIES
        self.refused.clear()
        if self._in_flight:
            await self._halve(connection, self._in_flight)

    def settle(self, *, written: bool) -> None:
        """Drop the notes in flight if they are `written`; otherwise put them back, as older than the new ones."""
        back = self._untried if written else self._in_flight
        self._in_flight, self._untried = {}, {}
        if not written:
            self.refused.clear()  # since these were put back, too
        newer, self._new = self._new, back
        for key, value in newer.items():
            self.add(key, value)

    async def _halve(self, connection: AsyncConnection, notes: dict[K, V]) -> None:
        """Write the notes; if the database rejects any, bisect down to the one that is rejected."""
        if not self._tries:
            self._untried |= notes
            return
        self._tries -= 1
        try:
            async with connection.begin_nested():
                await self._write(connection, notes)
        except Exception as error:
            if not _is_of_a_note(error):
                raise
            if len(notes) == 1:
                self.refused[kind(error)] += 1
                return
            items = iter(notes.items())
            await self._halve(connection, dict(islice(items, len(notes) // 2)))
            await self._halve(connection, dict(items))


class Ledger:
    """All pending notes, and the task that writes them. While the database is down, notes are kept, up to a limit."""

    def __init__(self, database: Database, *, interval: float = FLUSH_EVERY) -> None:
        self._database, self._interval = database, interval
        self._kinds: list[Notes[Any, Any]] = []
        self._writing = asyncio.Lock()
        self._flusher: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    def register(self, notes: Notes[K, V]) -> Notes[K, V]:
        """Add this kind of notes, written after those registered before; return it."""
        self._kinds.append(notes)
        return notes

    def start(self) -> None:
        """Write from now on, every `interval` seconds."""
        self._flusher = self._flusher or asyncio.create_task(self._keep_flushing())

    async def stop(self) -> None:
        """Write pending notes once, and stop."""
        try:
            if self._flusher:
                async with self._writing:  # cancelled half-way, it would be unknown whether the notes were written
                    self._flusher.cancel()
                with suppress(asyncio.CancelledError):
                    await self._flusher
                self._flusher = None
            with suppress(StoreError):  # which the database has logged
                await self.flush()
        finally:
            if left := sum(map(len, self._kinds)):
                logger.warning("%d notes could not be written before the end, and are lost.", left)

    async def flush(self) -> None:
        """Write pending notes in one transaction; on failure raise StoreError and keep them.

        Notes that the database rejects are dropped and logged, without their content.
        """
        async with self._writing:
            if not any(map(len, self._kinds)):
                return
            written = False
            for notes in self._kinds:
                notes.take()
            try:
                await self._write()
                written = True
            finally:
                for notes in self._kinds:
                    notes.settle(written=written)
            self._log_losses()

    async def _write(self) -> None:
        """Write all notes in one transaction; if one is rejected, in another with a savepoint for each part.

        Savepoints cost as much as the notes, and rejections are rare.
        """
        try:
            async with self._database.writing() as connection:
                for notes in self._kinds:
                    await notes.write(connection)
        except _NoteRefusedError:
            async with self._database.writing() as connection:
                for notes in self._kinds:
                    await notes.write_accepted(connection)

    def hurry(self) -> None:
        """Write pending notes soon, together with those added until then."""
        self._hurry.set()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Suspend writing, with nothing in flight, so that notes can be changed together with rows."""
        async with self._writing:
            yield

    async def _keep_flushing(self) -> None:
        pause = 0.0
        while True:
            await (asyncio.sleep(pause) if pause else self._due())
            try:
                await self.flush()
                pause = 0.0
            except StoreError:  # which the database has logged
                pause = min(max(pause, self._interval) * 2, LONGEST_PAUSE)
            except Exception:  # a bug in one kind of notes must not stop the others
                logger.exception("Notes can't be written.")
                pause = LONGEST_PAUSE

    async def _due(self) -> None:
        """Return after the interval, or soon if `hurry` was called."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._interval):
                await self._hurry.wait()
                await asyncio.sleep(HURRIED)
        self._hurry.clear()

    def _log_losses(self) -> None:
        if lost := sum(notes.lost for notes in self._kinds):
            logger.warning("%d notes were lost, since there was no room for more.", lost)
        for notes in self._kinds:
            notes.lost = 0
            for error, count in notes.refused.items():
                logger.warning("The database refuses %d of the %s (%s): dropped.", count, notes.name, error)
            notes.refused.clear()


def _is_of_a_note(error: Exception) -> bool:
    """Whether an error is caused by the data to be written, not by the database."""
    return not isinstance(error, failures()) or refuses(error)


class Batched(Generic[T, R]):
    """Batches calls of `run` into shared transactions, since a disk syncs only a few hundred times a second.

    The first call runs at once; calls made in the meantime run together after it. `run` gets up to `MOST_CALLS` items
    and returns a result for each, in order, or raises without effect. If it raises although the database works, the
    items are run one by one, so that only the faulty one's caller gets the error; if the database is down, all do.
    """

    def __init__(self, run: Callable[[list[T]], Awaitable[list[R]]]) -> None:
        self._run = run
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, item: T) -> R:
        """Return the result for `item`. A caller that is cancelled doesn't undo the run."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def settled(self) -> None:
        """Return when no run is in progress, even one whose caller was cancelled."""
        while self._worker is not None and not self._worker.done():
            await asyncio.wait({self._worker})

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_CALLS], self._waiting[MOST_CALLS:]
            await self._serve(batch)

    async def _serve(self, batch: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._run([item for item, _ in batch])
        except Exception as error:  # each caller's own to deal with
            is_down = isinstance(error, StoreError) and not isinstance(error, RowRefusedError)
            if len(batch) > 1 and not is_down:
                for each in batch:
                    await self._serve([each])
                return
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)

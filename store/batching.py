"""Writes that share transactions: notes, kept in memory and written every half second, and calls made meanwhile."""

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
HURRIED = 0.1  # seconds until notes in a hurry are written: a transaction for each would cost more than its message
LONGEST_PAUSE = 5.0  # seconds between two tries while the database is down
MOST_NOTES = 10_000  # of each kind; then the oldest go
MOST_TRIES = 100  # savepoints of a kind in one transaction, which is within its patience where a server is far away
MOST_CALLS = 50  # in one transaction

logger = logging.getLogger(__name__)

K = TypeVar("K")
V = TypeVar("V")
T = TypeVar("T")
R = TypeVar("R")


class _NoteRefusedError(Exception):
    """The database can't hold one of the notes."""


class Notes(Generic[K, V]):
    """Notes of one kind, which the log calls `name`, by key, the oldest first, until they are in the database.

    `merge(older, newer)` joins two notes of the same key. `write` is given a transaction and the notes to write in it.
    Beyond `size` keys the oldest are dropped, and counted in `lost`. A note that the database refuses is dropped, so
    that it doesn't keep others waiting, and counted in `refused` by the kind of error.
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
        """Keep `value`, merged with what is noted of `key` already."""
        self._new[key] = self._merge(self._new[key], value) if key in self._new else value
        while len(self._new) > self._size:
            del self._new[next(iter(self._new))]
            self.lost += 1

    def get(self, key: K) -> V | None:
        """Return what is noted of `key`; None if that is nothing, or in the database for certain."""
        return self._new.get(key, self._in_flight.get(key))

    def pending(self) -> dict[K, V]:
        """Return every note that isn't in the database for certain."""
        return {**self._in_flight, **self._new}

    def rekey(self, change: Callable[[K], K | None]) -> None:
        """Give notes another key; None drops them. To be called while the ledger is paused."""
        notes, self._new = self._new, {}
        for key, value in notes.items():
            if (new := change(key)) is not None:
                self.add(new, value)

    def take(self) -> None:
        """Put the new notes in flight."""
        self._in_flight, self._new = self._new, {}

    async def write(self, connection: AsyncConnection) -> None:
        """Write what is in flight; raise _NoteRefusedError where the database refuses any of it."""
        if not self._in_flight:
            return
        try:
            await self._write(connection, self._in_flight)
        except Exception as error:
            if _is_of_a_note(error):
                raise _NoteRefusedError from error
            raise

    async def write_accepted(self, connection: AsyncConnection) -> None:
        """Write what is in flight, but for notes that the database refuses; raise whatever else goes wrong."""
        self._untried, self._tries = {}, MOST_TRIES
        self.refused.clear()
        if self._in_flight:
            await self._halve(connection, self._in_flight)

    def settle(self, *, written: bool) -> None:
        """Forget what was in flight, as it is `written`; or else take it back, as older than the new notes."""
        back = self._untried if written else self._in_flight
        self._in_flight, self._untried = {}, {}
        if not written:
            self.refused.clear()  # for they came back, too
        newer, self._new = self._new, back
        for key, value in newer.items():
            self.add(key, value)

    async def _halve(self, connection: AsyncConnection, notes: dict[K, V]) -> None:
        """Write the notes; if the database refuses any, write each half alone, down to the one that is refused."""
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
    """All notes, and the task that writes them. While the database is down they are kept, up to their sizes."""

    def __init__(self, database: Database, *, interval: float = FLUSH_EVERY) -> None:
        self._database, self._interval = database, interval
        self._kinds: list[Notes[Any, Any]] = []
        self._writing = asyncio.Lock()
        self._flusher: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    def register(self, notes: Notes[K, V]) -> Notes[K, V]:
        """Write these notes, too, after those registered before; return them."""
        self._kinds.append(notes)
        return notes

    def start(self) -> None:
        """Write from now on, every `interval` seconds."""
        self._flusher = self._flusher or asyncio.create_task(self._keep_flushing())

    async def stop(self) -> None:
        """Write what is noted, once, and no more after that."""
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
        """Write what is noted, in one transaction; raise StoreError, and keep it, when that can't be done.

        What the database refuses is dropped, which the log says without showing it.
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
        """Write all notes in one transaction; where one is refused, in another with a savepoint for each part.

        Savepoints cost as much as the notes, and hardly ever is one refused.
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
        """Write soon what is noted, together with all else that is noted until then."""
        self._hurry.set()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Hold back writing, with nothing in flight, so that notes can be changed together with rows."""
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
            except Exception:  # a bug in one kind of notes mustn't stop the others
                logger.exception("Notes can't be written.")
                pause = LONGEST_PAUSE

    async def _due(self) -> None:
        """Return after the interval, or soon if something is in a hurry."""
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
    """Whether an error is about what was to be written, and not about the database."""
    return not isinstance(error, failures()) or refuses(error)


class Batched(Generic[T, R]):
    """Calls of `run` that share transactions, as a disk syncs only a few hundred times a second.

    The first call runs at once; those made meanwhile run together after it. `run` is given up to `MOST_CALLS` items and
    returns a result for each, in their order, or raises and has done nothing. Where it raises though the database
    works, the items are run one by one, so that only its own caller gets an error; if the database is down, all do.
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
        """Return when nothing runs, whether or not a caller still waits for it."""
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

"""What is noted in passing: kept in memory, merged, and written in one transaction every half second."""

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
from store.db_errors import FAILURES, StoreError, kind, refuses

FLUSH_EVERY = 0.5  # seconds
LONGEST_PAUSE = 5.0  # seconds between two tries while the database is down
MOST_NOTES = 10_000  # of each kind; then the oldest go
MOST_TRIES = 100  # savepoints of a kind in one transaction, which is within its patience where a server is far away

logger = logging.getLogger(__name__)

K = TypeVar("K")
V = TypeVar("V")


class Page(Generic[K, V]):
    """Notes of one kind, which the log calls `name`: a value for each key, in the order in which the keys came.

    `merge(older, newer)` joins two notes of the same key. `write` is given a transaction and the notes, and puts the
    ones into the other. Beyond `size` keys the oldest go, and are counted in `lost`. A note that the database refuses
    is dropped, so that it doesn't keep others waiting, and counted in `refused` by the kind of error.
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
        self._notes: dict[K, V] = {}
        self._on_the_way: dict[K, V] = {}
        self._untried: dict[K, V] = {}
        self._tries = 0
        self.lost = 0
        self.refused: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._notes)

    def note(self, key: K, value: V) -> None:
        """Keeps `value`, merged with what is noted of `key` already."""
        self._notes[key] = self._merge(self._notes[key], value) if key in self._notes else value
        while len(self._notes) > self._size:
            del self._notes[next(iter(self._notes))]
            self.lost += 1

    def get(self, key: K) -> V | None:
        """What is noted and not in the database for certain; None when that is nothing."""
        return self._notes.get(key, self._on_the_way.get(key))

    def waiting(self) -> dict[K, V]:
        """Every note that isn't in the database for certain."""
        return {**self._on_the_way, **self._notes}

    def rename(self, change: Callable[[K], K | None]) -> None:
        """Gives notes another key; None drops them. To be called while the ledger is at rest."""
        notes, self._notes = self._notes, {}
        for key, value in notes.items():
            if (new := change(key)) is not None:
                self.note(new, value)

    def take(self) -> None:
        """Puts the notes on their way to the database."""
        self._on_the_way, self._notes = self._notes, {}

    async def write(self, connection: AsyncConnection) -> None:
        """Writes what is on its way, but for the notes that the database refuses; raises what keeps all from it."""
        self._untried, self._tries = {}, MOST_TRIES
        self.refused.clear()
        if self._on_the_way:
            await self._write_accepted(connection, self._on_the_way)

    def settle(self, *, written: bool) -> None:
        """The notes on their way have arrived; or they come back, older than what was noted meanwhile."""
        back = self._untried if written else self._on_the_way
        self._on_the_way, self._untried = {}, {}
        if not written:
            self.refused.clear()  # for they came back, too
        newer, self._notes = self._notes, back
        for key, value in newer.items():
            self.note(key, value)

    async def _write_accepted(self, connection: AsyncConnection, notes: dict[K, V]) -> None:
        """Writes the notes; where the database refuses one of them, halves them until it stands alone."""
        if not self._tries:
            self._untried |= notes
            return
        self._tries -= 1
        try:
            async with connection.begin_nested():
                await self._write(connection, notes)
        except Exception as error:
            if isinstance(error, FAILURES) and not refuses(error):
                raise
            if len(notes) == 1:
                self.refused[kind(error)] += 1
                return
            items = iter(notes.items())
            await self._write_accepted(connection, dict(islice(items, len(notes) // 2)))
            await self._write_accepted(connection, dict(items))


class Ledger:
    """Pages and the task that writes them. Notes are kept while the database is down, as far as the pages hold."""

    def __init__(self, database: Database, *, interval: float = FLUSH_EVERY) -> None:
        self._database = database
        self._interval = interval
        self._pages: list[Page[Any, Any]] = []
        self._rest = asyncio.Lock()
        self._flusher: asyncio.Task[None] | None = None

    def add(self, page: Page[K, V]) -> Page[K, V]:
        """Takes `page` in, which is written after those that came before it."""
        self._pages.append(page)
        return page

    def start(self) -> None:
        """Writes from now on."""
        self._flusher = self._flusher or asyncio.create_task(self._keep_flushing())

    async def stop(self) -> None:
        """Writes what is noted, once, and no more after that."""
        try:
            if self._flusher:
                async with self._rest:  # given up half-way, nobody would know whether the notes have arrived
                    self._flusher.cancel()
                with suppress(asyncio.CancelledError):
                    await self._flusher
                self._flusher = None
            with suppress(StoreError):  # which the database has logged
                await self.flush()
        finally:
            if left := sum(map(len, self._pages)):
                logger.warning("The database got %d notes too few: they are lost as the program ends.", left)

    async def flush(self) -> None:
        """Writes what is noted, in one transaction; raises StoreError, and keeps it, when that can't be done.

        What the database refuses is dropped, which the log says without showing it.
        """
        async with self._rest:
            if not any(map(len, self._pages)):
                return
            written = False
            for page in self._pages:
                page.take()
            try:
                async with self._database.writing() as connection:
                    for page in self._pages:
                        await page.write(connection)
                written = True
            finally:
                for page in self._pages:
                    page.settle(written=written)
            self._own_up()

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Nothing is on its way meanwhile, so that notes can be renamed together with rows."""
        async with self._rest:
            yield

    async def _keep_flushing(self) -> None:
        pause = self._interval
        while True:
            await asyncio.sleep(pause)
            try:
                await self.flush()
                pause = self._interval
            except StoreError:  # which the database has logged
                pause = min(max(pause, self._interval) * 2, LONGEST_PAUSE)
            except Exception:  # a fault of the program's own mustn't end the writing of all other notes
                logger.exception("Notes can't be written.")
                pause = LONGEST_PAUSE

    def _own_up(self) -> None:
        if lost := sum(page.lost for page in self._pages):
            logger.warning("%d notes were lost, since there was no room for more.", lost)
        for page in self._pages:
            page.lost = 0
            for error, count in page.refused.items():
                logger.warning("The database refuses %d of the %s (%s): dropped.", count, page.name, error)
            page.refused.clear()

"""What is remembered about chats, over one database."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

from store.batching import FLUSH_EVERY, Ledger
from store.chats import Chats
from store.clock import set_right
from store.database import LOCK_PATIENCE, PATIENCE, Database, parse
from store.messages import StoredAnswers, Updates
from store.opening import make_file, migrate
from store.reminding.deliveries import Deliveries
from store.reminding.limiter import RATE, Limiter
from store.reminding.reminders import Reminders
from store.usage import Misses, Usage

OPENING = 60.0  # seconds that the migrations may take, those included that another replica is at


class Store:
    """Chats, answers, usage, misses and updates; reminders for those who subscribe, deliveries for who sends them.

    `url` is sqlite:///data/bot.db, sqlite:// (in memory) or postgresql://user:password@host/name; what it names isn't
    touched before `open`. `interval` is how often notes are written, `patience` how long a call may take, and
    `lock_patience` how much of that may go to waiting for SQLite's lock, all in seconds; `rate` is how many reminders
    go out in a second, at most, over all replicas. Raises StoreError with a sentence when `url` isn't understood.

    Coroutines raise StoreError when the database can't do it; notes never do. `is_shared` says whether other replicas
    may be at work on the same database: SQLite is one process's own.
    """

    def __init__(
        self,
        url: str,
        *,
        interval: float = FLUSH_EVERY,
        patience: float = PATIENCE,
        lock_patience: float = LOCK_PATIENCE,
        rate: float = RATE,
    ) -> None:
        self._patience = patience
        self._database = Database(parse(url), patience=patience, lock_patience=lock_patience)
        self._ledger = Ledger(self._database, interval=interval)
        # In this order they are written, too: chats before answers, as `Chats` does, so that no two replicas wait for
        # each other.
        self.answers = StoredAnswers(self._database, self._ledger)
        self.reminders = Reminders(self._database)
        self.deliveries = Deliveries(self._database, Limiter(self._database, rate))
        self.chats = Chats(self._database, self._ledger, self.answers, self.reminders)
        self.usage = Usage(self._database, self._ledger)
        self.misses = Misses(self._database, self._ledger)
        self.updates = Updates(self._database)
        self.is_shared = self._database.postgres

    async def open(self) -> None:
        """Makes the folder and the tables where they are missing, and starts to write notes.

        Raises StoreError with a sentence for the operator, and leaves nothing open; it may be called again then.
        """
        await self.upgrade()
        self._ledger.start()

    async def upgrade(self) -> None:
        """Does what `open` does before it starts anything, and raises as it does; `close` is to follow."""
        address = self._database.address
        try:
            self._database.hold()
            if address.path:
                await asyncio.to_thread(make_file, address.path, address.name)
            async with self._database.writing(OPENING) as connection:
                await connection.run_sync(migrate, address.name)
        except BaseException:
            await self._database.close()
            raise

    async def close(self) -> None:
        """Writes what is noted, as far as the database takes it within the patience, and closes."""
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    await self.updates.settled()
                    self._database.retry_now()
                    await self._ledger.stop()
        finally:
            await self._database.close()

    async def set_clock_right(self) -> int:
        """Brings back what was written by a clock that was ahead, and returns how many rows that were.

        To be done at the start and each day; raises StoreError.
        """
        return await set_right(self._database)

    async def flush(self) -> None:
        """Writes what is noted now; raises StoreError, and keeps it, when that can't be done."""
        await self._ledger.flush()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.close()

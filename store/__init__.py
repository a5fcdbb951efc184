"""What is remembered about chats, in SQLite or PostgreSQL: settings, answers, reminders, counts and misses.

async with Store("sqlite:///data/bot.db") as store:
    await store.chats.state(chat_id)
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

from store.batching import FLUSH_EVERY, Ledger
from store.chats import Chats, ChatSettings, ChatState, Mode
from store.database import LOCK_PATIENCE, PATIENCE, Database, parse
from store.db_errors import RowRefusedError, StoreError
from store.deliveries import RATE, Deliveries, SendSlots
from store.maintenance import repair_times, upgrade
from store.messages import Claim, StoredAnswer, StoredAnswers, Updates
from store.reminders import Counts, Reminders
from store.schedule import (
    EVERY_DAY,
    WORKDAYS,
    Choice,
    Due,
    Round,
    Schedule,
    Subscription,
    choose,
    local_day,
    next_due,
    zone_named,
)
from store.settling import Counted
from store.usage import DayCount, EntryCount, Miss, Misses, Usage

__all__ = [
    "EVERY_DAY",
    "WORKDAYS",
    "ChatSettings",
    "ChatState",
    "Choice",
    "Claim",
    "Counted",
    "Counts",
    "DayCount",
    "Due",
    "EntryCount",
    "Miss",
    "Mode",
    "Round",
    "RowRefusedError",
    "Schedule",
    "Store",
    "StoreError",
    "StoredAnswer",
    "Subscription",
    "choose",
    "local_day",
    "next_due",
    "zone_named",
]


class Store:
    """Chats, answers, usage, misses and updates; reminders for those who subscribe, deliveries for who sends them.

    `url` is sqlite:///data/bot.db, sqlite:// (in memory) or postgresql://user:password@host/name; the database isn't
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
        self.deliveries = Deliveries(self._database, SendSlots(self._database, rate))
        self.chats = Chats(self._database, self._ledger, self.answers, self.reminders)
        self.usage = Usage(self._database, self._ledger)
        self.misses = Misses(self._database, self._ledger)
        self.updates = Updates(self._database, self._ledger)
        self.is_shared = self._database.postgres

    async def open(self) -> None:
        """Make the folder and the tables where they are missing, and start to write notes.

        Raises StoreError with a sentence for the operator, and leaves nothing open; it may be called again then.
        """
        await upgrade(self._database)
        self._ledger.start()

    async def close(self) -> None:
        """Write what is noted, as far as the database takes it within the patience, and close."""
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    await self.updates.settled()
                    self._database.retry_now()
                    await self._ledger.stop()
        finally:
            await self._database.close()

    async def repair_times(self) -> int:
        """Repair what a clock that was ahead has written, and return how many rows that were; raise StoreError.

        To be called at the start, and now and then.
        """
        return await repair_times(self._database)

    async def flush(self) -> None:
        """Write what is noted now; raise StoreError, and keep it, when that can't be done."""
        await self._ledger.flush()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.close()

"""Persistent data about chats, in SQLite or PostgreSQL: settings, answers, reminders, counts and misses.

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
from store.usage import WHY_BAD, DayCount, EntryCount, Miss, Misses, Usage

__all__ = [
    "EVERY_DAY",
    "WHY_BAD",
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
    """Access to all stored data: `reminders` is for subscribing, `deliveries` for sending them.

    `url` is sqlite:///data/bot.db, sqlite:// (in memory) or postgresql://user:password@host/name; the database isn't
    touched before `open`. `interval` is how often notes are written, `patience` how long a call may take, and
    `lock_patience` how much of that may go to waiting for SQLite's lock, all in seconds; `rate` is how many reminders
    are sent per second, at most, by all replicas together. Raises StoreError with a sentence for an invalid `url`.

    Coroutines raise StoreError if the database fails; notes never do. `is_shared` says whether other replicas may use
    the same database: an SQLite database belongs to one process.
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
        # Notes are written in this order, chats before answers, as in `Chats`, so that replicas don't deadlock.
        self.answers = StoredAnswers(self._database, self._ledger)
        self.reminders = Reminders(self._database)
        self.deliveries = Deliveries(self._database, SendSlots(self._database, rate))
        self.chats = Chats(self._database, self._ledger, self.answers, self.reminders)
        self.usage = Usage(self._database, self._ledger)
        self.misses = Misses(self._database, self._ledger)
        self.updates = Updates(self._database, self._ledger)
        self.is_shared = self._database.postgres

    async def open(self) -> None:
        """Create the folder and upgrade the tables as needed, and start to write notes.

        Raises StoreError with a sentence for the operator, and leaves nothing open; it may then be called again.
        """
        await upgrade(self._database)
        self._ledger.start()

    async def close(self) -> None:
        """Write pending notes, as far as possible within `patience`, and close."""
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    await self.updates.settled()
                    self._database.retry_now()
                    await self._ledger.stop()
        finally:
            await self._database.close()

    async def repair_times(self) -> int:
        """Repair times written by a clock that was ahead, and return the number of rows; raise StoreError.

        To be called at the start and periodically.
        """
        return await repair_times(self._database)

    async def flush(self) -> None:
        """Write pending notes now; on failure raise StoreError and keep them."""
        await self._ledger.flush()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        await self.close()

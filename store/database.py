"""The connection to SQLite or PostgreSQL: transactions that end in time, and failures said in a sentence."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.sql.expression import TableClause

from store.errors import FAILURES, RowRefusedError, StoreError, damaged, kind, reason, refuses
from store.health import Health
from store.opening import is_whole
from store.url import Address

PATIENCE = 4.0  # seconds that one transaction gets, the wait for a connection and for locks included
REST = 1.0  # seconds between two tries to reach a database that let a transaction time out
LOCK_PATIENCE = 2.0  # seconds of it to wait for SQLite's lock, so that it is the lock that is named
_LOCKED = 0.1  # seconds of it when the last to write has waited in vain: readers wait behind the writer
_CONNECTIONS = 5
CHECKED = 60.0  # seconds between two looks at a damaged file, whether it is whole again
_READ, _WRITE = "BEGIN", "BEGIN IMMEDIATE"
_WHOLE = "whole"  # a way to fail, too, and no success at reading or writing a page proves that all of them are whole

logger = logging.getLogger(__name__)


class Database:
    """One database and what is known of its health. The log says once that it is down, and once that it is back.

    One that lets a transaction time out isn't asked again, so that nobody waits for it, until it has answered a task
    of its own.
    """

    def __init__(self, address: Address, *, patience: float = PATIENCE, lock_patience: float = LOCK_PATIENCE) -> None:
        self.address = address
        self.postgres = address.dsn is not None
        self.patience, self._lock_patience = patience, lock_patience
        self._engine = _postgres(address, patience) if self.postgres else _sqlite(address, patience, lock_patience)
        self._health = Health(address.name)
        self._asking: asyncio.Task[None] | None = None  # while the database isn't to be asked by others
        self._checking: asyncio.Task[None] | None = None  # while the file is damaged
        self._memory: sqlite3.Connection | None = None

    def hold(self) -> None:
        """Keeps a database in memory alive until `close`, for it goes with its last connection."""
        if self._memory is None and self.address.memory:
            self._memory = sqlite3.connect(self.address.memory, uri=True)

    @asynccontextmanager
    async def reading(self, patience: float | None = None) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads; raises StoreError when the database fails or takes too long.

        RowRefusedError, which is logged, when it can't hold a value that it was given.
        `patience` is in seconds, for work that takes longer than people wait.
        """
        async with self._transaction(_READ, patience) as connection:
            yield connection

    @asynccontextmanager
    async def writing(self, patience: float | None = None) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes, committed at the end; raises StoreError as `reading` does."""
        # A transaction that begins by reading could not wait for SQLite's lock when it comes to writing.
        async with self._transaction(_WRITE, patience) as connection:
            yield connection

    def insert(self, table: TableClause) -> Any:
        """An INSERT that knows ON CONFLICT; both databases spell it alike, SQLAlchemy types it apart."""
        return postgresql.insert(table) if self.postgres else sqlite.insert(table)

    def wake(self) -> None:
        """The next who asks isn't put off: what has let a transaction time out may answer by now."""
        if self._asking:
            self._asking.cancel()
            self._asking = None

    async def close(self) -> None:
        """Closes every connection; what doesn't close in time is left to the system."""
        self.wake()
        if self._checking:
            self._checking.cancel()
        with suppress(*FAILURES, TimeoutError):
            async with asyncio.timeout(self.patience):
                await self._engine.dispose()
        if self._memory:
            self._memory.close()
            self._memory = None

    @asynccontextmanager
    async def _transaction(self, begin: str, patience: float | None = None) -> AsyncIterator[AsyncConnection]:
        if self._asking:
            raise StoreError(f"The {self.address.name} doesn't answer.")
        async with self._begun(begin, patience or self.patience) as connection:
            yield connection

    @asynccontextmanager
    async def _begun(self, begin: str, patience: float) -> AsyncIterator[AsyncConnection]:
        wait = min(self._lock_patience, _LOCKED) if self._health.fails(begin) else self._lock_patience
        with self._watched(begin):
            async with asyncio.timeout(patience), self._engine.connect() as connection:
                await connection.execution_options(begin=begin, wait=wait)
                async with connection.begin():
                    yield connection

    @contextmanager
    def _watched(self, way: str) -> Iterator[None]:
        try:
            yield
        except TimeoutError:
            self._asking = self._asking or asyncio.create_task(self._keep_asking())
            raise self._failed(way, "doesn't answer in time") from None
        except FAILURES as error:
            if refuses(error):
                raise self._refused(error) from None
            if damaged(error):
                self._is_damaged(error)
            raise self._failed(way, reason(error)) from None
        self._health.worked(_READ, way)

    def _failed(self, way: str, why: str) -> StoreError:
        sentence = f"The {self.address.name} {why}."
        self._health.failed(way, sentence)
        return StoreError(sentence)

    def _is_damaged(self, error: BaseException) -> None:
        """Count as failing, whatever can be read or written still, until the file is whole again."""
        self._failed(_WHOLE, reason(error))
        if self.address.path and (self._checking is None or self._checking.done()):
            self._checking = asyncio.create_task(self._keep_checking(self.address.path))

    def _refused(self, error: BaseException) -> RowRefusedError:
        sentence = f"The {self.address.name} can't hold what it was given ({kind(error)})."
        logger.warning("%s", sentence)
        return RowRefusedError(sentence)

    async def _keep_checking(self, path: Path) -> None:
        while True:
            if await asyncio.to_thread(is_whole, path):
                with suppress(*FAILURES):
                    async with self._engine.connect() as connection:
                        await connection.invalidate()  # another file may be in the place of the one that is open
                    self._health.worked(_WHOLE)
                    return
            await asyncio.sleep(CHECKED)

    async def _keep_asking(self) -> None:
        while True:
            await asyncio.sleep(REST)
            with suppress(StoreError):
                async with self._begun(_READ, self.patience) as connection:
                    await connection.execute(text("SELECT 1"))
                self._asking = None
                return


def _sqlite(address: Address, patience: float, lock_patience: float) -> AsyncEngine:
    # One connection: with more they wait for each other's locks.
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{address.memory}&uri=true"
        if address.memory
        else URL.create("sqlite+aiosqlite", database=str(address.path)),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=patience * 2,  # longer than a transaction may take, whose own limit is the one to tell
        hide_parameters=True,
        connect_args={"timeout": lock_patience, "isolation_level": None},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=FULL")  # a power cut loses nothing that was committed
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        wait = options.get("wait", lock_patience)
        if connection.info.setdefault("wait", lock_patience) != wait:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(wait * 1_000)}")
            connection.info["wait"] = wait
        # The driver would begin by itself, later than is safe, and commit before DDL.
        connection.exec_driver_sql(options.get("begin", _READ))

    return engine


def _postgres(address: Address, patience: float) -> AsyncEngine:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=patience * 2,
        pool_pre_ping=True,  # a server that was restarted costs nobody an answer
        hide_parameters=True,
        connect_args={
            "dsn": address.dsn,  # asyncpg understands all that PostgreSQL's addresses may hold, sslmode for one
            "timeout": patience,
            # Behind PgBouncer the next transaction may find another server, where no statement is prepared.
            "statement_cache_size": 0,
            "prepared_statement_cache_size": 0,
        },
    )

    @event.listens_for(engine.sync_engine, "invalidate")
    def _given_up(connection: Any, *_: object) -> None:
        # SQLAlchemy would take leave of the server first, and wait two seconds for one that hangs.
        connection.driver_connection.terminate()

    return engine

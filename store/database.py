"""The database: its address, the connection to SQLite or PostgreSQL, and transactions that end in time."""

from __future__ import annotations

import asyncio
import logging
import math
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import URL, AsyncAdaptedQueuePool, Connection, Table, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from store.db_errors import RowRefusedError, StoreError, damaged, failures, kind, reason, refuses

PATIENCE = 4.0  # seconds for one transaction, including the wait for a connection and for locks
RETRY_EVERY = 1.0  # seconds between two attempts after a time-out
LOCK_PATIENCE = 2.0  # seconds of it to wait for SQLite's lock, so that the error names the lock
_LOCKED = 0.1  # seconds of it after a write failed to get the lock: readers queue behind the writer
_CONNECTIONS = 5
RELAPSE = 60.0  # seconds after a recovery within which another failure is only logged if it lasts
CHECK_EVERY = 60.0  # seconds between two checks whether a damaged file has been repaired
_CHECK_TIME = 3.0  # seconds; shutting down may have to wait so long. A disk reads a gigabyte in that time
_READ, _WRITE = "BEGIN", "BEGIN IMMEDIATE"
_WHOLE = "whole"  # an operation of its own: reading or writing one page doesn't prove that all are readable
_EXPECTED = "expected sqlite:///data/bot.db or postgresql://user:password@host/name"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a database. `name` is for messages, without user and password.

    An SQLite file has a `path`, a database in memory its own URI, PostgreSQL a `dsn`, which contains the password.
    """

    name: str
    path: Path | None = None
    memory: str | None = None
    dsn: str | None = field(default=None, repr=False)


def parse(url: str) -> Address:
    """Parse `url`; raise StoreError with a sentence if it is invalid."""
    if url.count("@") > 1:  # one is part of the password, half of which would be taken for the host name and be shown
        raise StoreError(
            f"The database's address holds more than one @: write %40 for one in the password; {_EXPECTED}."
        )
    try:
        parts = make_url(url.strip())
    except (ArgumentError, ValueError):
        # The address isn't shown: if it is malformed, the password may be anywhere in it.
        raise StoreError(f"The database's address isn't understood: {_EXPECTED}.") from None
    match parts.drivername:
        case "sqlite" | "sqlite+aiosqlite":
            return _sqlite_address(parts)
        case "postgresql" | "postgres" | "postgresql+asyncpg":
            return _postgres_address(parts)
    raise StoreError(f"The database's address begins with {parts.drivername}://, which isn't known: {_EXPECTED}.")


def _sqlite_address(parts: URL) -> Address:
    if parts.host is not None or parts.username is not None:
        raise StoreError(
            "The SQLite address needs three slashes before a path, as in sqlite:///data/bot.db, and a fourth for one "
            "from the root."
        )
    if parts.query:
        raise StoreError("The SQLite address takes no options after a question mark.")
    if parts.database in {None, "", ":memory:"}:
        return Address("database in memory", memory=f"file:{uuid4().hex}?mode=memory&cache=shared")
    path = Path(str(parts.database))
    return Address(f"database {path}", path=path)


def _postgres_address(parts: URL) -> Address:
    if not parts.database and "database" not in parts.query and "dbname" not in parts.query:
        raise StoreError(f"The PostgreSQL address names no database: {_EXPECTED}.")
    host = parts.host or parts.query.get("host") or "this machine"
    port = f":{parts.port}" if parts.port else ""
    where = host if isinstance(host, str) else ", ".join(host)
    dsn = parts.set(drivername="postgresql").render_as_string(hide_password=False)
    return Address(f"PostgreSQL database {parts.database or ''} at {where}{port}".replace("  ", " "), dsn=dsn)


class Health:
    """Logs once that the database called `name` is down, and once that it is back.

    Operations are tracked separately: a database that can't be written may still be read. Failures before the first
    success are not logged, as the caller that opens the database reports them. `clock` counts seconds.
    """

    def __init__(self, name: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._name, self._clock = name, clock
        self._failing: set[str] = set()
        self._has_worked = False
        self._is_logged = False
        self._back_at = -math.inf

    def fails(self, operation: str) -> bool:
        """Return whether the operation's last attempt failed."""
        return operation in self._failing

    def failed(self, operation: str, sentence: str) -> None:
        """Record that the operation failed, with the sentence to log."""
        self._failing.add(operation)
        # A database that comes and goes every few seconds would fill the log.
        if self._has_worked and not self._is_logged and self._clock() - self._back_at >= RELAPSE:
            self._is_logged = True
            logger.warning("%s The bot goes on without what it remembers.", sentence)

    def worked(self, *operations: str) -> None:
        """Record a success that proves that these operations work."""
        self._has_worked = True
        self._failing.difference_update(operations)
        if self._is_logged and not self._failing:
            self._is_logged = False
            self._back_at = self._clock()
            logger.info("The %s is back.", self._name)


class Database:
    """Transactions on one database. The log says once that it is down, and once that it is back.

    After a time-out all transactions fail at once, until a background task gets an answer from the database.
    """

    def __init__(self, address: Address, *, patience: float = PATIENCE, lock_patience: float = LOCK_PATIENCE) -> None:
        self.address = address
        self.postgres = address.dsn is not None
        self.patience, self._lock_patience = patience, lock_patience
        self._engine = _postgres(address, patience) if self.postgres else _sqlite(address, patience, lock_patience)
        self._health = Health(address.name)
        self._retrying: asyncio.Task[None] | None = None  # while transactions fail at once
        self._checking: asyncio.Task[None] | None = None  # while the file is damaged
        self._memory: sqlite3.Connection | None = None

    def hold(self) -> None:
        """Keep a database in memory until `close`: SQLite drops it with its last connection."""
        if self._memory is None and self.address.memory:
            self._memory = sqlite3.connect(self.address.memory, uri=True)

    def reading(self, patience: float | None = None) -> AbstractAsyncContextManager[AsyncConnection]:
        """Return a read-only transaction; it raises StoreError if the database fails or takes too long.

        Raises RowRefusedError, which is logged, for a value that the database rejects.
        `patience` is the time limit in seconds, for work that may take longer than usual.
        """
        return self._transaction(_READ, patience)

    def writing(self, patience: float | None = None) -> AbstractAsyncContextManager[AsyncConnection]:
        """Return a transaction that writes, committed at the end; it raises StoreError as `reading` does."""
        # A transaction that begins by reading could not wait for SQLite's lock when it comes to writing.
        return self._transaction(_WRITE, patience)

    def insert(self, table: Table) -> Any:
        """Return an INSERT with ON CONFLICT; SQLAlchemy has a type of its own for each database."""
        dialect = import_module(f"sqlalchemy.dialects.{'postgresql' if self.postgres else 'sqlite'}")
        return dialect.insert(table)

    def upsert(self, table: Table, *, overwrite: Iterable[str] = (), add: Iterable[str] = (), **values: Any) -> Any:
        """Return an INSERT of `values` that, where the key exists, overwrites some columns and adds to others."""
        insert = self.insert(table).values(**values)
        new = insert.excluded
        changes = {name: new[name] for name in overwrite} | {name: table.c[name] + new[name] for name in add}
        return insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=changes)

    def retry_now(self) -> None:
        """Let the next transaction reach the database, even if the last one timed out."""
        if self._retrying:
            self._retrying.cancel()
            self._retrying = None

    async def close(self) -> None:
        """Close all connections; those that don't close in time are left to the operating system."""
        self.retry_now()
        if self._checking:
            self._checking.cancel()
        with suppress(*failures(), TimeoutError):
            async with asyncio.timeout(self.patience):
                await self._engine.dispose()
        if self._memory:
            self._memory.close()
            self._memory = None

    @asynccontextmanager
    async def _transaction(self, begin: str, patience: float | None) -> AsyncIterator[AsyncConnection]:
        if self._retrying:
            raise StoreError(f"The {self.address.name} doesn't answer.")
        async with self._begun(begin, patience or self.patience) as connection:
            yield connection

    @asynccontextmanager
    async def _begun(self, begin: str, patience: float) -> AsyncIterator[AsyncConnection]:
        wait = min(self._lock_patience, _LOCKED) if self._health.fails(begin) else self._lock_patience
        with self._reporting(begin):
            async with asyncio.timeout(patience), self._engine.connect() as connection:
                await connection.execution_options(begin=begin, wait=wait)
                async with connection.begin():
                    yield connection

    @contextmanager
    def _reporting(self, operation: str) -> Iterator[None]:
        """Turn errors into StoreErrors, and report them to the health."""
        try:
            yield
        except TimeoutError:
            self._retrying = self._retrying or asyncio.create_task(self._keep_retrying())
            raise self._failed(operation, "doesn't answer in time") from None
        except failures() as error:
            if refuses(error):
                sentence = f"The {self.address.name} can't hold what it was given ({kind(error)})."
                logger.warning("%s", sentence)
                raise RowRefusedError(sentence) from None
            if damaged(error):  # it counts as failing until the file is repaired, whatever can still be read
                self._failed(_WHOLE, reason(error))
                if self.address.path and (self._checking is None or self._checking.done()):
                    self._checking = asyncio.create_task(self._keep_checking(self.address.path))
            raise self._failed(operation, reason(error)) from None
        self._health.worked(_READ, operation)

    def _failed(self, operation: str, why: str) -> StoreError:
        sentence = f"The {self.address.name} {why}."
        self._health.failed(operation, sentence)
        return StoreError(sentence)

    async def _keep_checking(self, path: Path) -> None:
        while True:
            if await asyncio.to_thread(is_whole, path):
                with suppress(*failures()):
                    async with self._engine.connect() as connection:
                        await connection.invalidate()  # another file may have replaced the open one
                    self._health.worked(_WHOLE)
                    return
            await asyncio.sleep(CHECK_EVERY)

    async def _keep_retrying(self) -> None:
        while True:
            await asyncio.sleep(RETRY_EVERY)
            with suppress(StoreError):
                async with self._begun(_READ, self.patience) as connection:
                    await connection.execute(text("SELECT 1"))
                self._retrying = None
                return


def is_whole(path: Path) -> bool:
    """Return whether every page of the SQLite file `path` can be read; False, too, after 3 seconds. It blocks."""
    until = time.monotonic() + _CHECK_TIME
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def _sqlite(address: Address, patience: float, lock_patience: float) -> AsyncEngine:
    # One connection: with more they wait for each other's locks.
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{address.memory}&uri=true"
        if address.memory
        else URL.create("sqlite+aiosqlite", database=str(address.path)),
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=patience * 2,  # longer than a transaction's own limit, so that the error is always that one's
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
        # The driver would begin implicitly, which is too late, and commit before DDL.
        connection.exec_driver_sql(options.get("begin", _READ))

    return engine


def _postgres(address: Address, patience: float) -> AsyncEngine:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_timeout=patience * 2,
        pool_pre_ping=True,  # a restart of the server costs no answer
        hide_parameters=True,
        connect_args={
            "dsn": address.dsn,  # asyncpg supports all options, such as sslmode
            "timeout": patience,
            # Behind PgBouncer the next transaction may run on another connection, without the prepared statement.
            "statement_cache_size": 0,
            "prepared_statement_cache_size": 0,
        },
    )

    @event.listens_for(engine.sync_engine, "invalidate")
    def _abandoned(connection: Any, *_: object) -> None:
        # SQLAlchemy would close the connection gracefully, and wait two seconds for a hanging server.
        connection.driver_connection.terminate()

    return engine

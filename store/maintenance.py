"""Operations on the whole database: migrate it, copy it to another, repair times of a clock that was ahead."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Table, func, inspect, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store import reminders
from store.database import Address, Database, parse
from store.db_errors import StoreError, failures, kind, locked, reason, refuses
from store.tables import ANSWERS, CHATS, DAY, METADATA, MISSES, REMINDERS, UPDATES, Ago, storable

MIGRATION_PATIENCE = 60.0  # seconds for the migrations, including those of a replica that started earlier
COPY_PATIENCE = 6 * 3_600.0  # seconds for a copy
COPIED_AT_ONCE = 1_000  # rows
REPAIRED_AT_ONCE = 500  # reminders in one transaction
EARLIEST = datetime(2024, 1, 1, tzinfo=UTC)  # a clock that shows an earlier time is behind, and will be set forward
_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 0x57_52_42_01  # an arbitrary number, the same in all replicas
_FILE_TRIES, _FILE_PAUSE = 100, 0.05  # seconds between two attempts to get exclusive access to the SQLite file

# Seconds by which a time must be ahead to be repaired. While a clock is months behind, before it is first set, recent
# rows would otherwise be dated back, and be deleted as old once the clock is right.
_FAR_AHEAD = 366 * DAY
_PAST: tuple[Column[Any], ...] = (  # columns with the time of writing
    CHATS.c.seen_at,
    CHATS.c.left_at,
    ANSWERS.c.at,
    MISSES.c.last,
    REMINDERS.c.ended_at,
    UPDATES.c.claimed_at,
)
Progress = Callable[[str, int, int], None]

logger = logging.getLogger(__name__)


async def upgrade(database: Database) -> None:
    """Create the folder and the tables if they are missing, or upgrade them.

    Raises StoreError with a sentence for the operator; the database is closed then.
    """
    address = database.address
    try:
        database.hold()
        if address.path:
            await asyncio.to_thread(_make_file, address.path, address.name)
        async with database.writing(MIGRATION_PATIENCE) as connection:
            await connection.run_sync(_migrate, address.name)
    except BaseException:
        await database.close()
        raise


def _make_file(path: Path, name: str) -> None:
    """Create the SQLite file `path` and its folder, in WAL mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise StoreError(f"The folder {path.parent} of the {name} can't be made: {why}.") from None
    with suppress(OSError):  # SQLite will fail with the same error, for which there is a sentence
        if path.is_dir():
            raise StoreError(f"The {name} is a folder: expected a file.")
    for remaining in reversed(range(_FILE_TRIES)):
        try:
            with closing(sqlite3.connect(path, timeout=0)) as connection:
                # In WAL mode readers and the writer don't block each other. Switching needs exclusive access, for which
                # SQLite waits in some cases and not in others.
                connection.execute("PRAGMA journal_mode=WAL").fetchone()
            return
        except sqlite3.Error as error:
            if not remaining or not locked(error):
                raise StoreError(f"The {name} {reason(error)}.") from None
            time.sleep(_FILE_PAUSE)


def _migrate(connection: Connection, name: str) -> None:
    """Run pending migrations in the connection's transaction; replicas that start together wait for each other."""
    if connection.dialect.name == "postgresql":
        _check_server(connection, name)
        # Held until the transaction ends; on SQLite BEGIN IMMEDIATE does the same.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    known, present = _revisions(), _revision(connection)
    if present == known[-1]:
        return
    if present and present not in known:
        raise StoreError(f"The {name} was last used by a newer version of this program: run that one, or a newer.")
    # Imported only if there is something to do, which is rare: it takes a fifth of a second and 10 MiB.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _check_server(connection: Connection, name: str) -> None:
    # Without migrations to run, a read-only standby would only be noticed by the first write.
    if connection.execute(text("SHOW transaction_read_only")).scalar() == "on":
        raise StoreError(f"The {name} is read-only, as a standby is.")
    encoding = connection.execute(text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        raise StoreError(
            f"The {name} is encoded in {encoding}, which can't hold every text: make one in UTF8 (`createdb "
            "--encoding UTF8 --locale C --template template0`), into which `db copy` moves what this one holds."
        )


def is_current(connection: Connection) -> bool:
    """Return whether the schema is this program's version."""
    return _revision(connection) == _revisions()[-1]


def _revisions() -> list[str]:
    """Return the number of each migration, in order, from the file names."""
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def copy(source_url: str, target_url: str, progress: Progress) -> dict[str, int]:
    """Copy `source_url` to `target_url` in one transaction, and return the number of rows of each table.

    Missing tables are created in the target. Its rows are overwritten, so a copy can be repeated; but a target with
    other rows, or a later reminder, is in use, and is not changed. No bot may run on either database meanwhile.
    `progress` is called with a table, the number of its rows copied so far, and their total.

    Raises StoreError with a sentence if one of the two can't be used, or the counts differ.
    """
    source, target = Database(parse(source_url)), Database(parse(target_url))
    if source.address == target.address:
        raise StoreError(f"The {source.address.name} can't be copied into itself.")
    if source.address.path and not source.address.path.is_file():
        raise StoreError(f"The {source.address.name} isn't there.")
    try:
        await upgrade(target)
        return await _copy(source, target, progress)
    finally:
        await source.close()
        await target.close()


async def _copy(source: Database, target: Database, progress: Progress) -> dict[str, int]:
    async with source.reading(COPY_PATIENCE) as old, target.writing(COPY_PATIENCE) as new:
        if source.postgres:
            await old.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        if not await old.run_sync(is_current):
            raise StoreError(f"The {source.address.name} isn't of this version: run `db upgrade` on it first.")
        counts = {}
        for table in METADATA.sorted_tables:
            counts[table.name] = await _copy_table(table, old, new, target, progress)
            present = await _count(new, table)
            if present != counts[table.name]:
                raise StoreError(
                    f"The {target.address.name} has {present} rows in {table.name}, the {source.address.name} "
                    f"{counts[table.name]}: it is in use already, and stays as it was."
                )
        return counts


async def _copy_table(
    table: Table, old: AsyncConnection, new: AsyncConnection, target: Database, progress: Progress
) -> int:
    total, done = await _count(old, table), 0
    progress(table.name, done, total)
    upsert = target.upsert(table, overwrite=[column.name for column in table.columns if not column.primary_key])
    # SQLite accepts texts that are too long for PostgreSQL, or contain a NUL.
    lengths = {column.name: getattr(column.type, "length", None) for column in table.columns}
    rows = await old.stream(select(table).order_by(*table.primary_key))
    async for batch in rows.mappings().partitions(COPIED_AT_ONCE):
        if table is REMINDERS:
            await _refuse_newer(batch, new, target.address)
        storables = [
            {name: storable(value, lengths[name]) if isinstance(value, str) else value for name, value in row.items()}
            for row in batch
        ]
        try:
            await new.execute(upsert, storables)
        except failures() as error:
            if not refuses(error):
                raise
            raise StoreError(
                f"The {target.address.name} can't hold a row of {table.name} ({kind(error)}), and stays as it was."
            ) from None
        done += len(batch)
        progress(table.name, done, total)
    return done


async def _refuse_newer(rows: Sequence[Any], new: AsyncConnection, address: Address) -> None:
    """Raise StoreError if the target has sent a chat a reminder since: it would be sent twice."""
    days = {row["chat_id"]: row["day"] for row in rows}
    known = select(REMINDERS.c.chat_id, REMINDERS.c.day).where(
        REMINDERS.c.chat_id.between(min(days), max(days)), REMINDERS.c.day.is_not(None)
    )
    for chat_id, day in await new.execute(known):
        if chat_id in days and (days[chat_id] is None or day > days[chat_id]):
            raise StoreError(f"The {address.name} has sent reminders since: it is in use already, and stays as it was.")


async def _count(connection: AsyncConnection, table: Table) -> int:
    return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def repair_times(database: Database) -> int:
    """Set impossible future times to now, and return the number of rows; raise StoreError.

    A reminder that is due later than its schedule allows becomes due at the schedule's next occasion. A served day in
    the future counts as today: one reminder may be skipped by that, but none is sent twice. If the clock itself is
    obviously behind, nothing is done.
    """
    async with database.reading() as connection:
        if (await connection.execute(select(Ago()))).scalar_one() < EARLIEST:
            return 0
    total = 0
    for column in _PAST:
        repaired = update(column.table).where(column > Ago(-_FAR_AHEAD)).values({column.name: Ago()})
        async with database.writing() as connection:
            total += (await connection.execute(repaired)).rowcount
    after: int | None = None
    while True:
        async with database.writing() as connection:
            chats = await reminders.repair_times(connection, after, REPAIRED_AT_ONCE)
        total += len(chats)
        if len(chats) < REPAIRED_AT_ONCE:
            break
        after = chats[-1]
    if total:
        logger.warning("%d rows had times of a clock that was ahead, and are repaired.", total)
    return total

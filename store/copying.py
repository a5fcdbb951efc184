"""Moves a grown installation into another database: everything in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Address, Database, parse
from store.db_errors import FAILURES, StoreError, kind, refuses
from store.opening import is_current
from store.store import Store
from store.tables import METADATA, REMINDERS, storable

BATCH = 1_000  # rows
PATIENCE = 6 * 3_600.0  # seconds that a copy may take

Progress = Callable[[str, int, int], None]


async def copy(source_url: str, target_url: str, progress: Progress) -> dict[str, int]:
    """Copy what `source_url` holds into `target_url`, and return how many rows each table has.

    The target's tables are made where they are missing. Rows that it has already are written over, so it may be done
    again; but a target that has others, or a reminder served later, is in use: it stays as it is. No bot may run on
    either meanwhile. `progress` is called with a table, how many of its rows are copied, and how many there are.

    Raises StoreError with a sentence when one of the two can't be used, or the counts differ in the end.
    """
    source, target = parse(source_url), parse(target_url)
    if source == target:
        raise StoreError(f"The {source.name} can't be copied into itself.")
    if source.path and not source.path.is_file():
        raise StoreError(f"The {source.name} isn't there.")
    store = Store(target_url)
    try:
        await store.upgrade()
    finally:
        await store.close()
    async with _opened(source) as old, _opened(target) as new:
        return await _copy(old, new, progress)


async def _copy(source: Database, target: Database, progress: Progress) -> dict[str, int]:
    async with source.reading(PATIENCE) as old, target.writing(PATIENCE) as new:
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
    insert = target.insert(table)
    values = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    upsert = insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=values)
    rows = await old.stream(select(table).order_by(*table.primary_key))
    async for batch in rows.mappings().partitions(BATCH):
        await _refuse_newer(table, batch, new, target.address)
        try:
            await new.execute(upsert, _storable(table, batch))
        except FAILURES as error:
            if not refuses(error):
                raise
            raise StoreError(
                f"The {target.address.name} can't hold a row of {table.name} ({kind(error)}), and stays as it was."
            ) from None
        done += len(batch)
        progress(table.name, done, total)
    return done


def _storable(table: Table, batch: Sequence[RowMapping]) -> list[dict[str, Any]]:
    """The rows as every database takes them: SQLite keeps texts that are too long for PostgreSQL, or hold a NUL."""
    lengths = {column.name: getattr(column.type, "length", None) for column in table.columns}
    return [
        {name: storable(value, lengths[name]) if isinstance(value, str) else value for name, value in row.items()}
        for row in batch
    ]


async def _refuse_newer(table: Table, batch: Sequence[Any], new: AsyncConnection, address: Address) -> None:
    """Raises StoreError when the target has reminded one of the chats since: it would do so twice."""
    if table is not REMINDERS:
        return
    days = {row["chat_id"]: row["day"] for row in batch}
    known = select(REMINDERS.c.chat_id, REMINDERS.c.day).where(
        REMINDERS.c.chat_id.between(min(days), max(days)), REMINDERS.c.day.is_not(None)
    )
    for chat_id, day in await new.execute(known):
        if chat_id in days and (days[chat_id] is None or day > days[chat_id]):
            raise StoreError(f"The {address.name} has sent reminders since: it is in use already, and stays as it was.")


async def _count(connection: AsyncConnection, table: Table) -> int:
    rows: ColumnElement[int] = func.count()
    return int(await connection.scalar(select(rows).select_from(table)) or 0)


@asynccontextmanager
async def _opened(address: Address) -> AsyncIterator[Database]:
    database = Database(address)
    try:
        yield database
    finally:
        await database.close()

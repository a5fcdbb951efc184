"""The database as somebody else sees it: another program, or the operator at its prompt."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import asyncpg

from tests.fakes.postgres import Postgres


async def run(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Run one SQL statement and return its rows."""
    if url.startswith("sqlite"):  # in a thread, for who holds the lock may need this one to let it go
        return await asyncio.to_thread(_run_sqlite, url, statement)
    connection = await asyncpg.connect(url)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


def _run_sqlite(url: str, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(_path(url), isolation_level=None)) as file:
        return file.execute(statement).fetchall()


async def rewind(url: str, table: str, column: str, hours: int) -> None:
    """Let what the table holds be `hours` older than it is; or younger, if negative."""
    earlier = f"{column} - interval '{hours} hours'"
    if url.startswith("sqlite"):
        earlier = f"strftime('%Y-%m-%d %H:%M:%f000', {column}, '{-hours} hours')"
    await run(url, f"UPDATE {table} SET {column} = {earlier}")  # noqa: S608 - the tests' own words


async def move_days(url: str, table: str, column: str, days: int) -> None:
    """Let the dates in the column be `days` later than they are."""
    later = f"date({column}, '{days} days')" if url.startswith("sqlite") else f"{column} + {days}"
    await run(url, f"UPDATE {table} SET {column} = {later}")  # noqa: S608 - as above


async def columns(url: str) -> set[tuple[str, str]]:
    """Every table with every column."""
    if url.startswith("sqlite"):
        query = "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
    else:
        query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    return {(str(table), str(column)) for table, column in await run(url, query)}


async def refuse(url: str, table: str, condition: str) -> None:
    """From now on the database refuses rows of the table; `condition` says which, of columns that begin with NEW."""
    if not url.startswith("sqlite"):
        plain = condition.replace("NEW.", "")
        await run(url, f"ALTER TABLE {table} ADD CHECK (NOT coalesce({plain}, false))")
        return
    for way in ("INSERT", "UPDATE"):
        refusal = f"WHEN {condition} BEGIN SELECT RAISE(ABORT, 'no'); END"
        await run(url, f"CREATE TRIGGER refuse_{way} BEFORE {way} ON {table} {refusal}")


@contextmanager
def outage(url: str, postgres: Postgres | None = None) -> Iterator[None]:
    """Meanwhile nothing can be written: the server is stopped, or another program holds the file's lock."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_path(url), isolation_level=None)) as file:
            file.execute("BEGIN EXCLUSIVE")
            yield
            file.execute("ROLLBACK")
        return
    assert postgres
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


def _path(url: str) -> str:
    return url.removeprefix("sqlite:///")

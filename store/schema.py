"""The tables, described once for both databases, and the database's clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, MetaData, String, Table, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

NAME = 200  # characters of an entry's id, an outcome and the like; and of a question that was missed

METADATA = MetaData(naming_convention={"pk": "%(table_name)s_pkey", "ix": "%(table_name)s_%(column_0_name)s"})


class Ago(FunctionElement[datetime]):
    """The moment `seconds` before this statement began, by the database's clock, in UTC."""

    type = DateTime(timezone=True)
    inherit_cache = True

    def __init__(self, seconds: int = 0) -> None:
        super().__init__(seconds)


class DaysAgo(FunctionElement[date]):
    """The date in UTC, `days` before today, by the database's clock."""

    type = Date()
    inherit_cache = True

    def __init__(self, days: int = 0) -> None:
        super().__init__(days)


@compiles(Ago, "sqlite")
def _ago_sqlite(element: Ago, compiler: SQLCompiler, **options: Any) -> str:
    # The six digits that SQLAlchemy writes, so that moments compare as text.
    seconds = compiler.process(element.clauses, **options)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', '-' || {seconds} || ' seconds')"


@compiles(Ago, "postgresql")
def _ago_postgres(element: Ago, compiler: SQLCompiler, **options: Any) -> str:
    # clock_timestamp() is volatile: an index on the column would not be used.
    return f"(statement_timestamp() - make_interval(secs => {compiler.process(element.clauses, **options)}))"


@compiles(DaysAgo, "sqlite")
def _days_sqlite(element: DaysAgo, compiler: SQLCompiler, **options: Any) -> str:
    return f"date('now', '-' || {compiler.process(element.clauses, **options)} || ' days')"


@compiles(DaysAgo, "postgresql")
def _days_postgres(element: DaysAgo, compiler: SQLCompiler, **options: Any) -> str:
    today = "CAST(statement_timestamp() AT TIME ZONE 'UTC' AS date)"
    return f"({today} - {compiler.process(element.clauses, **options)})"


def _moment() -> DateTime:
    return DateTime(timezone=True)


# What a chat hasn't chosen is null, so that a later default is a default for it too.
CHATS = Table(
    "chats",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("mode", String(16)),
    Column("cooldown", Integer),
    Column("buttons", Boolean),
    Column("muted", Boolean, nullable=False),
    Column("seen_at", _moment()),
    Column("left_at", _moment(), index=True),
)
ANSWERS = Table(
    "answers",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", BigInteger, primary_key=True, autoincrement=False),
    Column("messages", Text, nullable=False),
    Column("entries", Text, nullable=False),
    Column("asker", BigInteger, index=True),
    Column("at", _moment(), nullable=False, index=True),
)
USAGE = Table(
    "usage",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("surface", String(NAME), primary_key=True),
    Column("kind", String(NAME), primary_key=True),
    Column("outcome", String(NAME), primary_key=True),
    Column("count", BigInteger, nullable=False),
)
ENTRIES = Table(
    "entries",
    METADATA,
    Column("entry_id", String(NAME), primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("good", BigInteger, nullable=False),
    Column("bad", BigInteger, nullable=False),
)
MISSES = Table(
    "misses",
    METADATA,
    Column("text", String(NAME), primary_key=True),
    Column("reason", String(NAME), primary_key=True),
    Column("nearest", String(NAME), nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("last", _moment(), nullable=False),
)

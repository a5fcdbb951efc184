"""The tables, described once for both databases, the database's clock, and texts that both databases take."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

NAME = 200  # characters of an entry's id, an outcome and the like; and of a question that was missed
LANGUAGE = 16  # characters of a language's code
HOUR, DAY = 3_600, 86_400  # seconds

METADATA = MetaData(naming_convention={"pk": "%(table_name)s_pkey", "ix": "%(table_name)s_%(column_0_name)s"})


class Moment(TypeDecorator[datetime]):
    """An aware moment, read in UTC, though SQLite knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is written."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is read."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Ago(FunctionElement[datetime]):
    """The moment `seconds` before this statement began, by the database's clock, in UTC; after it, if negative."""

    type = Moment()
    inherit_cache = True

    def __init__(self, seconds: int | ColumnElement[int] = 0) -> None:
        super().__init__(seconds)


class DaysAgo(FunctionElement[date]):
    """The date in UTC, `days` before today, by the database's clock; after it, if negative."""

    type = Date()
    inherit_cache = True

    def __init__(self, days: int = 0) -> None:
        super().__init__(days)


@compiles(Ago, "sqlite")
def _ago_sqlite(element: Ago, compiler: SQLCompiler, **options: Any) -> str:
    # The six digits that SQLAlchemy writes, so that moments compare as text.
    seconds = compiler.process(element.clauses, **options)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', (0 - {seconds}) || ' seconds')"


@compiles(Ago, "postgresql")
def _ago_postgres(element: Ago, compiler: SQLCompiler, **options: Any) -> str:
    # clock_timestamp() is volatile: an index on the column would not be used.
    return f"(statement_timestamp() - make_interval(secs => {compiler.process(element.clauses, **options)}))"


@compiles(DaysAgo, "sqlite")
def _days_sqlite(element: DaysAgo, compiler: SQLCompiler, **options: Any) -> str:
    return f"date('now', (0 - {compiler.process(element.clauses, **options)}) || ' days')"


@compiles(DaysAgo, "postgresql")
def _days_postgres(element: DaysAgo, compiler: SQLCompiler, **options: Any) -> str:
    today = "CAST(statement_timestamp() AT TIME ZONE 'UTC' AS date)"
    return f"({today} - {compiler.process(element.clauses, **options)})"


def storable(value: str, length: int | None = NAME) -> str:
    """Return `value` cut at `length` characters, if any, without NUL and lone surrogates, which PostgreSQL refuses."""
    return value[:length].replace("\0", "").encode("utf8", "ignore").decode("utf8")


# What a chat hasn't chosen is null, so that a later default is a default for it too.
CHATS = Table(
    "chats",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("mode", String(16)),
    Column("cooldown", Integer),
    Column("buttons", Boolean),
    Column("muted", Boolean, nullable=False),
    Column("seen_at", Moment),
    Column("left_at", Moment, index=True),
)
ANSWERS = Table(
    "answers",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", BigInteger, primary_key=True, autoincrement=False),
    Column("messages", Text, nullable=False),
    Column("entries", Text, nullable=False),
    Column("asker", BigInteger, index=True),
    Column("at", Moment, nullable=False, index=True),
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
    Column("last", Moment, nullable=False),
)
# The row is the schedule: there is no daily fan-out, and any replica may serve any row.
REMINDERS = Table(
    "reminders",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger),
    Column("at", Time, nullable=False),  # local
    Column("days", String(7), nullable=False),  # "12345": ISO, 1 is Monday
    Column("zone", String(64), nullable=False),
    Column("topics", Text, nullable=False),
    Column("language", String(LANGUAGE), nullable=False),
    Column("due_at", Moment),  # null when ended; while it is leased, when the lease runs out
    Column("day", Date),  # the last day served, which only grows
    Column("lease", String(32)),  # a random token that only the claimer knows
    Column("sending", Date),  # the day being sent, from mark to settle
    Column("sending_entry", String(NAME)),
    Column("round", Integer, nullable=False),
    Column("refused", Integer, nullable=False),  # how often in a row the bot had no right to write
    Column("served", Integer, nullable=False),
    Column("doubted", Integer, nullable=False),  # how often it is unknown whether the message was sent
    Column("served_at", Moment),  # when a message was last sent, or may have been
    Column("ended", String(16)),  # why
    Column("ended_at", Moment),
)
_LIVE = REMINDERS.c.due_at.is_not(None)
Index("reminders_due_at", REMINDERS.c.due_at, postgresql_where=_LIVE, sqlite_where=_LIVE)
_ENDED = REMINDERS.c.ended_at.is_not(None)
Index("reminders_ended_at", REMINDERS.c.ended_at, postgresql_where=_ENDED, sqlite_where=_ENDED)
REMINDED = Table(
    "reminded",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("entry_id", String(NAME), primary_key=True),
    Column("at", Moment, nullable=False),
)
UPDATES = Table(  # of a day
    "updates",
    METADATA,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("claimed_at", Moment, nullable=False, index=True),
    Column("done", Boolean, nullable=False),
)
LIMITER = Table(  # of one row
    "limiter",
    METADATA,
    Column("name", String(16), primary_key=True),
    Column("free_at", Moment, nullable=False),
    Column("at", Moment, nullable=False),  # when it was written, so that a clock set back is noticed
)

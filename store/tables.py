"""The tables, defined once for both databases, the database's clock, and texts that both databases accept."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

NAME = 200  # characters of an entry's id, an outcome and the like, and of an unanswered question
LANGUAGE = 16  # characters of a language's code
HOUR, DAY = 3_600, 86_400  # seconds

METADATA = sa.MetaData(naming_convention={"pk": "%(table_name)s_pkey", "ix": "%(table_name)s_%(column_0_name)s"})


class Moment(sa.TypeDecorator[datetime]):
    """An aware datetime, read in UTC, although SQLite has no time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Return what is written."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Return what is read."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Ago(FunctionElement[datetime]):
    """The moment `seconds` before this statement began, by the database's clock, in UTC; after it, if negative."""

    type = Moment()
    inherit_cache = True

    def __init__(self, seconds: int | sa.ColumnElement[int] = 0) -> None:
        super().__init__(seconds)


class DaysAgo(FunctionElement[date]):
    """The date in UTC, `days` before today, by the database's clock; after it, if negative."""

    type = sa.Date()
    inherit_cache = True

    def __init__(self, days: int = 0) -> None:
        super().__init__(days)


@compiles(Ago, "sqlite")
def _ago_sqlite(element: Ago, compiler: SQLCompiler, **options: Any) -> str:
    # Six digits, as SQLAlchemy writes them, so that times compare as text.
    seconds = compiler.process(element.clauses, **options)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', (0 - {seconds}) || ' seconds')"


@compiles(Ago, "postgresql")
def _ago_postgres(element: Ago, compiler: SQLCompiler, **options: Any) -> str:
    # clock_timestamp() is volatile: the index on the column would not be used.
    return f"(statement_timestamp() - make_interval(secs => {compiler.process(element.clauses, **options)}))"


@compiles(DaysAgo, "sqlite")
def _days_sqlite(element: DaysAgo, compiler: SQLCompiler, **options: Any) -> str:
    return f"date('now', (0 - {compiler.process(element.clauses, **options)}) || ' days')"


@compiles(DaysAgo, "postgresql")
def _days_postgres(element: DaysAgo, compiler: SQLCompiler, **options: Any) -> str:
    today = "CAST(statement_timestamp() AT TIME ZONE 'UTC' AS date)"
    return f"({today} - {compiler.process(element.clauses, **options)})"


def storable(value: str, length: int | None = NAME) -> str:
    """Return `value`, cut at `length` characters if given, without NUL and surrogates, which PostgreSQL rejects."""
    return value[:length].replace("\0", "").encode("utf8", "ignore").decode("utf8")


# A setting that a chat hasn't chosen is null, so that it follows later defaults.
CHATS = sa.Table(
    "chats",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("mode", sa.String(16)),
    sa.Column("cooldown", sa.Integer),
    sa.Column("buttons", sa.Boolean),
    sa.Column("report", sa.String(NAME)),  # the key of the report chosen
    sa.Column("muted", sa.Boolean, nullable=False),
    sa.Column("seen_at", Moment),
    sa.Column("left_at", Moment, index=True),
)
ANSWERS = sa.Table(
    "answers",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("question_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("messages", sa.Text, nullable=False),
    sa.Column("entries", sa.Text, nullable=False),
    sa.Column("asker", sa.BigInteger, index=True),
    sa.Column("at", Moment, nullable=False, index=True),
)
USAGE = sa.Table(
    "usage",
    METADATA,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("surface", sa.String(NAME), primary_key=True),
    sa.Column("kind", sa.String(NAME), primary_key=True),
    sa.Column("outcome", sa.String(NAME), primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
)
ENTRIES = sa.Table(
    "entries",
    METADATA,
    sa.Column("entry_id", sa.String(NAME), primary_key=True),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("good", sa.BigInteger, nullable=False),
    sa.Column("bad", sa.BigInteger, nullable=False),
)
MISSES = sa.Table(
    "misses",
    METADATA,
    sa.Column("text", sa.String(NAME), primary_key=True),
    sa.Column("reason", sa.String(NAME), primary_key=True),
    sa.Column("nearest", sa.String(NAME), nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False),
    sa.Column("last", Moment, nullable=False),
)
# The row is the schedule: there is no daily fan-out, and any replica may serve any row.
REMINDERS = sa.Table(
    "reminders",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("thread_id", sa.BigInteger),
    sa.Column("at", sa.Time, nullable=False),  # local
    sa.Column("days", sa.String(7), nullable=False),  # "12345": ISO, 1 is Monday
    sa.Column("zone", sa.String(64), nullable=False),
    sa.Column("topics", sa.Text, nullable=False),
    sa.Column("language", sa.String(LANGUAGE), nullable=False),
    sa.Column("due_at", Moment),  # null when ended; while it is leased, when the lease runs out
    sa.Column("day", sa.Date),  # the last day served; never decreases
    sa.Column("lease", sa.String(32)),  # a random token that only the claimer knows
    sa.Column("sending", sa.Date),  # the day being sent, from mark to settle
    sa.Column("sending_entry", sa.String(NAME)),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),  # how often in a row the bot had no right to write
    sa.Column("served", sa.Integer, nullable=False),
    sa.Column("doubted", sa.Integer, nullable=False),  # how often it is unknown whether the message was sent
    sa.Column("served_at", Moment),  # when a message was last sent, or may have been
    sa.Column("ended", sa.String(16)),  # why
    sa.Column("ended_at", Moment),
)
# Both are partial indexes over non-null rows; the migrations define that, as here it would always import PostgreSQL's
# dialect.
sa.Index("reminders_due_at", REMINDERS.c.due_at)
sa.Index("reminders_ended_at", REMINDERS.c.ended_at)
REMINDED = sa.Table(
    "reminded",
    METADATA,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("entry_id", sa.String(NAME), primary_key=True),
    sa.Column("at", Moment, nullable=False),
)
UPDATES = sa.Table(  # of a day
    "updates",
    METADATA,
    sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("claimed_at", Moment, nullable=False, index=True),
    sa.Column("done", sa.Boolean, nullable=False),
)
LIMITER = sa.Table(  # of one row
    "limiter",
    METADATA,
    sa.Column("name", sa.String(16), primary_key=True),
    sa.Column("free_at", Moment, nullable=False),
    sa.Column("at", Moment, nullable=False),  # time of writing, to detect a clock that was set back
)

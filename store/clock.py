"""Puts right what was written while the database's clock was ahead, once it was set back: nothing waits for years."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.reminding.schedule import local_day, next_occasion, to_serve
from store.reminding.subscriptions import schedule_of
from store.tables import ANSWERS, CHATS, MISSES, REMINDED, REMINDERS, UPDATES, Ago, DaysAgo

EARLIEST = datetime(2024, 1, 1, tzinfo=UTC)  # a clock that shows less is behind, and will be set forward
BATCH = 500  # reminders in one transaction
AHEAD = 366 * 86_400  # seconds by which a past moment lies ahead for certain: after a clock that is months behind, at a
# start before its first setting, what was written lately would be dated back, and be deleted as old once it is right
_HOUR, _DAY = 3_600, 86_400  # seconds; what lies ahead by less than an hour is over before anybody minds
_ONE = timedelta(days=1)
_PAST: tuple[Column[Any], ...] = (  # what has happened when it is written
    CHATS.c.seen_at,
    CHATS.c.left_at,
    ANSWERS.c.at,
    MISSES.c.last,
    REMINDERS.c.ended_at,
    UPDATES.c.claimed_at,
)
# On k days of a week the next is at most 8 - k days away, and one more when today is served already. Another for those
# that are tried again tomorrow, or were told to wait.
_FAR = REMINDERS.c.due_at > Ago((func.length(REMINDERS.c.days) - 10) * _DAY)
_AHEAD = or_(
    _FAR,
    REMINDERS.c.day > DaysAgo(-2),  # in UTC: somewhere on earth that is tomorrow, the latest that may be served
    REMINDERS.c.sending > DaysAgo(-2),
    REMINDERS.c.served_at > Ago(-_HOUR),
)

logger = logging.getLogger(__name__)


async def set_right(database: Database) -> int:
    """Bring back to now what lies in the future and can't, and return how many rows that were; raise StoreError.

    A reminder that is further away than its schedule allows is due at the schedule's next occasion. A day that can't
    have been served yet counts as today: one reminder may be left out by that, and nobody gets two. While the clock
    itself is obviously behind, nothing is done.
    """
    async with database.reading() as connection:
        if (await connection.execute(select(Ago()))).scalar_one() < EARLIEST:
            return 0
    total = 0
    for column in _PAST:
        async with database.writing() as connection:
            late = update(column.table).where(column > Ago(-AHEAD)).values({column.name: Ago()})
            total += (await connection.execute(late)).rowcount
    after: int | None = None
    while True:
        async with database.writing() as connection:
            chats = await _set_right_reminders(connection, after)
        total += len(chats)
        if len(chats) < BATCH:
            break
        after = chats[-1]
    if total:
        logger.warning("%d rows were of a clock that was ahead, and are set right by the clock of now.", total)
    return total


async def _set_right_reminders(connection: AsyncConnection, after: int | None) -> list[int]:
    """Set right a batch of reminders, of chats with higher ids than `after`; return the ids in order."""
    query = select(REMINDERS, _FAR.label("far"), Ago().label("now")).where(_AHEAD)
    if after is not None:
        query = query.where(REMINDERS.c.chat_id > after)
    rows = (await connection.execute(query.order_by(REMINDERS.c.chat_id).limit(BATCH).with_for_update())).all()
    if rows:
        which = REMINDERS.c.chat_id == bindparam("chat")
        await connection.execute(
            update(REMINDERS).where(which), [{"chat": row.chat_id, **_values(row)} for row in rows]
        )
        sent = update(REMINDED).where(REMINDED.c.chat_id == bindparam("chat"), REMINDED.c.at > Ago(-_HOUR))
        await connection.execute(sent.values(at=Ago()), [{"chat": row.chat_id} for row in rows])
    return [row.chat_id for row in rows]


def _values(row: Any) -> dict[str, Any]:
    """The columns to write. What was claimed, or is of an unknown time zone, whoever claims it next deals with."""
    today, due_at = row.now.date(), row.now
    with suppress(ValueError):  # this machine doesn't know the time zone
        schedule = schedule_of(row)
        today = local_day(row.now, schedule.zone)
        if row.lease is None:
            # Today's may be late. Who was never served may have subscribed only now.
            occasion = to_serve if row.day else next_occasion
            due_at = occasion(schedule, row.now, _possible(row.day, today)).moment
    return {
        "due_at": due_at if row.far else row.due_at,
        "day": _possible(row.day, today),
        "sending": _possible(row.sending, today),
        "served_at": row.served_at and min(row.served_at, row.now),
    }


def _possible(day: date | None, today: date) -> date | None:
    return today if day and day > today + _ONE else day

"""Changes to a reminder's row, and to the chat's round, when it is claimed, marked and settled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.schedule import Due, Occasion, Round, Schedule, later_day, local_day, next_due, schedule_of, to_serve
from store.tables import REMINDED, REMINDERS, Ago, storable


class Plan(NamedTuple):
    """A due row, the columns to write for its `chat`, and the day to serve (None: send nothing now)."""

    row: Any
    values: dict[str, Any]
    day: date | None


def planned(row: Any, now: datetime, lease_seconds: float) -> Plan:
    """Decide about `row`, which is due at `now` and whose last lease, if any, has expired.

    A day that was being sent is in doubt and counts as served.
    """
    in_doubt = row.sending is not None
    served = later_day(row.day, row.sending)
    values = {
        "chat": row.chat_id,
        "day": served,
        "lease": None,
        "sending": None,
        "sending_entry": None,
        "doubted": row.doubted + int(in_doubt),
        # The time of the mark: the expired lease began then.
        "served_at": min(now, row.due_at - timedelta(seconds=lease_seconds)) if in_doubt else row.served_at,
        "refused": 0 if in_doubt else row.refused,
        "ended": None,
        "ended_at": None,
    }
    try:
        schedule = schedule_of(row)
    except ValueError:  # a row with a time zone that this machine doesn't know must not block all others
        return Plan(row, {**values, "due_at": None, "ended": "zone", "ended_at": now}, day=None)
    occasion = _occasion(schedule, now, served, retried=values["refused"] > 0)
    if occasion.moment > now:
        return Plan(row, {**values, "due_at": occasion.moment}, day=None)
    until = now + timedelta(seconds=lease_seconds)
    return Plan(row, {**values, "due_at": until, "lease": uuid4().hex}, day=occasion.day)


def _occasion(schedule: Schedule, now: datetime, served: date | None, *, retried: bool) -> Occasion:
    occasion = to_serve(schedule, now, served)
    today = local_day(now, schedule.zone)
    # A chat that couldn't be written to is retried a day later, even if that isn't one of its days.
    if retried and occasion.moment > now and (served is None or today > served):
        return Occasion(today, now)
    return occasion


class ReminderMark(NamedTuple):
    """A reminder that is about to be sent, and the entry that it shows."""

    due: Due
    entry_id: str
    new_round: bool


class Counted(Enum):
    """The result with which a reminder's day is settled."""

    SENT = auto()
    IN_DOUBT = auto()  # it is unknown whether it was sent
    UNSENT = auto()  # it was not sent, and never can be


class Settlement(NamedTuple):
    """A reminder whose day is served, and its result."""

    due: Due
    counted: Counted


async def mark_all(database: Database, marks: list[ReminderMark]) -> list[bool]:
    """Mark these as being sent, and add their entries to the rounds; False for those whose lease is lost."""
    async with database.writing() as connection:
        ours = await _ours(connection, [mark.due for mark in marks], marked=False)
        if ours:
            found = [(marks[number], row) for number, row in ours.items()]
            await update_reminders(connection, [_marked(mark, row) for mark, row in found])
            sent = [Sent(row.chat_id, _round(mark, row), mark.entry_id, mark.new_round) for mark, row in found]
            await write_sent(database, connection, sent, found[0][1].now)
    return [number in ours for number in range(len(marks))]


async def settle_all(database: Database, settlements: list[Settlement]) -> list[bool]:
    """Record these days as served; False for those whose lease is lost."""
    async with database.writing() as connection:
        ours = await _ours(connection, [each.due for each in settlements], marked=True)
        if ours:
            await update_reminders(connection, [_settled(settlements[number], row) for number, row in ours.items()])
    return [number in ours for number in range(len(settlements))]


async def _ours(connection: AsyncConnection, dues: list[Due], *, marked: bool) -> dict[int, Any]:
    """Lock the rows, and return those with a valid lease, one per chat, by their positions in `dues`."""
    chats = REMINDERS.c.chat_id.in_([due.chat_id for due in dues])
    # In order, so that replicas don't deadlock.
    query = select(REMINDERS, Ago().label("now")).where(chats).order_by(REMINDERS.c.chat_id).with_for_update()
    rows = {row.chat_id: row for row in await connection.execute(query)}
    ours = {}
    for number, due in enumerate(dues):
        row = rows.get(due.chat_id)
        if row is not None and row.lease == due.lease and row.sending == (due.day if marked else None):
            ours[number] = rows.pop(due.chat_id)
    return ours


def _round(mark: ReminderMark, row: Any) -> int:
    return int(row.round) + int(mark.new_round)


def _marked(mark: ReminderMark, row: Any) -> dict[str, Any]:
    return {
        "chat": row.chat_id,
        "sending": mark.due.day,
        "sending_entry": mark.entry_id,
        "round": _round(mark, row),
        "due_at": row.now + timedelta(seconds=mark.due.lease_seconds),
    }


def _settled(settlement: Settlement, row: Any) -> dict[str, Any]:
    due, counted = settlement
    day: date | None = due.day
    # The time of the mark, which is when it was sent, unless the chat has changed its time meanwhile.
    served_at = min(row.now, row.due_at - timedelta(seconds=due.lease_seconds)) if row.due_at else row.now
    if row.zone != due.subscription.schedule.zone:  # in the new time zone it may have been sent on another day
        day = later_day(day, local_day(served_at, row.zone))
    return {
        "chat": row.chat_id,
        "day": day,
        # From the row, since the chat may have changed its time meanwhile.
        "due_at": next_due(schedule_of(row), row.now, day),
        "lease": None,
        "sending": None,
        "sending_entry": None,
        "refused": 0,
        "served": row.served + int(counted is Counted.SENT),
        "doubted": row.doubted + int(counted is Counted.IN_DOUBT),
        "served_at": row.served_at if counted is Counted.UNSENT else served_at,
    }


async def update_reminders(connection: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    """Update several reminders; each dict has the chat's id as `chat`."""
    await connection.execute(update(REMINDERS).where(REMINDERS.c.chat_id == bindparam("chat")), rows)


class Sent(NamedTuple):
    """An entry sent in a chat's round; `begins`: it starts the round."""

    chat_id: int
    round: int
    entry_id: str
    begins: bool


async def rounds(connection: AsyncConnection, chats: list[int]) -> dict[int, Round]:
    """Return the rounds of those chats that have a subscription."""
    both = (REMINDED.c.chat_id == REMINDERS.c.chat_id) & (REMINDED.c.round == REMINDERS.c.round)
    query = (
        select(REMINDERS.c.chat_id, REMINDERS.c.round, REMINDED.c.entry_id)
        .outerjoin(REMINDED, both)
        .where(REMINDERS.c.chat_id.in_(chats))
        .order_by(REMINDERS.c.chat_id, REMINDED.c.at, REMINDED.c.entry_id)
    )
    found: dict[int, tuple[int, list[str]]] = {}
    for chat_id, number, entry_id in await connection.execute(query):
        sent = found.setdefault(chat_id, (number, []))[1]
        if entry_id is not None:
            sent.append(entry_id)
    return {chat_id: Round(number, tuple(sent)) for chat_id, (number, sent) in found.items()}


async def write_sent(database: Database, connection: AsyncConnection, sent: list[Sent], now: datetime) -> None:
    """Add sent entries to their rounds; when a round starts, delete those before the last one."""
    rows = [
        {"chat_id": each.chat_id, "round": each.round, "entry_id": storable(each.entry_id), "at": now} for each in sent
    ]
    await connection.execute(database.upsert(REMINDED, overwrite=["at"]), rows)
    # The last one is kept: if the first message of a new round fails, it is still the current round.
    if ended := [{"chat": each.chat_id, "kept": each.round - 1} for each in sent if each.begins]:
        old = (REMINDED.c.chat_id == bindparam("chat")) & (REMINDED.c.round < bindparam("kept"))
        await connection.execute(delete(REMINDED).where(old), ended)


async def take_back(connection: AsyncConnection, row: Any) -> int:
    """Remove the entry that the reminder `row` was sending from its round, and return the round's number afterwards."""
    chat = REMINDED.c.chat_id == row.chat_id
    entry = (REMINDED.c.round == row.round) & (REMINDED.c.entry_id == row.sending_entry)
    await connection.execute(delete(REMINDED).where(chat & entry))
    return int(await connection.scalar(select(func.max(REMINDED.c.round)).where(chat)) or row.round)

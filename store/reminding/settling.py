"""What is written before and after reminders go out, for several at once."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum, auto
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.reminding.reminded import Sent, write_sent
from store.reminding.schedule import later_day, local_day, next_due
from store.reminding.subscriptions import Due, schedule_of
from store.tables import REMINDERS, Ago


class Mark(NamedTuple):
    """A reminder that is about to go out, and the entry that it shows."""

    due: Due
    entry_id: str
    new_round: bool


class Counted(Enum):
    """As what a reminder counts whose day is served."""

    SENT = auto()
    IN_DOUBT = auto()  # nobody can know whether it was sent
    UNSENT = auto()  # it wasn't, nor would it be later


class Settlement(NamedTuple):
    """A reminder whose day is served, and as what it counts."""

    due: Due
    counted: Counted


async def mark_all(database: Database, marks: list[Mark]) -> list[bool]:
    """Notes that these go out now, with their entries in their rounds; False for those that aren't their claimer's."""
    async with database.writing() as connection:
        held = await _held(connection, [mark.due for mark in marks])
        mine: dict[int, int] = {}  # a chat, and the first to mark it
        for number, mark in enumerate(marks):
            if _is_ours(held, mark.due, sending=None):
                mine.setdefault(mark.due.chat_id, number)
        if mine:
            rows = [_marked(marks[number], held[chat_id]) for chat_id, number in mine.items()]
            await _update(connection, rows)
            begins = (marks[number].new_round for number in mine.values())
            sent = [
                Sent(row["chat"], row["round"], row["sending_entry"], new)
                for row, new in zip(rows, begins, strict=True)
            ]
            await write_sent(database, connection, sent, held[rows[0]["chat"]].now)
    return [mine.get(mark.due.chat_id) == number for number, mark in enumerate(marks)]


async def settle_all(database: Database, settlements: list[Settlement]) -> list[bool]:
    """Notes that these days are served; False for those that aren't their claimer's any more."""
    async with database.writing() as connection:
        held = await _held(connection, [each.due for each in settlements])
        mine: dict[int, int] = {}
        for number, (due, _) in enumerate(settlements):
            if _is_ours(held, due, sending=due.day):
                mine.setdefault(due.chat_id, number)
        if mine:
            await _update(connection, [_settled(settlements[number], held[chat]) for chat, number in mine.items()])
    return [mine.get(due.chat_id) == number for number, (due, _) in enumerate(settlements)]


def _marked(mark: Mark, row: Any) -> dict[str, Any]:
    return {
        "chat": row.chat_id,
        "sending": mark.due.day,
        "sending_entry": mark.entry_id,
        "round": row.round + int(mark.new_round),
        "due_at": row.now + timedelta(seconds=mark.due.lasts),
    }


def _settled(settlement: Settlement, row: Any) -> dict[str, Any]:
    due, counted = settlement
    day: date | None = due.day
    # When it was marked, which is when it went out, unless the chat has chosen another time meanwhile.
    served_at = min(row.now, row.due_at - timedelta(seconds=due.lasts)) if row.due_at else row.now
    if row.zone != due.subscription.schedule.zone:  # by whose clock another day may have come with it
        day = later_day(day, local_day(served_at, row.zone))
    return {
        "chat": row.chat_id,
        "day": day,
        # By the row, for the chat may have chosen another time meanwhile.
        "due_at": next_due(schedule_of(row), row.now, day),
        "lease": None,
        "sending": None,
        "sending_entry": None,
        "refused": 0,
        "served": row.served + int(counted is Counted.SENT),
        "doubted": row.doubted + int(counted is Counted.IN_DOUBT),
        "served_at": row.served_at if counted is Counted.UNSENT else served_at,
    }


async def _held(connection: AsyncConnection, dues: list[Due]) -> dict[int, Any]:
    """Return the rows by chat, each with the database's clock; they are the transaction's from now on."""
    chats = REMINDERS.c.chat_id.in_([due.chat_id for due in dues])
    # In order, so that no two replicas wait for each other's rows.
    query = select(REMINDERS, Ago().label("now")).where(chats).order_by(REMINDERS.c.chat_id).with_for_update()
    return {row.chat_id: row for row in await connection.execute(query)}


async def _update(connection: AsyncConnection, rows: list[dict[str, Any]]) -> None:
    await connection.execute(update(REMINDERS).where(REMINDERS.c.chat_id == bindparam("chat")), rows)


def _is_ours(held: dict[int, Any], due: Due, *, sending: date | None) -> bool:
    row = held.get(due.chat_id)
    return row is not None and row.lease == due.lease and row.sending == sending

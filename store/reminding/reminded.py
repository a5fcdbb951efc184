"""The rounds as they stand in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.reminding.rounds import Round
from store.tables import REMINDED, REMINDERS, storable


class Sent(NamedTuple):
    """An entry that was sent in a chat's round, which perhaps begins with it."""

    chat_id: int
    round: int
    entry_id: str
    begins: bool


async def rounds(connection: AsyncConnection, chats: list[int]) -> dict[int, Round]:
    """Return the rounds of those of the chats that have subscribed."""
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
    """Writes what was sent; where a round begins, those before the last one go."""
    insert = database.insert(REMINDED)
    again = insert.on_conflict_do_update(index_elements=list(REMINDED.primary_key), set_={"at": insert.excluded.at})
    rows = [
        {"chat_id": each.chat_id, "round": each.round, "entry_id": storable(each.entry_id), "at": now} for each in sent
    ]
    await connection.execute(again, rows)
    # The last one stays: should the first message of a new round not go out, it is still the round.
    if ended := [{"chat": each.chat_id, "kept": each.round - 1} for each in sent if each.begins]:
        old = (REMINDED.c.chat_id == bindparam("chat")) & (REMINDED.c.round < bindparam("kept"))
        await connection.execute(delete(REMINDED).where(old), ended)


async def take_back(connection: AsyncConnection, row: Any) -> int:
    """Deletes the entry that `row`, a reminder's, was sending, and returns the number of the round as it is then."""
    theirs = REMINDED.c.chat_id == row.chat_id
    entry = (REMINDED.c.round == row.round) & (REMINDED.c.entry_id == row.sending_entry)
    await connection.execute(delete(REMINDED).where(theirs & entry))
    return int(await connection.scalar(select(func.max(REMINDED.c.round)).where(theirs)) or row.round)

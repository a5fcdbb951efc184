"""What chats have subscribed to, as they see it; `store.deliveries` sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.reminding.reminded import Sent, rounds, write_sent
from store.reminding.rounds import Round
from store.reminding.schedule import later_day, local_day, next_due
from store.reminding.subscriptions import NOT_BEGUN, Subscription, chosen, schedule_of, subscription_of
from store.schema import REMINDED, REMINDERS, Ago

LATE = 60  # seconds after which a reminder that is due counts as late
_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Counts:
    """How many chats have a subscription, how many of them are due and how many late; how many messages were sent.

    `in_doubt` are those that a kill left between sending and noting it, which count as sent; `ended` are subscriptions
    by why they ended. What `forget` and `purge` deleted is counted no more.
    """

    subscribed: int
    due: int
    late: int
    sent: int
    in_doubt: int
    ended: Mapping[str, int]


class Reminders:
    """The subscriptions by chat, and each chat's round. Every coroutine raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat_id: int) -> Subscription | None:
        """The chat's subscription, or None. One that has ended has no `due_at`.

        Raises ValueError when this machine doesn't know its time zone.
        """
        async with self._database.reading() as connection:
            row = (await connection.execute(select(REMINDERS).where(REMINDERS.c.chat_id == chat_id))).one_or_none()
        return subscription_of(row) if row else None

    async def subscribe(self, subscription: Subscription, *, begin: bool = True) -> Subscription:
        """Keeps what the chat chose and returns it with `due_at`: the next occasion, of a day not served yet.

        The round goes on. A day on which the chat was reminded stays served, whatever the time zone is now. Unless
        reminders are to `begin` by this, those that aren't live don't: then `due_at` is None.
        """
        async with self._database.writing() as connection:
            row, now = await locked(connection, subscription.chat_id)
            day = _served(row, subscription)
            values = {**chosen(subscription), "day": day, "refused": 0}
            values |= {"due_at": next_due(subscription.schedule, now, day), "ended": None, "ended_at": None}
            if not begin and (row is None or row.due_at is None):
                known = (row.ended, row.ended_at) if row else (NOT_BEGUN, now)
                values |= {"due_at": None, "ended": known[0], "ended_at": known[1]}
            # What is under way is settled by whom it belongs to; what was only claimed isn't sent any more.
            if row is None or row.sending is None:
                values["lease"] = None
            new = {"chat_id": subscription.chat_id, "round": 1, "served": 0, "doubted": 0}
            insert = self._database.insert(REMINDERS).values(**new, **values)
            kept = insert.on_conflict_do_update(index_elements=[REMINDERS.c.chat_id], set_=values).returning(REMINDERS)
            return subscription_of((await connection.execute(kept)).one())

    async def unsubscribe(self, chat_id: int, *, cause: str = "asked") -> bool:
        """Ends the chat's subscription, and says whether there was one. The round is kept for a new one."""
        live = (REMINDERS.c.chat_id == chat_id) & REMINDERS.c.due_at.is_not(None)
        async with self._database.writing() as connection:
            # What is under way counts as sent, so that a new subscription doesn't give a second one today.
            day = case((REMINDERS.c.sending.is_not(None), REMINDERS.c.sending), else_=REMINDERS.c.day)
            ended = await connection.execute(update(REMINDERS).where(live).values(day=day, **ending(cause)))
            return ended.rowcount > 0

    async def sent(self, chat_id: int) -> Round:
        """The chat's round: its number and what was sent in it, the latest last."""
        async with self._database.reading() as connection:
            return (await rounds(connection, [chat_id])).get(chat_id, Round())

    async def join(self, chat_id: int, entry_id: str, *, shown: str = "", new_round: bool = False) -> None:
        """An entry came in place of the entry `shown` and counts in the round; `new_round` begins one with it.

        It is the latest only if that was. What is claimed for the chat and not on its way yet has to be chosen anew.
        A chat that never subscribed has no round.
        """
        async with self._database.writing() as connection:
            row, now = await locked(connection, chat_id)
            if row is None:
                return
            number = row.round + int(new_round)
            waits = row.lease is not None and row.sending is None
            values = {"round": number, **({"lease": None, "due_at": now} if waits else {})}
            await connection.execute(update(REMINDERS).where(REMINDERS.c.chat_id == chat_id).values(values))
            latest = await connection.execute(_latest(chat_id, row.round))
            if not new_round and (last := latest.one_or_none()) and shown and last.entry_id != shown:
                now = last.at - timedelta.resolution
            await write_sent(self._database, connection, [Sent(chat_id, number, entry_id, begins=new_round)], now)

    async def counts(self) -> Counts:
        """The figures for the operator."""
        waits = REMINDERS.c.lease.is_(None)
        query = select(
            func.count(REMINDERS.c.due_at),
            func.count(case((waits & (REMINDERS.c.due_at <= Ago()), 1))),
            func.count(case((waits & (REMINDERS.c.due_at <= Ago(LATE)), 1))),
            func.coalesce(func.sum(REMINDERS.c.served), 0),
            func.coalesce(func.sum(REMINDERS.c.doubted), 0),
        )
        causes = select(REMINDERS.c.ended, func.count()).where(REMINDERS.c.due_at.is_(None)).group_by(REMINDERS.c.ended)
        async with self._database.reading() as connection:
            subscribed, due, late, sent, in_doubt = map(int, (await connection.execute(query)).one())
            ended = {str(cause): int(count) for cause, count in await connection.execute(causes)}
        return Counts(subscribed, due, late, sent, in_doubt, ended)

    async def move(self, connection: AsyncConnection, old: int, new: int) -> None:
        """Moves what the group `old` has to the supergroup `new`; what `new` has subscribed to already stays."""
        rows = await connection.execute(
            select(REMINDERS).where(REMINDERS.c.chat_id.in_((old, new))).order_by(REMINDERS.c.chat_id).with_for_update()
        )
        known = {row.chat_id: row for row in rows}
        if old not in known:
            return
        if new in known and known[new].due_at is not None:
            day = later_day(known[old].day, known[new].day)
            await connection.execute(update(REMINDERS).where(REMINDERS.c.chat_id == new).values(day=day))
            await self.erase(connection, old)
            return
        await self.erase(connection, new)
        for table in (REMINDERS, REMINDED):
            await connection.execute(update(table).where(table.c.chat_id == old).values(chat_id=new))

    async def erase(self, connection: AsyncConnection, chat_id: int) -> int:
        """Deletes all about the chat, and returns how many subscriptions that were."""
        await connection.execute(delete(REMINDED).where(REMINDED.c.chat_id == chat_id))
        return (await connection.execute(delete(REMINDERS).where(REMINDERS.c.chat_id == chat_id))).rowcount

    async def purge(self, connection: AsyncConnection, days: int) -> int:
        """Deletes subscriptions that ended `days` ago or longer, and returns how many that were."""
        old = REMINDERS.c.ended_at <= Ago(days * _DAY)
        gone = select(REMINDERS.c.chat_id).where(old)
        await connection.execute(delete(REMINDED).where(REMINDED.c.chat_id.in_(gone)))
        return (await connection.execute(delete(REMINDERS).where(old))).rowcount


async def locked(connection: AsyncConnection, chat_id: int) -> tuple[Any, datetime]:
    """Return the chat's row, or None, which is the transaction's from now on; and the database's clock."""
    query = select(REMINDERS).where(REMINDERS.c.chat_id == chat_id).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    return row, (await connection.execute(select(Ago()))).scalar_one()


def _latest(chat_id: int, number: int) -> Select[Any]:
    """The query for the entry that came last in the round."""
    theirs = (REMINDED.c.chat_id == chat_id) & (REMINDED.c.round == number)
    return select(REMINDED).where(theirs).order_by(REMINDED.c.at.desc(), REMINDED.c.entry_id.desc()).limit(1)


def ending(cause: str) -> dict[str, Any]:
    """Return the columns of a subscription that ends."""
    nobodys = {"due_at": None, "lease": None, "sending": None, "sending_entry": None}
    return {**nobodys, "ended": cause[:16], "ended_at": Ago()}


def _served(row: Any, subscription: Subscription) -> date | None:
    """The last day that counts as served under what the chat chose now."""
    if row is None:
        return None
    day = later_day(row.day, row.sending)
    try:
        unchanged = schedule_of(row) == subscription.schedule
    except ValueError:
        unchanged = False
    if unchanged or row.served_at is None:
        return day
    return later_day(day, local_day(row.served_at, subscription.schedule.zone))

"""What chats have subscribed to, as they see it; `store.deliveries` sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.reminding.reminded import Sent, rounds, write_sent
from store.reminding.rounds import Round
from store.reminding.schedule import Schedule, later_day, local_day, next_due, to_serve
from store.reminding.subscriptions import NOT_BEGUN, Subscription, chosen, schedule_of, subscription_of
from store.tables import REMINDED, REMINDERS, Ago

LEFT = "left"  # the cause where the bot was removed
LATE = 60  # seconds after which a reminder that is due counts as late
_DAY = 86_400  # seconds
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many chats have a subscription, how many of them are due and how many late; how many messages were sent.

    `in_doubt` are those of which nobody can know, for a kill came between sending and noting it, or Telegram gave no
    answer in time; they aren't sent again. `ended` are subscriptions by why they ended. What `forget` and `purge`
    deleted is counted no more.
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
        """The chat's subscription, or None. One that has ended has no `due_at`. What is under way counts as sent.

        Raises ValueError when this machine doesn't know its time zone.
        """
        query = select(REMINDERS, Ago().label("now")).where(REMINDERS.c.chat_id == chat_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _seen(row) if row else None

    async def subscribe(self, subscription: Subscription, *, begin: bool = True) -> Subscription:
        """Keeps what the chat chose and returns it with `due_at`: the next occasion, of a day not served yet.

        What is due already, and only waits for its turn, isn't lost by that. The round goes on. A day on which the
        chat was reminded stays served, whatever the time zone is now. Unless reminders are to `begin` by this, those
        that aren't live don't: then `due_at` is None.
        """
        async with self._database.writing() as connection:
            row, now = await locked(connection, subscription.chat_id)
            plan = _planned(row, subscription.schedule, now)
            values = {**chosen(subscription), **plan._asdict(), "ended": None, "ended_at": None}
            if not begin and (row is None or row.due_at is None):
                known = (row.ended, row.ended_at) if row and row.ended != NOT_BEGUN else (NOT_BEGUN, None)
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
        theirs = REMINDERS.c.chat_id == chat_id
        async with self._database.writing() as connection:
            # What is under way counts as sent, so that a new subscription doesn't give a second one today.
            is_sent = REMINDERS.c.sending.is_not(None)
            served = {
                "day": case((is_sent, REMINDERS.c.sending), else_=REMINDERS.c.day),
                "served_at": case((is_sent, Ago()), else_=REMINDERS.c.served_at),
            }
            live = theirs & REMINDERS.c.due_at.is_not(None)
            ended = await connection.execute(update(REMINDERS).where(live).values(**served, **ending(cause)))
            if cause == LEFT:  # and so nobody needs the time zone any more that was chosen alone
                alone = theirs & (REMINDERS.c.ended == NOT_BEGUN)
                await connection.execute(update(REMINDERS).where(alone).values(ended_at=Ago()))
            return ended.rowcount > 0

    async def sent(self, chat_id: int) -> Round:
        """The chat's round: its number and what was sent in it, the latest last."""
        async with self._database.reading() as connection:
            return (await rounds(connection, [chat_id])).get(chat_id, Round())

    async def join(
        self, chat_id: int, entry_id: str, *, so_far: Round | None = None, shown: str = "", new_round: bool = False
    ) -> bool:
        """An entry comes in place of the entry `shown` and counts in the round; `new_round` begins one with it.

        False: the round isn't `so_far` any more, of which the entry was chosen, so that another is to be. It is the
        latest only if `shown` was. What is claimed for the chat and not on its way yet has to be chosen anew. A chat
        that never subscribed has no round.
        """
        async with self._database.writing() as connection:
            row, now = await locked(connection, chat_id)
            if row is None:
                return True
            known = (await rounds(connection, [chat_id]))[chat_id]
            if so_far not in {None, known}:
                return False
            number = row.round + int(new_round)
            waits = row.lease is not None and row.sending is None
            values = {"round": number, **({"lease": None, "due_at": now} if waits else {})}
            await connection.execute(update(REMINDERS).where(REMINDERS.c.chat_id == chat_id).values(values))
            if not new_round and shown and known.sent[-1:] not in {(), (shown,)}:
                theirs = (REMINDED.c.chat_id == chat_id) & (REMINDED.c.round == number)
                latest = await connection.scalar(select(func.max(REMINDED.c.at)).where(theirs))
                now = latest - timedelta.resolution
            await write_sent(self._database, connection, [Sent(chat_id, number, entry_id, begins=new_round)], now)
            return True

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
        over = REMINDERS.c.due_at.is_(None) & (REMINDERS.c.ended != NOT_BEGUN)
        causes = select(REMINDERS.c.ended, func.count()).where(over).group_by(REMINDERS.c.ended)
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
        # The subscription first, for whoever is noting what was sent holds it, and adds to the round.
        ended = await connection.execute(delete(REMINDERS).where(REMINDERS.c.chat_id == chat_id))
        await connection.execute(delete(REMINDED).where(REMINDED.c.chat_id == chat_id))
        return ended.rowcount

    async def purge(self, connection: AsyncConnection, days: int) -> int:
        """Deletes subscriptions that ended `days` ago or longer, and returns how many that were."""
        old = REMINDERS.c.ended_at <= Ago(days * _DAY)
        gone = (await connection.execute(delete(REMINDERS).where(old).returning(REMINDERS.c.chat_id))).scalars().all()
        if gone:
            which = REMINDED.c.chat_id == bindparam("gone")
            await connection.execute(delete(REMINDED).where(which), [{"gone": chat_id} for chat_id in gone])
        return len(gone)


async def locked(connection: AsyncConnection, chat_id: int) -> tuple[Any, datetime]:
    """Return the chat's row, or None, which is the transaction's from now on; and the database's clock."""
    query = select(REMINDERS).where(REMINDERS.c.chat_id == chat_id).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    return row, (await connection.execute(select(Ago()))).scalar_one()


def ending(cause: str) -> dict[str, Any]:
    """Return the columns of a subscription that ends."""
    nobodys = {"due_at": None, "lease": None, "sending": None, "sending_entry": None}
    return {**nobodys, "ended": cause[:16], "ended_at": Ago()}


def _seen(row: Any) -> Subscription:
    """The subscription as the chat sees it: what is under way has come, and the next comes after it."""
    known = subscription_of(row)
    if row.sending is None or known.due_at is None:
        return known
    day = later_day(row.day, row.sending)
    return replace(known, day=day, served_at=row.now, due_at=next_due(known.schedule, row.now, day))


class _Plan(NamedTuple):
    """When the chat is reminded next, the last day that counts as served, and how often it couldn't be written to."""

    due_at: datetime
    day: date | None
    refused: int


def _planned(row: Any, schedule: Schedule, now: datetime) -> _Plan:
    """What becomes of a chat that chooses `schedule` now. What is under way is not served yet, but not due either."""
    if row is None:
        return _Plan(next_due(schedule, now, None), None, 0)
    known, day = _schedule(row), row.day
    if row.served_at is not None and known != schedule:
        day = later_day(day, local_day(row.served_at, schedule.zone))
    if row.sending is not None:
        return _Plan(next_due(schedule, now, later_day(day, row.sending)), day, 0)
    if row.due_at is None or known is None:
        return _Plan(next_due(schedule, now, day), day, 0)
    waits_until = row.due_at if row.lease is None else now  # what was only claimed is claimed anew
    if row.refused and known == schedule:
        return _Plan(waits_until, day, row.refused)
    if row.refused or row.due_at >= next_due(known, now, row.day):
        return _Plan(next_due(schedule, now, day), day, 0)
    # It is due: the day that it is of, or one after it, and none that was let pass before.
    day = later_day(day, to_serve(known, now, row.day).day - _ONE)
    moment = to_serve(schedule, now, day).moment
    return _Plan(moment if moment > now else waits_until, day, 0)


def _schedule(row: Any) -> Schedule | None:
    """What a row says of when; None where this machine doesn't know the time zone."""
    try:
        return schedule_of(row)
    except ValueError:
        return None

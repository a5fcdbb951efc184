"""Subscriptions: created, changed, ended, moved, deleted, and repaired; `store.deliveries` is for sending."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.schedule import (
    NOT_BEGUN,
    Round,
    Schedule,
    Subscription,
    chosen_columns,
    later_day,
    local_day,
    next_due,
    next_occasion,
    schedule_of,
    subscription_of,
    to_serve,
)
from store.settling import Sent, rounds, update_reminders, write_sent
from store.tables import DAY, HOUR, REMINDED, REMINDERS, Ago, DaysAgo

LEFT = "left"  # the cause if the bot was removed
LATE = 60  # seconds after which a due reminder counts as late
_ONE = timedelta(days=1)

# With k days a week, the next is at most 8 - k days away, plus one if today is served already, plus one for reminders
# that are retried tomorrow or wait for Telegram.
_DUE_TOO_LATE = REMINDERS.c.due_at > Ago((func.length(REMINDERS.c.days) - 10) * DAY)
_WRONG = or_(
    _DUE_TOO_LATE,
    REMINDERS.c.day > DaysAgo(-2),  # in UTC: somewhere on earth that is tomorrow, the latest that may be served
    REMINDERS.c.sending > DaysAgo(-2),
    REMINDERS.c.served_at > Ago(-HOUR),  # smaller differences resolve themselves
)


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of chats with a subscription, of those that are due or late, and of messages sent.

    `in_doubt` are messages that may or may not have been sent: the process was killed before it recorded the result, or
    Telegram didn't answer in time; they aren't sent again. `ended` counts by cause. Deleted rows don't count.
    """

    subscribed: int
    due: int
    late: int
    sent: int
    in_doubt: int
    ended: Mapping[str, int]


class Reminders:
    """Each chat's subscription and round. Every coroutine raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, chat_id: int) -> Subscription | None:
        """Return the chat's subscription, or None. Without `due_at` it has ended; a reminder being sent counts as sent.

        Raises ValueError if this machine doesn't know its time zone.
        """
        query = select(REMINDERS, Ago().label("now")).where(REMINDERS.c.chat_id == chat_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return _seen(row) if row else None

    async def subscribe(self, subscription: Subscription, *, begin: bool = True) -> Subscription:
        """Store the subscription and return it with `due_at`, the next occasion on a day not served yet.

        A due reminder that waits for its slot isn't lost. The round continues. A day with a reminder stays served,
        whatever the new time zone. Without `begin`, inactive reminders stay inactive: `due_at` is None.
        """
        async with self._database.writing() as connection:
            row, now = await _locked(connection, subscription.chat_id)
            plan = _planned(row, subscription.schedule, now)
            values = {**chosen_columns(subscription), **plan._asdict(), "ended": None, "ended_at": None}
            if not begin and (row is None or row.due_at is None):
                known = (row.ended, row.ended_at) if row and row.ended != NOT_BEGUN else (NOT_BEGUN, None)
                values |= {"due_at": None, "ended": known[0], "ended_at": known[1]}
            # A marked reminder is settled by its claimer; one that was only claimed is no longer sent.
            if row is None or row.sending is None:
                values["lease"] = None
            new = {"chat_id": subscription.chat_id, "round": 1, "served": 0, "doubted": 0}
            insert = self._database.insert(REMINDERS).values(**new, **values)
            kept = insert.on_conflict_do_update(index_elements=[REMINDERS.c.chat_id], set_=values).returning(REMINDERS)
            return subscription_of((await connection.execute(kept)).one())

    async def unsubscribe(self, chat_id: int, *, cause: str = "asked") -> bool:
        """End the chat's subscription, and return whether there was one. The round is kept for a new subscription."""
        theirs = REMINDERS.c.chat_id == chat_id
        async with self._database.writing() as connection:
            # A reminder being sent counts as sent, so that a new subscription doesn't cause a second one today.
            is_sent = REMINDERS.c.sending.is_not(None)
            served = {
                "day": case((is_sent, REMINDERS.c.sending), else_=REMINDERS.c.day),
                "served_at": case((is_sent, Ago()), else_=REMINDERS.c.served_at),
            }
            live = theirs & REMINDERS.c.due_at.is_not(None)
            ended = await connection.execute(update(REMINDERS).where(live).values(**served, **ending(cause)))
            if cause == LEFT:  # a subscription with only a time zone is no longer needed
                alone = theirs & (REMINDERS.c.ended == NOT_BEGUN)
                await connection.execute(update(REMINDERS).where(alone).values(ended_at=Ago()))
            return ended.rowcount > 0

    async def sent(self, chat_id: int) -> Round:
        """Return the chat's round: its number and the entries sent in it, the latest last."""
        async with self._database.reading() as connection:
            return (await rounds(connection, [chat_id])).get(chat_id, Round())

    async def join(
        self, chat_id: int, entry_id: str, *, so_far: Round | None = None, shown: str = "", new_round: bool = False
    ) -> bool:
        """Add an entry to the round in place of the entry `shown`; `new_round` starts one with it.

        Returns False if the round is no longer `so_far`, for which the entry was chosen: choose again. The entry is the
        latest only if `shown` was. A claimed reminder that isn't marked yet is released, to choose again. A chat
        that never subscribed has no round.
        """
        async with self._database.writing() as connection:
            row, now = await _locked(connection, chat_id)
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
        """Return the counts for the metrics."""
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
        """Move the group `old`'s subscription to the supergroup `new`, unless `new` already has one."""
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
        """Delete the chat's data, and return the number of subscriptions."""
        # Delete the subscription first: marking locks it, then adds to the round.
        ended = await connection.execute(delete(REMINDERS).where(REMINDERS.c.chat_id == chat_id))
        await connection.execute(delete(REMINDED).where(REMINDED.c.chat_id == chat_id))
        return ended.rowcount

    async def purge(self, connection: AsyncConnection, days: int) -> int:
        """Delete subscriptions that ended at least `days` ago, and return their number."""
        old = REMINDERS.c.ended_at <= Ago(days * DAY)
        gone = (await connection.execute(delete(REMINDERS).where(old).returning(REMINDERS.c.chat_id))).scalars().all()
        if gone:
            which = REMINDED.c.chat_id == bindparam("gone")
            await connection.execute(delete(REMINDED).where(which), [{"gone": chat_id} for chat_id in gone])
        return len(gone)


async def _locked(connection: AsyncConnection, chat_id: int) -> tuple[Any, datetime]:
    """Lock and return the chat's row, or None, and the time by the database's clock."""
    query = select(REMINDERS).where(REMINDERS.c.chat_id == chat_id).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    return row, (await connection.execute(select(Ago()))).scalar_one()


def ending(cause: str) -> dict[str, Any]:
    """Return the columns to write when a subscription ends."""
    free = {"due_at": None, "lease": None, "sending": None, "sending_entry": None}
    return {**free, "ended": cause[:16], "ended_at": Ago()}


def _seen(row: Any) -> Subscription:
    """The subscription as shown to the chat: a reminder being sent counts as sent, and `due_at` is the next one."""
    known = subscription_of(row)
    if row.sending is None or known.due_at is None:
        return known
    day = later_day(row.day, row.sending)
    return replace(known, day=day, served_at=row.now, due_at=next_due(known.schedule, row.now, day))


class _Plan(NamedTuple):
    """When the chat is reminded next, the last served day, and how often in a row it couldn't be written to."""

    due_at: datetime
    day: date | None
    refused: int


def _planned(row: Any, schedule: Schedule, now: datetime) -> _Plan:
    """Return the state of a chat that chooses `schedule` now. A reminder being sent is neither served nor due."""
    if row is None:
        return _Plan(next_due(schedule, now, None), None, 0)
    known, day = _schedule(row), row.day
    if row.served_at is not None and known != schedule:
        day = later_day(day, local_day(row.served_at, schedule.zone))
    if row.sending is not None:
        return _Plan(next_due(schedule, now, later_day(day, row.sending)), day, 0)
    if row.due_at is None or known is None:
        return _Plan(next_due(schedule, now, day), day, 0)
    waits_until = row.due_at if row.lease is None else now  # a reminder that was only claimed will be claimed again
    if row.refused and known == schedule:
        return _Plan(waits_until, day, row.refused)
    if row.refused or row.due_at >= next_due(known, now, row.day):
        return _Plan(next_due(schedule, now, day), day, 0)
    # It is due: serve its day or a later one, but none that was skipped before.
    day = later_day(day, to_serve(known, now, row.day).day - _ONE)
    moment = to_serve(schedule, now, day).moment
    return _Plan(moment if moment > now else waits_until, day, 0)


def _schedule(row: Any) -> Schedule | None:
    """The schedule of a row; None if this machine doesn't know the time zone."""
    try:
        return schedule_of(row)
    except ValueError:
        return None


async def repair_times(connection: AsyncConnection, after: int | None, limit: int) -> list[int]:
    """Repair up to `limit` reminders with times written by a clock that was ahead; return their chats' ids.

    The ids are in order, and higher than `after`.
    """
    query = select(REMINDERS, _DUE_TOO_LATE.label("is_due_too_late"), Ago().label("now")).where(_WRONG)
    if after is not None:
        query = query.where(REMINDERS.c.chat_id > after)
    rows = (await connection.execute(query.order_by(REMINDERS.c.chat_id).limit(limit).with_for_update())).all()
    chats = [row.chat_id for row in rows]
    if rows:
        await update_reminders(connection, [{"chat": row.chat_id, **_repaired(row)} for row in rows])
        sent = update(REMINDED).where(REMINDED.c.chat_id.in_(chats), REMINDED.c.at > Ago(-HOUR))
        await connection.execute(sent.values(at=Ago()))
    return chats


def _repaired(row: Any) -> dict[str, Any]:
    """Return the columns to write. A claimed row, or one with an unknown time zone, is left to the next claimer."""
    today, due_at = row.now.date(), row.now
    with suppress(ValueError):  # this machine doesn't know the time zone
        schedule = schedule_of(row)
        today = local_day(row.now, schedule.zone)
        if row.lease is None:
            # Today's reminder may be late. A chat that was never served may have subscribed just now.
            occasion = to_serve if row.day else next_occasion
            due_at = occasion(schedule, row.now, _at_most_tomorrow(row.day, today)).moment
    return {
        "due_at": due_at if row.is_due_too_late else row.due_at,
        "day": _at_most_tomorrow(row.day, today),
        "sending": _at_most_tomorrow(row.sending, today),
        "served_at": row.served_at and min(row.served_at, row.now),
    }


def _at_most_tomorrow(day: date | None, today: date) -> date | None:
    """Return `day`, or `today` if `day` is later than tomorrow."""
    return today if day and day > today + _ONE else day

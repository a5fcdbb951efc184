"""Each chat's subscription, read and changed in one place, and the choice of its next entry."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, datetime, time
from itertools import chain
from weakref import WeakValueDictionary

from handlers.query import Engine
from handlers.replies import Language
from handlers.sending import Destination
from store import EVERY_DAY, Choice, Round, Schedule, Store, Subscription, choose, local_day, zone_named

DEFAULT_TIME = time(8, 30)  # for chats that have chosen a time zone but no time yet

Alter = Callable[[Subscription], Subscription]


class Subscriptions:
    """The chats' subscriptions over the store; changes of one chat are serialised. They raise StoreError.

    `zone` is for chats that haven't chosen one. `wakeup` is set whenever a subscription has changed: it wakes this
    process's reminder worker, which polls the store only rarely.
    """

    def __init__(self, store: Store, *, zone: str, now: Callable[[], float]) -> None:
        self.zone, self.wakeup = zone, asyncio.Event()
        self._store, self._now = store, now
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def get(self, chat_id: int) -> Subscription | None:
        """Return the chat's subscription; without `due_at` it has ended. Also None if its time zone is unknown."""
        try:
            return await self._store.reminders.get(chat_id)
        except ValueError:
            return None

    async def change(self, place: Destination, language: Language, alter: Alter) -> Subscription:
        """Apply `alter` to the subscription, store and return the result; from now on reminders go to `place`."""
        async with self._locks.setdefault(place.chat_id, asyncio.Lock()):
            known = await self.get(place.chat_id) or Subscription(place.chat_id, self.schedule())
            here = replace(known, thread_id=place.thread_id, language=language.value)
            kept = await self._store.reminders.subscribe(alter(here))
        self.wakeup.set()
        return kept

    async def set_zone(self, place: Destination, language: Language, zone: str) -> Subscription:
        """Store the time zone; this doesn't start reminders that haven't begun or have ended."""
        async with self._locks.setdefault(place.chat_id, asyncio.Lock()):
            new = Subscription(place.chat_id, self.schedule(), place.thread_id, language=language.value)
            known = await self.get(place.chat_id) or new
            moved = replace(known, schedule=replace(known.schedule, zone=zone))
            kept = await self._store.reminders.subscribe(moved, begin=False)
        self.wakeup.set()
        return kept

    async def stop(self, chat_id: int) -> bool:
        """End the reminders; return whether there were any."""
        return await self._store.reminders.unsubscribe(chat_id)

    async def round(self, chat_id: int) -> Round:
        """Return the entries sent in the chat's current round."""
        return await self._store.reminders.sent(chat_id)

    async def join(self, chat_id: int, choice: Choice, so_far: Round, *, shown: str) -> bool:
        """Count the choice, made for the round `so_far`, as sent in place of `shown`; False: choose again."""
        kept = await self._store.reminders.join(
            chat_id, choice.entry_id, so_far=so_far, shown=shown, new_round=choice.new_round
        )
        self.wakeup.set()  # a reminder that waits for its slot chooses its entry again
        return kept

    def schedule(self) -> Schedule:
        """Return the schedule of a chat that has not chosen one."""
        return Schedule(DEFAULT_TIME, EVERY_DAY, self.zone)

    def now(self, zone: str) -> datetime:
        """Return the time there."""
        return datetime.fromtimestamp(self._now(), zone_named(zone))

    def today(self, zone: str) -> date:
        """Return the date there."""
        return self.now(zone).date()


def entries_of(engine: Engine, topics: AbstractSet[str]) -> tuple[str, ...]:
    """Return the ids of the entries of these topics; of all topics if none of these exists."""
    chosen = [topic.entries for topic in engine.topics if topic.id in topics]
    return tuple(chain.from_iterable(chosen)) if chosen else engine.remindable


def next_entry(engine: Engine, topics: AbstractSet[str], so_far: Round, *, chat_id: int) -> Choice | None:
    """Return the entry to send next; None if there are no entries."""
    return choose(entries_of(engine, topics), so_far, chat_id=chat_id, among=engine.remindable)


def another_entry(
    engine: Engine, topics: AbstractSet[str], so_far: Round, *, chat_id: int, shown: str
) -> Choice | None:
    """Return an entry to replace `shown`; None if there is no other."""
    sent = so_far.sent if shown in so_far.sent else (*so_far.sent, shown)
    others = set(entries_of(engine, topics)) - {shown}
    return choose(others, replace(so_far, sent=sent), chat_id=chat_id, among=engine.remindable)


def is_over(year: int, known: Subscription, today: date) -> bool:
    """Return whether the report's `year` has ended since the chat was last reminded, of which it is told once."""
    last = local_day(known.served_at, known.schedule.zone) if known.served_at else None
    return last is not None and last.year <= year < today.year


def entry_of_the_day(engine: Engine, day: date, *, chat_id: int) -> str | None:
    """Return the entry of the day for a chat without reminders: any entry, most likely another each day."""
    choice = choose(engine.remindable, Round(day.toordinal()), chat_id=chat_id)
    return choice.entry_id if choice else None

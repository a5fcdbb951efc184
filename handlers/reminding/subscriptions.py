"""What each chat has chosen about its reminders: read and changed in one place, one change of a chat at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from weakref import WeakValueDictionary

from handlers.reminding.bell import Bell
from handlers.replies import Language
from handlers.sending import Chat
from store import EVERY_DAY, Choice, Round, Schedule, Store, Subscription, zone_named

USUAL = time(8, 30)  # for who has chosen a time zone, and no time yet

Alter = Callable[[Subscription], Subscription]


class Subscriptions:
    """The chats' subscriptions over the store. `zone` is for chats that chose none; coroutines raise StoreError.

    `bell` rings whenever one has changed.
    """

    def __init__(self, store: Store, *, zone: str, now: Callable[[], float]) -> None:
        self.zone, self.bell = zone, Bell()
        self._store, self._now = store, now
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def get(self, chat_id: int) -> Subscription | None:
        """What the chat has chosen; without a `due_at` it has ended. None, too, where its zone is known no more."""
        try:
            return await self._store.reminders.get(chat_id)
        except ValueError:
            return None

    async def change(self, place: Chat, language: Language, alter: Alter) -> Subscription:
        """Keeps what `alter` makes of what is chosen for the place, and returns it; from now on it is sent there."""
        async with self._turns.setdefault(place.chat_id, asyncio.Lock()):
            known = await self.get(place.chat_id) or Subscription(place.chat_id, self.schedule())
            here = replace(known, thread_id=place.thread_id, language=language.value)
            kept = await self._store.reminders.subscribe(alter(here))
        self.bell.ring()
        return kept

    async def move_clock(self, place: Chat, language: Language, zone: str) -> Subscription:
        """Keeps the time zone; what has not begun, or has ended, doesn't begin by that."""
        async with self._turns.setdefault(place.chat_id, asyncio.Lock()):
            new = Subscription(place.chat_id, self.schedule(), place.thread_id, language=language.value)
            known = await self.get(place.chat_id) or new
            moved = replace(known, schedule=replace(known.schedule, zone=zone))
            kept = await self._store.reminders.subscribe(moved, begin=False)
        self.bell.ring()
        return kept

    async def stop(self, chat_id: int) -> bool:
        """Whether there was anything to stop."""
        return await self._store.reminders.unsubscribe(chat_id)

    async def round(self, chat_id: int) -> Round:
        """What the chat was sent in its round."""
        return await self._store.reminders.sent(chat_id)

    async def join(self, chat_id: int, choice: Choice, so_far: Round, *, shown: str) -> bool:
        """What was chosen of the round `so_far` comes in place of `shown`, which was sent; False: choose anew."""
        kept = await self._store.reminders.join(
            chat_id, choice.entry_id, so_far=so_far, shown=shown, new_round=choice.new_round
        )
        self.bell.ring()  # for what waits for its slot is chosen anew
        return kept

    def schedule(self) -> Schedule:
        """What holds for a chat that has chosen nothing."""
        return Schedule(USUAL, EVERY_DAY, self.zone)

    def now(self, zone: str) -> datetime:
        """The time there."""
        return datetime.fromtimestamp(self._now(), zone_named(zone))

    def today(self, zone: str) -> date:
        """The date there."""
        return self.now(zone).date()

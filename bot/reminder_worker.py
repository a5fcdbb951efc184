"""The worker that sends reminders: every replica runs one, and the store sees to it that none is sent twice."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.ext import ExtBot

from handlers.reminding.dispatch import Fate, Outcome, dispatch
from handlers.reminding.letters import Letters, language_named
from handlers.reminding.subscriptions import next_entry
from handlers.replies import Language, Reply
from handlers.sending import Chat
from handlers.services import Services
from handlers.snapshots import Snapshot
from store import Choice, Counted, Due, RowRefusedError, StoreError
from store.schedule import local_day

_IN_FLIGHT = 40  # messages under way, at most: at 25 a second that is more than a second's answers of Telegram
_MARKING = 3  # of them between slot and sending, at most
_LATE = 0.1  # seconds after its slot at which a message may still leave, where others have slots too
_DAYS = 12  # days by languages of which the words are kept: on earth it is at most three days at once
_FARTHEST = 30.0  # seconds until a slot, at most: its lease has to outlast the wait
_LONGEST = 30.0  # seconds without a look at the store: other replicas' chats subscribe, too
_SHORTEST = 0.05  # seconds between two looks that found nothing, for what is due may be another replica's
_DOWN = 5.0  # seconds until a store that failed is asked again
_AGAIN = 1.0  # seconds until it is told again what it has to know
_NOTHING = 3_600.0  # seconds until a report without targets, or a row that was refused, is looked at again
DRAIN = 10.0  # seconds that messages under way get when the program ends

_log = logging.getLogger(__name__)

_REFUSALS: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.FLOODED: "flooded",
        Fate.REFUSED: "silenced",
        Fate.ENDED: "gone",
        Fate.MOVED: "moved",
        Fate.SPOILT: "spoilt",
    }
)

_TROUBLES: Mapping[Fate, str] = MappingProxyType(
    {
        Fate.DELAYED: "Telegram can't be reached, or is in trouble; reminders wait.",
        Fate.IN_DOUBT: "Telegram doesn't say whether it sent a reminder; it counts as sent, in doubt.",
    }
)
_COUNTED: Mapping[Fate, Counted] = MappingProxyType(
    {Fate.SENT: Counted.SENT, Fate.IN_DOUBT: Counted.IN_DOUBT, Fate.SPOILT: Counted.UNSENT}
)

Pause = Callable[[float], Awaitable[object]]
Deed = Callable[[], Awaitable[object]]


class ReminderWorker:
    """Claims what is due, sends it in its slot, and notes what became of it.

    `pause` is how it waits before it tells the store again what that didn't take.
    """

    def __init__(self, bot: ExtBot[Any], services: Services, *, pause: Pause = asyncio.sleep) -> None:
        self._bot, self._services, self._pause = bot, services, pause
        self._deliveries = services.store.deliveries
        self._marking = asyncio.Semaphore(_MARKING)
        self._spacing = AsyncLimiter(1, self._deliveries.least_gap or 1.0)
        self._under_way: set[asyncio.Task[None]] = set()
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()
        self._flooded = (0, 0.0)  # a chat, and until when Telegram wants nothing for it; since then nothing was sent
        self._snapshot: Snapshot | None = None
        self._written: dict[tuple[Language, date], Letters] = {}
        self._held_until = 0.0  # from when on Telegram wants messages again
        self._trouble: str | None = None

    async def run(self) -> None:
        """Work until `stop` is called."""
        self._ended.clear()
        try:
            while not self._stopping.is_set():
                await self._services.reminders.wakeup.wait(await self._step())
        finally:
            self._ended.set()

    async def _step(self) -> float:
        try:
            return await self.step()
        except Exception:  # whatever it is, it mustn't end the reminders of all chats
            _log.exception("Reminders could not be taken; trying again in %.0f s", _DOWN)
            return _DOWN

    async def step(self) -> float:
        """Take what is due on its way, and return the seconds until there may be more."""
        try:
            dues = await self._deliveries.claim()
            for due in dues:
                task = asyncio.create_task(self._serve(due))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
            while len(self._under_way) > _IN_FLIGHT - len(dues):
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            return 0.0 if dues else max(_SHORTEST, await self._deliveries.due_in(_LONGEST))
        except StoreError:  # which the store has logged
            return _DOWN

    async def settled(self) -> None:
        """Return when nothing is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def stop(self) -> None:
        """Claim no more, give back what waits for its slot, and let end what is being sent."""
        self._stopping.set()
        self._services.reminders.wakeup.set()
        try:
            async with asyncio.timeout(DRAIN):
                await self._ended.wait()
                await self.settled()
        except TimeoutError:
            for task in self._under_way:
                task.cancel()

    async def _serve(self, due: Due) -> None:
        try:
            await self._send(due)
        except RowRefusedError:  # which the store has logged; at once it would be the same again
            await self._tell(partial(self._deliveries.postpone, due, _NOTHING))
        except StoreError:  # it isn't known whether the mark stands; nothing was sent
            await self._tell(partial(self._deliveries.postpone, due, 0.0))
            self._services.reminders.wakeup.set()
        except Exception:
            _log.exception("A reminder has failed")

    async def _send(self, due: Due) -> None:
        choice, reply = self._composed(due)
        if choice is None or reply is None:
            await self._deliveries.postpone(due, _NOTHING)
        elif await self._has_turn(due, choice):
            outcome = await dispatch(self._bot, Chat(due.chat_id, due.subscription.thread_id), reply)
            self._note(outcome)
            await self._tell(*self._deeds(due, outcome))

    async def _has_turn(self, due: Due, choice: Choice) -> bool:
        """Whether the reminder, marked now, is to go out at once."""
        mark = partial(self._deliveries.mark, entry_id=choice.entry_id, new_round=choice.new_round)
        if await self._is_put_off(due):
            return False
        if not self._deliveries.gap:
            return await mark(due)
        async with self._marking:
            if not (self._deliveries.shared and due.late > _LATE):
                await self._spacing.acquire()
                return await mark(due)
        # A busy machine has let the slot pass, and other replicas' messages have theirs now: once it takes another.
        due = await self._deliveries.slot_again(due)
        if await self._is_put_off(due):
            return False
        async with self._marking:
            await self._spacing.acquire()
            return await mark(due)

    async def _is_put_off(self, due: Due) -> bool:
        """Whether the reminder was given back while it waited for its slot, to come later."""
        if due.wait > _FARTHEST:  # another replica was told to hold all messages back
            await self._deliveries.postpone(due, due.wait)
            return True
        stopped = await self._is_stopped_within(due.wait)
        held = max(0.0, self._held_until - time.monotonic())
        if stopped or held:
            await self._deliveries.postpone(due, 0.0 if stopped else held)
        return stopped or held > 0

    def _composed(self, due: Due) -> tuple[Choice | None, Reply | None]:
        """What to send, by what is known at this moment; nothing where it can't be worded, either."""
        try:
            return self._worded(due)
        except Exception:
            _log.exception("A reminder can't be worded")
            return None, None

    def _worded(self, due: Due) -> tuple[Choice | None, Reply | None]:
        snapshot, chosen = self._services.snapshots.current, due.subscription
        choice = next_entry(snapshot.engine, chosen.topics, due.round, chat_id=due.chat_id)
        if choice is None:
            return None, None
        today = local_day(due.slot, chosen.schedule.zone)
        return choice, self._letters(snapshot, language_named(chosen.language), today).reminder(choice.entry_id)

    def _letters(self, snapshot: Snapshot, language: Language, today: date) -> Letters:
        """What words reminders in a language as of a day: one for all chats, so that it words each entry once."""
        if snapshot is not self._snapshot or len(self._written) >= _DAYS:
            self._snapshot = snapshot
            self._written.clear()
        if (language, today) not in self._written:
            self._written[language, today] = Letters(snapshot, snapshot.replies(language, self._bot.username), today)
        return self._written[language, today]

    async def _is_stopped_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        return self._stopping.is_set()

    async def _tell(self, *deeds: Deed) -> None:
        """Have the store note it all, however long it is down; but not what the database refuses."""
        for deed in deeds:
            while not await self._is_told(deed):
                if self._stopping.is_set():
                    return
                await self._pause(_AGAIN)

    async def _is_told(self, deed: Deed) -> bool:
        try:
            await deed()
        except RowRefusedError:  # which the store has logged; the lease runs out, and then it is somebody's to claim
            return True
        except StoreError:
            return False
        return True

    def _deeds(self, due: Due, outcome: Outcome) -> tuple[Deed, ...]:
        """What the store has to note after a message."""
        deliveries, chats = self._deliveries, self._services.chats
        moved = (partial(deliveries.move_thread, due, None),) if outcome.topic_gone else ()
        match outcome.fate:
            case Fate.SENT | Fate.IN_DOUBT | Fate.SPOILT:
                return (partial(deliveries.settle, due, _COUNTED[outcome.fate]), *moved)
            case Fate.DELAYED:
                return (partial(deliveries.postpone, due, outcome.seconds), *moved)
            case Fate.FLOODED:
                flood = self._flood(due, outcome)
                held = (partial(deliveries.hold_back, flood),) if flood else ()
                return (*held, partial(deliveries.postpone, due, outcome.seconds), *moved)
            case Fate.REFUSED:
                return (partial(deliveries.retry_later, due), *moved)
            case Fate.ENDED:
                return (partial(deliveries.end, due, outcome.cause),)
            case Fate.MOVED:  # where it is due at once
                new = outcome.chat_id
                return (
                    partial(chats.move, due.chat_id, new),
                    partial(self._services.store.chats.migrate, due.chat_id, new),
                    partial(deliveries.postpone, due.moved(new), 0.0),
                )

    def _flood(self, due: Due, outcome: Outcome) -> float:
        """Seconds for which Telegram wants nothing from the bot at all; 0: nothing from this chat alone.

        It has just said the same for another chat, and nothing was sent since; what both have in common is meant.
        """
        now = time.monotonic()
        chat_id, until = self._flooded
        self._flooded = due.chat_id, now + outcome.seconds
        if now >= until or chat_id == due.chat_id:
            return 0.0
        seconds = min(until - now, outcome.seconds)
        self._held_until = max(self._held_until, now + seconds)
        return seconds

    def _note(self, outcome: Outcome) -> None:
        """Count what Telegram refused; say once that it fails, and once that it doesn't any more."""
        if outcome.fate in _REFUSALS:
            self._services.metrics.refused(_REFUSALS[outcome.fate])
        if outcome.fate is Fate.SENT:
            self._flooded = (0, 0.0)  # so it is that chat alone
        trouble = _TROUBLES.get(outcome.fate)
        if trouble and trouble != self._trouble:
            _log.warning("%s", trouble)
        elif self._trouble and not trouble:
            _log.info("Telegram takes reminders again.")
        self._trouble = trouble

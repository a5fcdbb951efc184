"""The worker that sends reminders: every replica runs one, and the store prevents duplicates."""

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

from handlers.reminding.reminder_messages import ReminderMessages, SendResult, SendStatus, language_named, send_reminder
from handlers.reminding.subscriptions import is_over, next_entry
from handlers.replies import Language, Reply
from handlers.sending import Destination
from handlers.services import Services
from handlers.snapshots import Snapshot
from store import Choice, Counted, Due, RowRefusedError, StoreError, local_day

_IN_FLIGHT = 40  # at most so many messages in flight: at 25 a second, Telegram may take over a second to answer
_MARKING = 3  # at most so many of them between slot and sending
_LATE = 0.1  # seconds after its slot within which a message may still be sent, if replicas share the slots
_MESSAGES_KEPT = 12  # pairs of day and language whose wordings are cached: at most three dates are current on earth
_LONGEST_WAIT = 30.0  # longest wait for a slot in seconds: the lease must outlast it
_LONGEST_PAUSE = 30.0  # longest time between two claims in seconds: chats also subscribe through other replicas
_SHORTEST_PAUSE = 0.05  # shortest time after a claim that found nothing: another replica may hold what is due
_STORE_DOWN = 5.0  # seconds until the next claim after the store failed
_WRITE_AGAIN = 1.0  # seconds until a result that the store didn't take is retried
_NOTHING_TO_SEND = 3_600.0  # seconds until the next look at a report without targets, or at a refused row
_YEAR_OVER = "over"  # stands for an entry where a chat is told that the report's year is over
DRAIN = 10.0  # seconds for messages in flight when the program ends

_log = logging.getLogger(__name__)

_REFUSALS: Mapping[SendStatus, str] = MappingProxyType(
    {
        SendStatus.FLOODED: "flooded",
        SendStatus.REFUSED: "silenced",
        SendStatus.ENDED: "gone",
        SendStatus.MOVED: "moved",
        SendStatus.INVALID: "spoilt",
    }
)
_TROUBLES: Mapping[SendStatus, str] = MappingProxyType(
    {
        SendStatus.DELAYED: "Telegram can't be reached, or is in trouble; reminders wait.",
        SendStatus.IN_DOUBT: "Telegram doesn't say whether it sent a reminder; it counts as sent, in doubt.",
    }
)
_COUNTED: Mapping[SendStatus, Counted] = MappingProxyType(
    {SendStatus.SENT: Counted.SENT, SendStatus.IN_DOUBT: Counted.IN_DOUBT, SendStatus.INVALID: Counted.UNSENT}
)

Pause = Callable[[float], Awaitable[object]]
Write = Callable[[], Awaitable[object]]


class ReminderWorker:
    """Claims due reminders, sends each in its slot, and writes the result.

    `pause` waits before a result that the store didn't take is written again.
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
        self._flooded = (0, 0.0)  # the last limited chat, and until when; cleared when something is sent
        self._snapshot: Snapshot | None = None
        self._messages: dict[tuple[str, Language, date], ReminderMessages] = {}
        self._held_until = 0.0  # when sending resumes after a pause
        self._trouble: str | None = None

    async def run(self) -> None:
        """Work until `stop` is called."""
        wakeup = self._services.reminders.wakeup
        self._ended.clear()
        try:
            while not self._stopping.is_set():
                await _is_set_within(await self.step(), wakeup)
                wakeup.clear()
        finally:
            self._ended.set()

    async def step(self) -> float:
        """Claim due reminders and start sending them; return the seconds until there may be more."""
        try:
            dues = await self._deliveries.claim()
            for due in dues:
                task = asyncio.create_task(self._serve(due))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
            while len(self._under_way) > _IN_FLIGHT - len(dues):
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            return 0.0 if dues else max(_SHORTEST_PAUSE, await self._deliveries.due_in(_LONGEST_PAUSE))
        except StoreError:  # which the store has logged
            return _STORE_DOWN
        except Exception:  # no error may end the reminders of all chats
            _log.exception("Reminders could not be claimed; trying again in %.0f s", _STORE_DOWN)
            return _STORE_DOWN

    async def settled(self) -> None:
        """Return when nothing is being sent."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def stop(self) -> None:
        """Stop claiming, give back reminders that wait for their slot, and finish those being sent."""
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
        except RowRefusedError:  # which the store has logged; an immediate retry would fail the same way
            await self._write(partial(self._deliveries.postpone, due, _NOTHING_TO_SEND))
        except StoreError:  # it is unknown whether the mark was written; nothing was sent
            await self._write(partial(self._deliveries.postpone, due, 0.0))
            self._services.reminders.wakeup.set()
        except Exception:
            _log.exception("A reminder has failed")

    async def _send(self, due: Due) -> None:
        choice, reply = self._composed(due, await self._known_to(due.chat_id))
        if choice is None or reply is None:
            await self._deliveries.postpone(due, _NOTHING_TO_SEND)
        elif await self._marked(due, choice):
            result = await send_reminder(self._bot, Destination(due.chat_id, due.subscription.thread_id), reply)
            self._report(result)
            await self._write(*self._writes(due, result))
            if choice.entry_id == _YEAR_OVER and result.status in _COUNTED:  # they wait until somebody lets them go on
                end = partial(self._services.store.reminders.unsubscribe, due.chat_id, cause="over")
                await self._write(end)
            if result.status is not SendStatus.SENT:  # it may be due again before the next planned claim
                self._services.reminders.wakeup.set()

    async def _marked(self, due: Due, choice: Choice) -> bool:
        """Wait for the reminder's slot and mark it; return whether it is to be sent at once."""
        mark = partial(self._deliveries.mark, entry_id=choice.entry_id, new_round=choice.new_round)
        for has_moved in (False, True):
            if await self._is_put_off(due):
                return False
            if not self._deliveries.gap:
                return await mark(due)
            async with self._marking:
                if has_moved or not self._deliveries.shared or due.late <= _LATE:
                    await self._spacing.acquire()
                    return await mark(due)
            # A busy machine missed the slot, and other replicas' messages have the next ones: take another slot, once.
            due = await self._deliveries.slot_again(due)
        return False

    async def _is_put_off(self, due: Due) -> bool:
        """Wait for the slot; return whether the reminder was given back instead, to be sent later."""
        if due.wait > _LONGEST_WAIT:  # Telegram asked another replica to pause all sends
            await self._deliveries.postpone(due, due.wait)
            return True
        stopped = await _is_set_within(due.wait, self._stopping)
        held = max(0.0, self._held_until - time.monotonic())
        if stopped or held:
            await self._deliveries.postpone(due, 0.0 if stopped else held)
        return stopped or held > 0

    async def _known_to(self, chat_id: int) -> Snapshot:
        """Return what is known now, as the chat sees it that chose a report."""
        snapshots, chats = self._services.snapshots, self._services.chats
        return snapshots.current if snapshots.current.is_single else await snapshots.chosen(await chats.report(chat_id))

    def _composed(self, due: Due, snapshot: Snapshot) -> tuple[Choice | None, Reply | None]:
        """Return the message from the snapshot; None if there is no entry, or it can't be worded."""
        try:
            chosen = due.subscription
            choice = next_entry(snapshot.engine, chosen.topics, due.round, chat_id=due.chat_id)
            if choice is None:
                return None, None
            today = local_day(due.slot, chosen.schedule.zone)
            messages = self._messages_for(snapshot, language_named(chosen.language), today)
            if is_over(snapshot.report.year, chosen, today):
                return Choice(_YEAR_OVER, new_round=False), messages.year_over()
            return choice, messages.reminder(choice.entry_id)
        except Exception:
            _log.exception("A reminder can't be worded")
            return None, None

    def _messages_for(self, snapshot: Snapshot, language: Language, today: date) -> ReminderMessages:
        """Return the wording of reminders in a language on a day, shared by all chats of a report."""
        current, key = self._services.snapshots.current, (snapshot.report.key, language, today)
        if current is not self._snapshot or len(self._messages) >= _MESSAGES_KEPT:
            self._snapshot = current
            self._messages.clear()
        if key not in self._messages:
            replies = snapshot.replies(language, self._bot.username)
            self._messages[key] = ReminderMessages(snapshot, replies, today)
        return self._messages[key]

    async def _write(self, *writes: Write) -> None:
        """Write all results, retrying as long as the store is down; but not those that the database refuses."""
        for write in writes:
            while not await self._is_written(write):
                if self._stopping.is_set():
                    return
                await self._pause(_WRITE_AGAIN)

    async def _is_written(self, write: Write) -> bool:
        try:
            await write()
        except RowRefusedError:  # which the store has logged; the lease runs out, and then it can be claimed again
            return True
        except StoreError:
            return False
        return True

    def _writes(self, due: Due, result: SendResult) -> tuple[Write, ...]:
        """Return the call that records a message's result."""
        deliveries, chats = self._deliveries, self._services.chats
        moved = (partial(deliveries.move_thread, due, None),) if result.thread_gone else ()
        match result.status:
            case SendStatus.SENT | SendStatus.IN_DOUBT | SendStatus.INVALID:
                return (partial(deliveries.settle, due, _COUNTED[result.status]), *moved)
            case SendStatus.DELAYED:
                return (partial(deliveries.postpone, due, result.seconds), *moved)
            case SendStatus.FLOODED:
                flood = self._flood(due, result)
                held = (partial(deliveries.hold_back, flood),) if flood else ()
                return (*held, partial(deliveries.postpone, due, result.seconds), *moved)
            case SendStatus.REFUSED:
                return (partial(deliveries.retry_later, due), *moved)
            case SendStatus.ENDED:
                return (partial(deliveries.end, due, result.cause),)
            case SendStatus.MOVED:  # where it is due at once
                new = result.chat_id
                return (
                    partial(chats.move, due.chat_id, new),
                    partial(self._services.store.chats.migrate, due.chat_id, new),
                    partial(deliveries.postpone, due.moved(new), 0.0),
                )

    def _flood(self, due: Due, result: SendResult) -> float:
        """Return the seconds for which all sends pause; 0 if Telegram limits only this chat.

        All sends pause when two different chats in a row are limited, with nothing sent in between.
        """
        now = time.monotonic()
        chat_id, until = self._flooded
        self._flooded = due.chat_id, now + result.seconds
        if now >= until or chat_id == due.chat_id:
            return 0.0
        seconds = min(until - now, result.seconds)
        self._held_until = max(self._held_until, now + seconds)
        return seconds

    def _report(self, result: SendResult) -> None:
        """Count a refusal; log once that sending fails, and once that it works again."""
        if result.status in _REFUSALS:
            self._services.metrics.refused(_REFUSALS[result.status])
        if result.status is SendStatus.SENT:
            self._flooded = (0, 0.0)  # so it is that chat alone
        trouble = _TROUBLES.get(result.status)
        if trouble and trouble != self._trouble:
            _log.warning("%s", trouble)
        elif self._trouble and not trouble:
            _log.info("Telegram takes reminders again.")
        self._trouble = trouble


async def _is_set_within(seconds: float, event: asyncio.Event) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()

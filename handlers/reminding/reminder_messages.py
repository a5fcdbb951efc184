"""The message of a reminder: how it is worded, how it is sent, and what Telegram's answer means for the next one."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, auto
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from handlers.replies import Button, Language, Replies, Reply
from handlers.replies.keyboards import Verb, tap
from handlers.replies.reply import Row, as_one
from handlers.sending import Destination, NotDone, NotReached, reason_of, send_paced
from handlers.snapshots import Snapshot
from knowledge.model import Source

PREVIEW = "p"  # marks, in a button's data, a reminder that was shown on request


@dataclass(frozen=True, slots=True)
class PreviewReason:
    """Why a reminder is previewed: it was sent `today`, or will be sent at the local time `at`.

    Neither: the chat has no reminders.
    """

    today: bool = False
    at: datetime | None = None


def language_named(name: str) -> Language:
    """Return the language of a subscription; simplified Chinese if it is no longer supported."""
    return Language(name) if name in set(Language) else Language.SIMPLIFIED


def days_left(year: int, today: date) -> int | None:
    """Return the number of days left of `year` after `today`; None in another year."""
    return (date(year, 12, 31) - today).days if today.year == year else None


class ReminderMessages:
    """Reminders in one language, over one snapshot and for a local day; each is worded once."""

    def __init__(self, snapshot: Snapshot, replies: Replies, today: date) -> None:
        self._snapshot, self._replies, self._today = snapshot, replies, today
        self._sent: dict[str, Reply | None] = {}  # entries only, so as many as there are at most

    def reminder(self, entry_id: str) -> Reply | None:
        """Return the reminder of an entry as it is sent; None if the entry doesn't exist."""
        if entry_id not in self._sent:
            another = self._button("another", Verb.ANOTHER, entry_id)
            rows = ((self._button("related", Verb.AROUND, entry_id), another), (self._button("stop", Verb.STOP),))
            self._sent[entry_id] = self._worded(entry_id, None, rows)
        return self._sent[entry_id]

    def preview(self, entry_id: str, reason: PreviewReason) -> Reply | None:
        """Return the same as a preview, shown on request."""
        related = self._button("related", Verb.AROUND, entry_id, PREVIEW)
        another = (self._button("another", Verb.ANOTHER, entry_id),) if reason.today else ()
        is_reminded = reason != PreviewReason()
        last = self._button("stop", Verb.STOP) if is_reminded else self._button("subscribe", Verb.REMIND)
        return self._worded(entry_id, reason, ((related, *another), (last,)))

    def year_over(self) -> Reply:
        """Return the notice that the report's year is over, with buttons to let the reminders go on or to stop them."""
        row = self._button("go_on", Verb.REMIND, "on"), self._button("stop", Verb.STOP)
        return self._replies.render("year_over", (row,), year=self._snapshot.report.year)[0]

    def related(self, source: Source, *, preview: bool = False) -> Reply | None:
        """Return the related entries, each with a button, and a button back; None if there are none.

        `preview`: the reminder was shown on request, not sent.
        """
        entries = self._snapshot.engine.related(source.entry_id)
        if not entries:
            return None
        numbers = self._replies.keyboards.numbers(Verb.OPEN, [each.entry_id for each in entries])
        back = self._button("back", Verb.DAY, source.entry_id, *((PREVIEW,) if preview else ()))
        return self._replies.render("related", (*numbers, (back,)), source=source, entries=entries)[0]

    def _worded(self, entry_id: str, reason: PreviewReason | None, rows: tuple[Row, ...]) -> Reply | None:
        engine = self._snapshot.engine
        answer = engine.open(entry_id)
        if answer is None:
            return None
        source = answer.sources[0]
        year = source.year or self._snapshot.report.year
        known = {"source": source, "actual": engine.actual_of(entry_id), "reason": reason}
        time = {"year": year, "left": days_left(year, self._today), "over": self._today.year > year}
        return as_one(self._replies.render("reminder", rows, **known, **time))

    def _button(self, label: str, verb: Verb, *about: str) -> Button:
        return Button(self._replies.phrases.label(label), tap(verb, *about))


_LOGGER = logging.getLogger(__name__)

# Telegram's error messages, in words and as error codes.
_THREAD_DELETED = ("thread not found", "topic_deleted")
_NO_CHAT = ("chat not found", "user not found", "peer_id_invalid", "channel_private", "bot can't initiate conversation")
_CAUSES = ("blocked", "kicked", "deactivated", "not a member", "deleted")
_UNREACHED, _IN_TROUBLE = 10.0, 60.0  # seconds until the next try


class SendStatus(Enum):
    """The result of sending a reminder."""

    SENT = auto()
    IN_DOUBT = auto()  # it is unknown whether it was sent
    INVALID = auto()  # Telegram will never accept it
    DELAYED = auto()  # Telegram didn't receive it, or couldn't process it
    FLOODED = auto()  # Telegram asks to wait
    REFUSED = auto()  # the bot currently has no right to write there
    ENDED = auto()  # the chat can never be written to again
    MOVED = auto()  # the group has become a supergroup


@dataclass(frozen=True, slots=True)
class SendResult:
    """`seconds`: when to retry, for DELAYED and FLOODED; `cause` is for ENDED, `chat_id` for MOVED.

    `thread_gone`: the forum thread was deleted, so this and all later reminders go to the chat itself.
    """

    status: SendStatus
    seconds: float = 0.0
    cause: str = ""
    chat_id: int = 0
    thread_gone: bool = False


async def send_reminder(bot: ExtBot[Any], place: Destination, reply: Reply) -> SendResult:
    """Send `reply`; if its forum thread is closed or deleted, to the chat's General thread."""
    try:
        await send_paced(bot, place, reply)
    except BadRequest as error:
        if place.thread_id is None or reason_of(error) != "closed":
            return _failed(error)
        is_gone = any(sign in error.message.lower() for sign in _THREAD_DELETED)
        return replace(await send_reminder(bot, Destination(place.chat_id), reply), thread_gone=is_gone)
    except TelegramError as error:
        return _failed(error)
    return SendResult(SendStatus.SENT)


def _failed(error: TelegramError) -> SendResult:
    match error:
        case ChatMigrated():
            return SendResult(SendStatus.MOVED, chat_id=error.new_chat_id)
        case RetryAfter():
            return SendResult(SendStatus.FLOODED, seconds=_seconds(error.retry_after))
        case NotReached():
            return SendResult(SendStatus.DELAYED, seconds=_UNREACHED)
        case NotDone() | InvalidToken() | Conflict():
            return SendResult(SendStatus.DELAYED, seconds=_IN_TROUBLE)
        case Forbidden() | BadRequest():
            return _denied(error)
    return SendResult(SendStatus.IN_DOUBT)  # no answer, or an unclear one: it may have been sent


def _denied(error: Forbidden | BadRequest) -> SendResult:
    said = error.message.lower()
    if reason_of(error) in {"silenced", "closed"}:
        return SendResult(SendStatus.REFUSED)
    if cause := next((each for each in _CAUSES if each in said), None):
        return SendResult(SendStatus.ENDED, cause=cause)
    if isinstance(error, Forbidden):
        return SendResult(SendStatus.ENDED, cause="forbidden")
    if any(sign in said for sign in _NO_CHAT):
        return SendResult(SendStatus.ENDED, cause="not found")
    _LOGGER.error("Telegram doesn't take a reminder: %s", error.message)
    return SendResult(SendStatus.INVALID)


def _seconds(wait: float | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)

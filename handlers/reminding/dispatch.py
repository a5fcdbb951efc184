"""Sends a reminder, and reads from what Telegram says what becomes of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from handlers.replies import Reply
from handlers.sending import Chat, NotDone, NotReached, reason_of, send_paced

_LOGGER = logging.getLogger(__name__)

_DELETED = ("thread not found", "topic_deleted")
_NOBODY = ("chat not found", "user not found", "peer_id_invalid", "channel_private", "bot can't initiate conversation")
# What Telegram says in words, and in its own abbreviations.
_CAUSES = ("blocked", "kicked", "deactivated", "not a member", "deleted")
_UNREACHED, _IN_TROUBLE = 10.0, 60.0  # seconds until it is tried again


class Fate(Enum):
    """What became of a reminder."""

    SENT = auto()
    IN_DOUBT = auto()  # nobody can know
    SPOILT = auto()  # Telegram doesn't take it, nor would it later
    DELAYED = auto()  # Telegram never got it, or couldn't do it
    FLOODED = auto()  # Telegram wants it later
    REFUSED = auto()  # the bot may not write there just now
    ENDED = auto()  # the chat can't be written to, ever
    MOVED = auto()  # the group is another chat now


@dataclass(frozen=True, slots=True)
class Outcome:
    """`seconds` say when DELAYED and FLOODED are to be tried again; `cause` belongs to ENDED, `chat_id` to MOVED.

    `topic_gone`: it went to the chat itself, for good.
    """

    fate: Fate
    seconds: float = 0.0
    cause: str = ""
    chat_id: int = 0
    topic_gone: bool = False


async def dispatch(bot: ExtBot[Any], place: Chat, reply: Reply) -> Outcome:
    """Sends `reply`; where its forum topic is closed or deleted, to the chat's General."""
    try:
        await send_paced(bot, place, reply)
    except BadRequest as error:
        if place.thread_id is None or reason_of(error) != "closed":
            return _refused(error)
        is_gone = any(sign in error.message.lower() for sign in _DELETED)
        return replace(await dispatch(bot, Chat(place.chat_id), reply), topic_gone=is_gone)
    except TelegramError as error:
        return _refused(error)
    return Outcome(Fate.SENT)


def _refused(error: TelegramError) -> Outcome:
    match error:
        case ChatMigrated():
            return Outcome(Fate.MOVED, chat_id=error.new_chat_id)
        case RetryAfter():
            return Outcome(Fate.FLOODED, seconds=_seconds(error.retry_after))
        case NotReached():
            return Outcome(Fate.DELAYED, seconds=_UNREACHED)
        case NotDone() | InvalidToken() | Conflict():
            return Outcome(Fate.DELAYED, seconds=_IN_TROUBLE)
        case Forbidden() | BadRequest():
            return _denied(error)
    return Outcome(Fate.IN_DOUBT)  # no answer, or none that tells: Telegram may have it


def _denied(error: Forbidden | BadRequest) -> Outcome:
    said = error.message.lower()
    if reason_of(error) in {"silenced", "closed"}:
        return Outcome(Fate.REFUSED)
    if cause := next((each for each in _CAUSES if each in said), None):
        return Outcome(Fate.ENDED, cause=cause)
    if isinstance(error, Forbidden):
        return Outcome(Fate.ENDED, cause="forbidden")
    if any(sign in said for sign in _NOBODY):
        return Outcome(Fate.ENDED, cause="not found")
    _LOGGER.error("Telegram doesn't take a reminder: %s", error.message)
    return Outcome(Fate.SPOILT)


def _seconds(wait: float | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)

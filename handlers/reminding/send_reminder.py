"""Sends a reminder, and reads from Telegram's answer what becomes of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from handlers.replies import Reply
from handlers.sending import Destination, NotDone, NotReached, reason_of, send_paced

_LOGGER = logging.getLogger(__name__)

# What Telegram says in words, and in its own abbreviations.
_THREAD_DELETED = ("thread not found", "topic_deleted")
_NO_CHAT = ("chat not found", "user not found", "peer_id_invalid", "channel_private", "bot can't initiate conversation")
_CAUSES = ("blocked", "kicked", "deactivated", "not a member", "deleted")
_UNREACHED, _IN_TROUBLE = 10.0, 60.0  # seconds until it is tried again


class SendStatus(Enum):
    """What became of a reminder."""

    SENT = auto()
    IN_DOUBT = auto()  # it is unknown whether it was sent
    INVALID = auto()  # Telegram doesn't take it, nor would it later
    DELAYED = auto()  # Telegram never got it, or couldn't do it
    FLOODED = auto()  # Telegram wants it later
    REFUSED = auto()  # the bot may not write there just now
    ENDED = auto()  # the chat can't be written to, ever
    MOVED = auto()  # the group is another chat now


@dataclass(frozen=True, slots=True)
class SendResult:
    """`seconds` say when DELAYED and FLOODED are to be tried again; `cause` belongs to ENDED, `chat_id` to MOVED.

    `thread_gone`: it went to the chat itself, for good.
    """

    status: SendStatus
    seconds: float = 0.0
    cause: str = ""
    chat_id: int = 0
    thread_gone: bool = False


async def send_reminder(bot: ExtBot[Any], place: Destination, reply: Reply) -> SendResult:
    """Send `reply`; where its forum thread is closed or deleted, to the chat's General."""
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
    return SendResult(SendStatus.IN_DOUBT)  # no answer, or none that tells: Telegram may have it


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

"""Sends a reminder, and reads from what Telegram says what becomes of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from handlers.refusals import reason_of
from handlers.replies import Reply
from handlers.sending import Chat, NotReached, send_paced

_LOGGER = logging.getLogger(__name__)

_NOBODY = ("chat not found", "user not found", "peer_id_invalid", "bot can't initiate conversation")
_DELETED = ("thread not found", "topic_deleted")
_CAUSES = ("blocked", "kicked", "deactivated", "not a member")


class Fate(Enum):
    """What became of a reminder."""

    SENT = auto()  # or nobody can know
    UNREACHED = auto()  # Telegram never got it
    FLOODED = auto()  # Telegram wants it later
    REFUSED = auto()  # the bot may not write there just now
    ENDED = auto()  # the chat can't be written to, ever
    MOVED = auto()  # the group is another chat now


@dataclass(frozen=True, slots=True)
class Outcome:
    """`seconds` belong to FLOODED, `cause` to ENDED, `chat_id` to MOVED; `topic_gone`: it went to the chat itself."""

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
        outcome = await dispatch(bot, Chat(place.chat_id), reply)
        return Outcome(outcome.fate, outcome.seconds, outcome.cause, outcome.chat_id, topic_gone=is_gone)
    except TelegramError as error:
        return _refused(error)
    return Outcome(Fate.SENT)


def _refused(error: TelegramError) -> Outcome:
    if isinstance(error, ChatMigrated):
        return Outcome(Fate.MOVED, chat_id=error.new_chat_id)
    if isinstance(error, RetryAfter):
        return Outcome(Fate.FLOODED, seconds=_seconds(error.retry_after))
    if isinstance(error, (NotReached, InvalidToken)):
        return Outcome(Fate.UNREACHED)
    said = error.message.lower()
    if isinstance(error, Forbidden):
        return Outcome(Fate.ENDED, cause=next((each for each in _CAUSES if each in said), "forbidden"))
    if isinstance(error, BadRequest):
        return _bad(error, said)
    return Outcome(Fate.SENT)  # no answer, or none that tells: Telegram may have it


def _bad(error: BadRequest, said: str) -> Outcome:
    if reason_of(error) in {"silenced", "closed"}:
        return Outcome(Fate.REFUSED)
    if any(sign in said for sign in _NOBODY):
        return Outcome(Fate.ENDED, cause="not found")
    _LOGGER.error("Telegram doesn't take a reminder: %s", error.message)
    return Outcome(Fate.SENT)  # nor would it take it later; the next one may be another matter


def _seconds(wait: float | timedelta) -> float:
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)

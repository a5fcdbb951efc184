"""Telegram refuses an answer, and that is no failure: the bot was blocked, removed or silenced, or is too late."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from handlers.buttons.acknowledging import TOO_LATE
from handlers.context import Context
from handlers.groups.migration import follow

_LOGGER = logging.getLogger(__name__)

_SILENCED = (
    *("not enough rights", "chat_write_forbidden", "have no rights to send a message", "chat_restricted"),
    *("chat_admin_required", "need administrator rights"),
)
_CLOSED = ("topic_closed", "topic_deleted", "message thread not found")


async def take_refusal(update: Update, context: Context) -> bool:
    """Draws the conclusion from the context's error; whether it was a refusal of this kind."""
    reason = reason_of(context.error)
    if reason is None:
        return False
    said = "" if isinstance(context.error, ChatMigrated) else f": {context.error}"  # that names the group by its new id
    _LOGGER.info("Update %d: Telegram refuses (%s)%s", update.update_id, reason, said)
    context.services.meters.refused(reason)
    chat = update.effective_chat
    if chat is not None and update.guest_message is None:
        await _conclude(reason, chat.id, context)
    return True


def reason_of(error: BaseException | None) -> str | None:
    """Why Telegram refused, in one word; None where it is no such refusal."""
    if isinstance(error, RetryAfter):
        return "flooded"  # which the limiter has logged
    if isinstance(error, ChatMigrated):
        return "moved"
    if not isinstance(error, (BadRequest, Forbidden)):
        return None
    said = error.message.lower()
    words = {"silenced": _SILENCED, "closed": _CLOSED, "late": (TOO_LATE,)}
    otherwise = "gone" if isinstance(error, Forbidden) else None
    return next((reason for reason, signs in words.items() if any(sign in said for sign in signs)), otherwise)


async def _conclude(reason: str, chat_id: int, context: Context) -> None:
    """Where the bot may not write it doesn't try for a while; what it has left, or what has moved, is noted."""
    if reason == "silenced":
        context.services.chats.refused(chat_id)
    elif reason == "gone":
        await context.services.chats.leave(chat_id)
    elif isinstance(context.error, ChatMigrated):
        await follow(context, chat_id, context.error.new_chat_id)

"""A handler failed: Telegram's refusals are acted on, everything else is logged."""

from __future__ import annotations

import contextlib
import logging

from telegram import Update
from telegram.constants import ChatType
from telegram.error import ChatMigrated, TelegramError

from handlers.membership import follow
from handlers.request import Context
from handlers.sending import Destination, reason_of, send
from handlers.tapped import acknowledge

_LOGGER = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Logs the failure with its update's id; in private says so in one fixed sentence, in a group nothing."""
    if not isinstance(update, Update):
        _LOGGER.error("A failure outside of any update", exc_info=context.error)
        return
    if await take_refusal(update, context):
        await _acknowledge(update)
        return
    context.services.metrics.failed()
    _LOGGER.error("Update %d failed", update.update_id, exc_info=context.error)
    with contextlib.suppress(TelegramError):  # what keeps the apology from being sent is most likely what was logged
        await _apologise(update, context)


async def _apologise(update: Update, context: Context) -> None:
    await _acknowledge(update)
    chat = update.effective_chat if update.guest_message is None else None  # where it is a guest it can't write
    if chat is not None and chat.type == ChatType.PRIVATE:
        await send(context.bot, Destination(chat.id), context.replies(update.effective_user).render("failed"))


async def _acknowledge(update: Update) -> None:
    """Answers a tap, whose button would spin otherwise."""
    if update.callback_query is not None:
        with contextlib.suppress(TelegramError):
            await acknowledge(update.callback_query)


async def take_refusal(update: Update, context: Context) -> bool:
    """Draws the conclusion from the context's error; whether it was a refusal of this kind."""
    reason = reason_of(context.error)
    if reason is None:
        return False
    said = "" if isinstance(context.error, ChatMigrated) else f": {context.error}"  # that names the group by its new id
    _LOGGER.info("Update %d: Telegram refuses (%s)%s", update.update_id, reason, said)
    context.services.metrics.refused(reason)
    chat = update.effective_chat
    if chat is not None and update.guest_message is None:
        await _conclude(reason, chat.id, context)
    return True


async def _conclude(reason: str, chat_id: int, context: Context) -> None:
    """Pauses a chat where the bot may not write; notes one that it has left, or that has moved."""
    if reason == "silenced":
        context.services.chats.refused(chat_id)
    elif reason == "gone":
        await context.services.chats.leave(chat_id)
    elif isinstance(context.error, ChatMigrated):
        await follow(context, chat_id, context.error.new_chat_id)

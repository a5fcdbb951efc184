"""A handler failed: it is logged once, the person hears of it in private, and the bot goes on."""

from __future__ import annotations

import contextlib
import logging

from telegram import Update
from telegram.constants import ChatType
from telegram.error import Forbidden, TelegramError

from handlers.context import Context
from handlers.sending import Chat, send
from handlers.suggestion import acknowledge

_LOGGER = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Logs the failure with its update's id; in private says so in one fixed sentence, in a group nothing."""
    if not isinstance(update, Update):
        _LOGGER.error("A failure outside of any update", exc_info=context.error)
        return
    if isinstance(context.error, Forbidden):
        _LOGGER.info("Update %d: Telegram forbids the answer: %s", update.update_id, context.error)
        return
    _LOGGER.error("Update %d failed", update.update_id, exc_info=context.error)
    with contextlib.suppress(TelegramError):  # what keeps the apology from being sent is most likely what was logged
        await _apologise(update, context)


async def _apologise(update: Update, context: Context) -> None:
    if update.callback_query is not None:
        await acknowledge(update.callback_query)
    chat = update.effective_chat
    if chat is not None and chat.type == ChatType.PRIVATE:
        await send(context.bot, Chat(chat.id, None, None), context.services.replies.failed())

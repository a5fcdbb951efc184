"""A handler failed: what Telegram refuses is taken for what it says, all else is logged, and the bot goes on."""

from __future__ import annotations

import contextlib
import logging

from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from handlers.buttons.acknowledging import acknowledge
from handlers.context import Context
from handlers.refusals import take_refusal
from handlers.sending import Chat, send

_LOGGER = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Logs the failure with its update's id; in private says so in one fixed sentence, in a group nothing."""
    if not isinstance(update, Update):
        _LOGGER.error("A failure outside of any update", exc_info=context.error)
        return
    if await take_refusal(update, context):
        await _acknowledge(update)
        return
    context.services.meters.failed()
    _LOGGER.error("Update %d failed", update.update_id, exc_info=context.error)
    with contextlib.suppress(TelegramError):  # what keeps the apology from being sent is most likely what was logged
        await _apologise(update, context)


async def _apologise(update: Update, context: Context) -> None:
    await _acknowledge(update)
    chat = update.effective_chat if update.guest_message is None else None  # where it is a guest it can't write
    if chat is not None and chat.type == ChatType.PRIVATE:
        await send(context.bot, Chat(chat.id), context.replies(update.effective_user).render("failed"))


async def _acknowledge(update: Update) -> None:
    """Every tap is answered, whatever became of it."""
    if update.callback_query is not None:
        with contextlib.suppress(TelegramError):
            await acknowledge(update.callback_query)

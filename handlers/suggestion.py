"""Somebody taps a button that offers an entry."""

from __future__ import annotations

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from handlers.context import Context
from handlers.sending import Chat, send

_TOO_LATE = "query is too old"


async def on_suggestion(update: Update, context: Context) -> None:
    """Shows the tapped entry under the message that offered it; says so when the entry is there no more."""
    query = update.callback_query
    if query is None:
        return
    answer = context.services.engine.open(query.data or "")
    if answer is None:
        await acknowledge(query, context.services.replies.vanished())
        return
    await acknowledge(query)
    if chat := _chat(query):
        await send(context.bot, chat, context.services.replies.answer(answer))


async def acknowledge(query: CallbackQuery, notice: str | None = None) -> None:
    """Ends the wait on the button, with a notice over the chat if there is one; after minutes it is too late."""
    try:
        await query.answer(notice, show_alert=notice is not None)
    except BadRequest as error:
        if _TOO_LATE not in error.message.lower():
            raise


def _chat(query: CallbackQuery) -> Chat | None:
    if isinstance(query.message, Message):
        return Chat.of(query.message)
    return Chat(query.message.chat.id, None, None) if query.message else None  # too old for Telegram to say more

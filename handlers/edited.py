"""Somebody edits a question: its answer follows."""

from __future__ import annotations

from telegram import Update

from handlers.context import Context
from handlers.memory import QuestionKey
from handlers.question import respond
from handlers.sending import Chat, replace


async def on_edited(update: Update, context: Context) -> None:
    """Edits the answer; answers now when there was none; removes it when the message asks no more."""
    message = update.edited_message
    if message is None:
        return
    replies = respond(message, context)
    async with context.services.answers.turn(QuestionKey.of(message)) as said:
        await replace(context.bot, Chat.of(message), replies, said)

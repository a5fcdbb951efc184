"""Somebody asks, or edits what was asked: the answer follows."""

from __future__ import annotations

from telegram import Message, Update

from handlers.asking.memory import Answered, QuestionKey
from handlers.asking.respond import respond
from handlers.context import Context
from handlers.sending import Chat, replace


async def on_question(update: Update, context: Context) -> None:
    """Answers a new message, unless it is to be left alone or has been answered already."""
    message = update.effective_message
    if message is None:
        return
    old = message.date.timestamp() < context.services.started
    async with context.services.answers.turn(QuestionKey.of(message), old=old) as answered:
        if not answered.said:
            await _say(message, context, answered)


async def on_edited(update: Update, context: Context) -> None:
    """Edits the answer; answers now when there was none; removes it when the message asks no more."""
    message = update.edited_message
    if message is None:
        return
    async with context.services.answers.turn(QuestionKey.of(message), old=True) as answered:
        await _say(message, context, answered)


async def _say(message: Message, context: Context, answered: Answered) -> None:
    """Makes what the chat has been told say the response to `message`."""
    response = await respond(message, context, answered)
    answered.entries, answered.question, answered.before = response.entries, response.question, response.before
    answered.asker = message.from_user.id if message.from_user and not message.sender_chat else None
    try:
        await replace(context.bot, Chat.of(message, response.quote), response.replies, answered.said)
    except Exception:
        if response.unasked:
            context.services.quiet.retract(message.chat_id, response.unasked)
        raise
    if response.entries:
        context.services.answers.show(message.chat_id, response.entries)

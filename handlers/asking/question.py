"""Somebody asks, or edits what was asked: the answer follows."""

from __future__ import annotations

from telegram import Message, Update

from handlers.asking.memory import Answered, QuestionKey
from handlers.asking.recording import count
from handlers.asking.request import surface_of
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
    if message is None or not _may_read(message, context):
        return
    async with context.services.answers.turn(QuestionKey.of(message), old=True) as answered:
        await _say(message, context, answered)


def _may_read(message: Message, context: Context) -> bool:
    speaker = message.sender_chat or message.from_user
    return speaker is None or context.services.bursts.may_read(speaker.id)


async def _say(message: Message, context: Context, answered: Answered) -> None:
    """Makes what the chat has been told say the response to `message`."""
    response = await respond(message, context, answered)
    if response is None:
        return
    if response.found and response.question != answered.question:
        count(context.services, context.engine, response.found, surface_of(message))
    answered.entries, answered.question, answered.before = response.entries, response.question, response.before
    speaker = message.sender_chat or message.from_user
    answered.asker = speaker.id if speaker else None
    if response.entries:  # before it is sent: what was asked right after leans on it
        context.services.answers.show(message.chat_id, response.entries)
    try:
        await replace(context.bot, Chat.of(response.about or message, response.quote), response.replies, answered.said)
    except Exception:
        if response.unasked:
            context.services.quiet.retract(message.chat_id, response.unasked)
        raise

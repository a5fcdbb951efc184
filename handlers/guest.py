"""Guest mode: somebody calls the bot by its name in a chat that it isn't in, and gets one message there."""

from __future__ import annotations

from telegram import Message, Update

from handlers.articles import article
from handlers.commands import Action, Command, parse_command
from handlers.pacing import Pace
from handlers.reading import answer_command, read
from handlers.recording import count
from handlers.replies import Replies, Reply
from handlers.replies.keyboards import LASTING
from handlers.replies.reply import as_one
from handlers.request import Context, addressed_text, linked_entries, pointed_at, words_of

_ONLY = "answer"  # the one result's id


async def on_guest(update: Update, context: Context) -> None:
    """Answers the one message that the bot gets to see of a chat where it is no member.

    The chat's id says nothing about who is alone with the bot, so nothing is remembered of it, or looked up by it.
    """
    message = update.guest_message
    if message is None or not message.guest_query_id:
        return
    heard = addressed_text(message, context.bot.bot)
    if heard is None or _is_too_fast(message, context):
        return
    reply = as_one(await _respond(message, heard.text.strip(), context))
    await context.bot.answer_guest_query(message.guest_query_id, article(_ONLY, reply))


async def _respond(message: Message, text: str, context: Context) -> tuple[Reply, ...]:
    replies = context.replies(message.from_user)
    invocation = parse_command(text)
    if invocation is not None and invocation.command is not None:
        return await _obey(invocation.command, invocation.argument, replies, context)
    original = None if text else pointed_at(message, context.bot.bot)
    text = words_of(original, context.bot.bot).strip() if original else text
    if not text:
        return replies.render("empty")
    return replies.courtesy(text) or await _answer(message, text, replies, context)


async def _obey(command: Command, argument: str, replies: Replies, context: Context) -> tuple[Reply, ...]:
    """What a command looks up; all others are for chats that the bot is in, and get the help."""
    if not command.is_lookup:
        return replies.render("welcome" if command.action is Action.WELCOME else "help")
    told, found = await answer_command(command, argument, context, replies, LASTING)
    if found:
        count(context.services, context.engine, found, "guest")
    return told


async def _answer(message: Message, text: str, replies: Replies, context: Context) -> tuple[Reply, ...]:
    original = message.reply_to_message
    before = linked_entries(original, context.bot.username) if original else ()
    found = (await read(text, context, before) if before else None) or await read(text, context)
    count(context.services, context.engine, found, "guest")
    return replies.answer(found, LASTING)


def _is_too_fast(message: Message, context: Context) -> bool:
    speaker = message.sender_chat or message.from_user
    return speaker is not None and context.services.bursts.pace(speaker.id) is not Pace.FINE

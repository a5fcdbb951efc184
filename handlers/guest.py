"""Guest mode: somebody calls the bot by its name in a chat that it isn't in, and gets one message there."""

from __future__ import annotations

from telegram import Message, Update

from handlers.commands import Action, parse_command
from handlers.engine import Query
from handlers.inline import article
from handlers.pacing import Pace
from handlers.replies import Reply
from handlers.replies.keyboards import LASTING
from handlers.replies.reply import as_one
from handlers.request import Context, addressed_text, linked_entries, pointed_at, speaker_of, words_of

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
    replies, responder = context.replies(message.from_user), context.services.responder
    invocation = parse_command(text)
    command = invocation.command if invocation else None
    if command is not None and not command.is_lookup:  # all others are for chats that the bot is in
        return replies.render("welcome" if command.action is Action.WELCOME else "help")
    if invocation is not None and command is not None:
        query = Query(invocation.argument, command=command)
    else:
        original = message.reply_to_message
        before = linked_entries(original, context.bot.username) if original else ()
        called_on = None if text else pointed_at(message, context.bot.bot)
        query = Query(words_of(called_on, context.bot.bot).strip() if called_on else text, before=before)
    response = await responder.respond(query, replies, LASTING)
    if response.answer:
        responder.count(response.answer, "guest")
    return response.replies


def _is_too_fast(message: Message, context: Context) -> bool:
    person = speaker_of(message)
    return person is not None and context.services.bursts.pace(person) is not Pace.FINE

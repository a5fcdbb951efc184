"""Somebody asks: in their own words, by a command, alone with the bot or in a group."""

from __future__ import annotations

from telegram import Message, Update

from handlers.addressing import Heard, hear
from handlers.commands import Command, parse_command
from handlers.context import Context
from handlers.courtesy import respond_kindly
from handlers.lookup import look_up
from handlers.memory import QuestionKey
from handlers.replies import Reply
from handlers.sending import Chat, send
from handlers.services import Services
from handlers.start import introduce
from knowledge.model import Outcome, Where


async def on_question(update: Update, context: Context) -> None:
    """Answers a new message, unless it is to be left alone or an edit of it has been answered already."""
    message = update.effective_message
    replies = respond(message, context) if message else ()
    if not message or not replies:
        return
    async with context.services.answers.turn(QuestionKey.of(message)) as said:
        if not said:
            await send(context.bot, Chat.of(message), replies, said)


def respond(message: Message, context: Context) -> tuple[Reply, ...]:
    """What to say to `message`; nothing when it is to be left alone."""
    heard = hear(message, context.bot.bot)
    if heard is None:
        return ()
    invocation = parse_command(heard.text)
    if invocation is None:
        return _answer(heard, context.services)
    if invocation.bot not in {"", context.bot.username.lower()}:
        return ()
    if invocation.command is not None:
        return _obey(invocation.command, invocation.argument, context.services)
    if heard.where is Where.GROUP and not invocation.bot:
        return ()  # another bot's command
    return _answer(Heard(heard.text, Where.PRIVATE), context.services)


def _obey(command: Command, argument: str, services: Services) -> tuple[Reply, ...]:
    return look_up(command, argument, services) if command.examples else introduce(command, services)


def _answer(heard: Heard, services: Services) -> tuple[Reply, ...]:
    if heard.where is Where.PRIVATE and not heard.text.strip():
        return services.replies.empty()
    if heard.where is Where.PRIVATE and (kind := respond_kindly(heard.text, services)):
        return kind
    answer = services.engine.ask(heard.text, heard.where)
    if heard.where is Where.GROUP and answer.outcome is not Outcome.ANSWER:
        return ()
    return services.replies.answer(answer)

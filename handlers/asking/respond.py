"""What to say to a message: to a command what it asks for, to a question its answer, to anything else nothing."""

from __future__ import annotations

from dataclasses import replace

from telegram import Message

from handlers.asking.addressing import hear
from handlers.asking.answer import answer, refuse_burst
from handlers.asking.invocation import Invocation, parse_command
from handlers.asking.memory import Answered
from handlers.asking.obey import obey
from handlers.asking.request import Request
from handlers.asking.response import NOTHING, Response
from handlers.context import Context
from knowledge.model import Where


async def respond(message: Message, context: Context, answered: Answered) -> Response | None:
    """What to say to `message`, to which `answered` has been said; nothing when it is to be left alone.

    None where the bot may not write now: what was said stays.
    """
    heard = hear(message, context.bot.bot)
    if heard is None:
        return NOTHING
    state = await context.services.chats.get(message.chat_id)
    request = Request(message, context, heard.text, heard.where, state, bool(answered.said), answered.before)
    if state.muted:
        return None
    invocation = parse_command(heard.text)
    if not _may_read(request, invocation):
        return None
    if invocation is None:
        return await answer(request)
    if invocation.bot not in {"", context.bot.username.lower()}:
        return NOTHING
    return await _invoke(request, invocation)


def _may_read(request: Request, invocation: Invocation | None) -> bool:
    """Whether a message that was said to others may be read; an edit was counted when it came."""
    if invocation or request.where is Where.PRIVATE or request.message.edit_date:
        return True
    return request.person is None or request.services.bursts.may_read(request.person)


async def _invoke(request: Request, invocation: Invocation) -> Response:
    if invocation.command is not None:
        return refuse_burst(request) or await obey(invocation.command, replace(request, text=invocation.argument))
    if request.where is Where.GROUP and not invocation.bot:
        return NOTHING  # another bot's command
    return await answer(replace(request, where=Where.PRIVATE))

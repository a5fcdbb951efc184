"""Somebody asks, or edits what was asked: the answer follows."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from telegram import Message, Update

from handlers.commands import Invocation, parse_command
from handlers.dispatch import run_command
from handlers.feedback import remove_if_asked
from handlers.memory import Answered, QuestionKey
from handlers.pacing import Pace
from handlers.reading import give, read
from handlers.recording import count
from handlers.request import (
    NOTHING,
    Context,
    Request,
    Response,
    addressed_text,
    leaned_on,
    pointed_at,
    surface_of,
    words_of,
)
from handlers.sending import Chat, put
from knowledge.model import Answer, Outcome, Where
from store import Mode


async def on_question(update: Update, context: Context) -> None:
    """Answers a new message, unless it is to be left alone or has been answered already."""
    message = update.effective_message
    if message is None:
        return
    old = message.date.timestamp() < context.services.started
    async with context.services.answers.turn(QuestionKey.of(message), old=old) as answered:
        if not answered.said:
            await _deliver(message, context, answered)


async def on_edited(update: Update, context: Context) -> None:
    """Edits the answer; answers now when there was none; removes it when the message asks no more."""
    message = update.edited_message
    if message is None or not _may_read_edit(message, context):
        return
    async with context.services.answers.turn(QuestionKey.of(message), old=True) as answered:
        await _deliver(message, context, answered)


def _may_read_edit(message: Message, context: Context) -> bool:
    speaker = message.sender_chat or message.from_user
    return speaker is None or context.services.bursts.may_read(speaker.id)


async def _deliver(message: Message, context: Context, answered: Answered) -> None:
    """Sends the response to `message`, or edits the one already sent."""
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
        await put(context.bot, Chat.of(response.about or message, response.quote), response.replies, answered.said)
    except Exception:
        if response.unasked:
            context.services.quiet.retract(message.chat_id, response.unasked)
        raise


async def respond(message: Message, context: Context, answered: Answered) -> Response | None:
    """What to say to `message`, to which `answered` has been said; nothing when it is to be left alone.

    None where the bot may not write now: what was said stays.
    """
    heard = addressed_text(message, context.bot.bot)
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
    if invocation or request.where is Where.ADDRESSED or request.message.edit_date:
        return True
    return request.person is None or request.services.bursts.may_read(request.person)


async def _invoke(request: Request, invocation: Invocation) -> Response:
    if invocation.command is not None:
        return refuse_burst(request) or await run_command(
            invocation.command, replace(request, text=invocation.argument)
        )
    if request.where is Where.GROUP and not invocation.bot:
        return NOTHING  # another bot's command
    return await answer(replace(request, where=Where.ADDRESSED))


async def answer(request: Request) -> Response:
    """The answer to what was asked; nothing where the chat wants none, or where the bot isn't sure and unasked."""
    mode = request.state.settings.mode
    if request.where is Where.GROUP:
        return await overheard(request) if mode is Mode.SURE else NOTHING
    if await remove_if_asked(request) or (mode is Mode.OFF and not request.is_private):
        return NOTHING
    if refusal := refuse_burst(request):
        return refusal
    me, original = request.context.bot.bot, None
    if not request.text.strip() and (original := pointed_at(request.message, me)):
        request = replace(request, text=words_of(original, me))
    if not request.text.strip():
        return Response(request.replies.render("empty"))
    if kind := request.replies.courtesy(request.text):
        return Response(kind)
    found, before = await _find(request)
    return replace(give(request, found), before=before, about=original)


def refuse_burst(request: Request) -> Response | None:
    """What is said instead of an answer to somebody who asks too fast; None where they don't. Counts the question.

    Alone with the bot they are told so, once; in a group that would be one more message.
    """
    person = request.person
    if person is None or request.again:
        return None
    pace = request.services.bursts.pace(person)
    if pace is Pace.FINE:
        return None
    return Response(request.replies.render("slower")) if pace is Pace.BURST and request.is_private else NOTHING


async def _find(request: Request) -> tuple[Answer, tuple[str, ...]]:
    """What the engine says, and what the question leans on; the store is asked of that where nothing else helps."""
    before = await leaned_on(request)
    if before and (found := await read(request.text, request.context, before)):
        return found, before
    found = await read(request.text, request.context)
    if before or not request.is_private or found.outcome is Outcome.ANSWER:
        return found, ()
    if not await request.services.offload(request.text, partial(request.engine.leans, request.text)):
        return found, ()
    earlier = await request.services.answers.shown_before(QuestionKey.of(request.message))
    leaning = await read(request.text, request.context, earlier) if earlier else None
    return (leaning, earlier) if leaning else (found, ())


async def overheard(request: Request) -> Response:
    """The answer to a message that others were told, if it is sure and the chat has had its quiet."""
    services, person = request.services, request.person
    if person is not None and not request.again and services.bursts.is_too_fast(person):
        return NOTHING
    with services.metrics.finding():
        ask = partial(request.context.snapshot.ask, request.text, Where.GROUP)
        found = await services.offload(request.text, ask)
    if found.outcome is not Outcome.ANSWER:
        return Response(found=found, question=request.engine.normal(request.text)) if found.is_miss else NOTHING
    passages = tuple(source.text for source in found.sources)
    chat_id, cooldown = request.message.chat_id, request.state.settings.cooldown
    if request.again:
        return give(request, found)
    if not services.quiet.allows(chat_id, cooldown, passages):
        return NOTHING
    services.quiet.spoke(chat_id, passages)
    if person is not None:
        services.bursts.pace(person)
    return replace(give(request, found), unasked=passages)

"""Somebody asks in their own words: alone with the bot, addressing it in a group, or overheard there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from handlers.asking.addressing import pointed_at, words_of
from handlers.asking.bursts import Pace
from handlers.asking.courtesy import respond_kindly
from handlers.asking.leaning import leaned_on
from handlers.asking.memory import QuestionKey
from handlers.asking.reading import read
from handlers.asking.removal import remove_if_asked
from handlers.asking.request import Request
from handlers.asking.response import NOTHING, Response
from handlers.replies import Reply
from knowledge.model import Answer, Outcome, Where
from store import Mode


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
    if kind := respond_kindly(request):
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
    with services.meters.finding():
        ask = partial(request.context.edition.ask, request.text, Where.GROUP)
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


def give(request: Request, found: Answer, replies: tuple[Reply, ...] = ()) -> Response:
    """What is said when `found` is what the engine has to say: `replies`, or what gives any answer."""
    if not request.is_private:
        request.services.quiet.gave(request.message.chat_id, [source.text for source in found.sources])
    replies = replies or request.replies.answer(found, request.frame)
    return Response.to(found, replies, request.engine.normal(request.text))

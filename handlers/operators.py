"""Commands that only the operators may give, the people of ADMINS, and only alone with the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import wraps
from pathlib import PurePath

from handlers.replies import NOTHING, Response
from handlers.request import Request
from knowledge.faults import MOST_SHOWN, Fault, KnowledgeError

CommandHandler = Callable[[Request], Awaitable[Response]]


def for_operators(handler: CommandHandler) -> CommandHandler:
    """Lets operators alone run `handler`; others get a refusal, a group no reply."""

    @wraps(handler)
    async def guarded(request: Request) -> Response:
        person = request.message.from_user
        if not request.is_private:
            return NOTHING  # as for an unknown command: others must not read it
        if person is None or person.id not in request.services.operators:
            return Response(request.replies.render("operators"))
        return await handler(request)

    return guarded


_MISSES = 50
_DAYS = 7
_ENTRIES = 10


@for_operators
async def show_misses(request: Request) -> Response:
    """The questions that found no answer, the most frequent first."""
    store = request.services.store
    await store.flush()  # what was asked a moment ago counts too
    misses = await store.misses.top(_MISSES)
    listed = [(miss, request.engine.headline(miss.nearest)) for miss in misses]
    return Response(request.replies.render("misses", misses=listed, most=_MISSES))


@for_operators
async def show_statistics(request: Request) -> Response:
    """How much was asked lately and what came of it, what was asked most, and in how many groups the bot is."""
    store = request.services.store
    await store.flush()
    days = await store.usage.days(_DAYS)
    asked = await store.usage.most_asked(_ENTRIES)
    chats = await store.chats.count()
    entries = [(each, request.engine.headline(each.entry_id)) for each in asked]
    return Response(request.replies.render("stats", days=days, last=_DAYS, entries=entries, chats=chats))


@for_operators
async def reload(request: Request) -> Response:
    """Reads the knowledge again and says what is known now, or what is wrong with the file, which changes nothing."""
    try:
        done = await request.services.snapshots.reload()
    except KnowledgeError as error:
        shown = [_named(fault) for fault in error.faults[:MOST_SHOWN]]
        return Response(request.replies.render("faulty", faults=shown, more=len(error.faults) - len(shown)))
    before, after = done.counts
    differences = [_named(fault) for fault in done.snapshot.differences]
    return Response(request.replies.render("reloaded", before=before, count=after, differences=differences))


def _named(fault: Fault) -> Fault:
    """The fault with its file's name alone: folders are nothing for a chat."""
    return replace(fault, file=PurePath(fault.file).name)

"""What the operators are told: what went unanswered, and how much is asked."""

from __future__ import annotations

from handlers.asking.request import Request
from handlers.asking.response import Response
from handlers.office.operators import for_operators
from store import StoreError

_MISSES = 50
_DAYS = 7
_ENTRIES = 10


@for_operators
async def show_misses(request: Request) -> Response:
    """The questions that found no answer, the most frequent first."""
    store = request.services.store
    try:
        await store.flush()  # what was asked a moment ago counts too
        misses = await store.misses.top(_MISSES)
    except StoreError:  # which the store has logged
        return Response(request.replies.render("unavailable"))
    listed = [(miss, request.engine.headline(miss.nearest)) for miss in misses]
    return Response(request.replies.render("misses", misses=listed, most=_MISSES))


@for_operators
async def show_stats(request: Request) -> Response:
    """How much was asked lately and what came of it, what was asked most, and in how many groups the bot is."""
    store = request.services.store
    try:
        await store.flush()
        days = await store.usage.days(_DAYS)
        asked = await store.usage.most_asked(_ENTRIES)
        chats = await store.chats.count()
    except StoreError:
        return Response(request.replies.render("unavailable"))
    entries = [(each, request.engine.headline(each.entry_id)) for each in asked]
    return Response(request.replies.render("stats", days=days, last=_DAYS, entries=entries, chats=chats))

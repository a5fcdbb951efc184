"""Somebody asks by whose clock reminders come, or says by which they shall: /timezone."""

from __future__ import annotations

from functools import partial

from handlers.reminding.panel import clock_named
from handlers.reminding.parsing.places import Zone
from handlers.reminding.parsing.zones import UnclearZone
from handlers.reminding.rights import may_ask
from handlers.replies import language_of
from handlers.request import Request, Response
from handlers.sending import Chat
from store import StoreError


async def set_timezone(request: Request) -> Response:
    """The clock that the chat's reminders go by; after a place, that place's from now on."""
    try:
        return await _changed(request) if request.text else await _state(request)
    except StoreError:  # which the store has logged
        return Response(request.replies.render("unavailable"))


async def _state(request: Request) -> Response:
    subscriptions = request.services.reminders
    known = await subscriptions.get(request.message.chat_id)
    return _told(request, known.schedule.zone if known else subscriptions.zone)


async def _changed(request: Request) -> Response:
    if not await may_ask(request):
        return Response(request.replies.render("administrators"))
    parse = partial(request.services.zones.parse, request.text)
    found, message = await request.services.offload(request.text, parse), request.message
    if isinstance(found, UnclearZone):
        near = [request.replies.phrases.place(zone.chinese, zone.english) for zone in found.zones]
        return Response(request.replies.render("unknown_zone", near=near, why=found.why))
    language = language_of(message.from_user.language_code if message.from_user else None)
    kept = await request.services.reminders.set_zone(Chat.of(message), language, found.name)
    return _told(request, kept.schedule.zone, found, due=kept.due_at is not None)


def _told(request: Request, zone: str, place: Zone | None = None, *, due: bool = False) -> Response:
    """The clock and what it shows; with the `place` that was named, where the clock is called after another."""
    replies, zones, now = request.replies, request.services.zones, request.services.reminders.now(zone)
    clock = clock_named(replies, zones, zone)
    shown = replies.phrases.place(place.chinese, place.english) if place and place != zones.zone(zone) else ""
    called = "" if shown in clock else shown
    changed = place is not None
    return Response(replies.render("timezone", clock=clock, place=called, now=now, changed=changed, due=due))

"""Somebody meets the bot, or comes by a link to one of its entries: t.me/bot?start=<id>."""

from __future__ import annotations

from handlers.asking.request import Request
from handlers.asking.response import Response

ASK = "ask"  # the link of inline mode's button, which only leads here


async def welcome(request: Request) -> Response:
    """The entry that the link names; the welcome without one, and a word where it is there no more."""
    wanted = request.text
    if not wanted or wanted == ASK:
        return Response(request.replies.render("welcome"))
    found = request.engine.open(wanted)
    if found is None:
        return Response(request.replies.render("vanished"))
    return Response.to(found, request.replies.answer(found, request.frame), "")

"""Somebody looks something up by a command: /term, /figure, /target, /livelihood, /search, /compare, /ask."""

from __future__ import annotations

from handlers.asking.answer import give
from handlers.asking.reading import answer_command
from handlers.asking.request import Request
from handlers.asking.response import Response
from handlers.commands import Command


async def look_up(command: Command, request: Request) -> Response:
    """What the command finds for its argument; without one, how the command is used."""
    replies, found = await answer_command(command, request.text, request.context, request.replies, request.frame)
    return give(request, found, replies) if found else Response(replies)

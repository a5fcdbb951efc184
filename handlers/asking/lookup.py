"""Somebody looks something up by a command: /term, /figure, /target, /livelihood, /search, /compare, /ask."""

from __future__ import annotations

from handlers.asking.answer import give
from handlers.asking.request import Request
from handlers.asking.response import Response
from handlers.commands import Action, Command
from handlers.engine import Engine
from knowledge.model import Answer


def look_up(command: Command, request: Request) -> Response:
    """What the command finds for its argument; without one, how the command is used."""
    if not request.text:
        return Response(request.replies.usage(command))
    if command.action is Action.SEARCH:
        return Response(request.replies.found(request.engine.search(request.text)))
    with request.services.meters.finding():
        found = find(command, request.text, request.engine)
    return give(request, found)


def find(command: Command, text: str, engine: Engine) -> Answer:
    """What `engine` has to say to a command's argument, unless it is a search."""
    if command.action is Action.COMPARE:
        return engine.compare(text)
    return engine.ask(text, kinds=command.kinds)

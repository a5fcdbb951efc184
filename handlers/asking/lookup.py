"""Somebody looks something up by a command: /term, /figure, /target, /livelihood, /search, /ask."""

from __future__ import annotations

from handlers.commands import Action, Command
from handlers.replies import Reply
from handlers.services import Services
from knowledge.model import Where


def look_up(command: Command, argument: str, services: Services) -> tuple[Reply, ...]:
    """What the command finds for `argument`; without one, how the command is used."""
    if not argument:
        return services.replies.usage(command)
    if command.action is Action.SEARCH:
        return services.replies.found(services.engine.search(argument))
    return services.replies.answer(services.engine.ask(argument, Where.PRIVATE, command.kinds))

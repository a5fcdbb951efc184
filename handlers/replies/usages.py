"""How a command is used, by example: with what the report has where its editor gave examples of that kind."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.commands import Action, Command
from handlers.examples import Example
from handlers.replies.phrases import Phrases

_MOST = 2


def usages(command: Command, examples: Sequence[Example], phrases: Phrases) -> tuple[str, ...]:
    """What to type, at most two, such as `/术语 六个工程`; nothing for a command that takes no argument."""
    arguments = _arguments(command, examples, phrases) or command.examples
    return tuple(f"/{phrases.command(command)} {argument}" for argument in dict.fromkeys(arguments))[:_MOST]


def _arguments(command: Command, examples: Sequence[Example], phrases: Phrases) -> tuple[str, ...]:
    if command.action is not Action.ASK:
        return ()
    if command.kinds is None:
        return tuple(each.question for each in examples)
    sources = (each.source for each in examples if each.kind in command.kinds)
    return tuple(phrases.topic(source) for source in sources if source)

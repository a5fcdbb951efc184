"""Has the engine read what somebody says: for chats that the bot is in, and for those that call it as their guest."""

from __future__ import annotations

from functools import partial
from typing import overload

from handlers.commands import Action, Command
from handlers.context import Context
from handlers.engine import Engine
from handlers.replies import Frame, Replies, Reply
from knowledge.model import Answer, Kind, Outcome, Suggestion

_OFFERED = 3  # entries near what is no indicator's name


@overload
async def read(text: str, context: Context) -> Answer: ...
@overload
async def read(text: str, context: Context, before: tuple[str, ...]) -> Answer | None: ...
async def read(text: str, context: Context, before: tuple[str, ...] = ()) -> Answer | None:
    """What the engine says to a question; to one that leans on the entries `before`, None where it stands alone."""
    services = context.services
    with services.meters.finding():
        if before:
            return await services.offload(text, partial(context.engine.follow, text, before))
        return await services.offload(text, partial(context.edition.ask, text))


def find(command: Command, text: str, engine: Engine) -> Answer:
    """What `engine` has to say to a command's argument, unless it is a search."""
    if command.action is Action.COMPARE:
        return engine.compare(text)
    return engine.ask(text, kinds=command.kinds)


async def answer_command(
    command: Command, text: str, context: Context, replies: Replies, frame: Frame
) -> tuple[tuple[Reply, ...], Answer | None]:
    """What is said to a command that looks up `text`, and what was found, to be counted.

    Without a text that is how the command is used; it and a search find nothing to be counted.
    """
    if not text:
        return replies.usage(command), None
    offload, engine = context.services.offload, context.engine
    if command.action is Action.SEARCH:
        return replies.found(await offload.in_thread(partial(engine.search, text)), frame), None
    with context.services.meters.finding():
        found = await offload(text, partial(find, command, text, engine))
    if command.action is Action.COMPARE and found.outcome is not Outcome.ANSWER:
        near = found.suggestions or await offload.in_thread(partial(_indicators_first, text, engine))
        return replies.uncompared(near), found
    return replies.answer(found, frame), found


def _indicators_first(text: str, engine: Engine) -> tuple[Suggestion, ...]:
    nearest = sorted(engine.search(text), key=lambda each: each.kind not in {Kind.FIGURE, Kind.TARGET})
    return tuple(nearest[:_OFFERED])

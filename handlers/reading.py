"""Has the engine read what somebody says: for chats that the bot is in, and for those that call it as their guest."""

from __future__ import annotations

from functools import partial
from typing import overload

from handlers.commands import Action, Command
from handlers.engine import Engine
from handlers.replies import Frame, Replies, Reply
from handlers.request import Context, Request, Response
from knowledge.model import Answer, Kind, Outcome, Suggestion

_OFFERED = 3  # entries near what is no indicator's name


@overload
async def read(text: str, context: Context) -> Answer: ...
@overload
async def read(text: str, context: Context, before: tuple[str, ...]) -> Answer | None: ...
async def read(text: str, context: Context, before: tuple[str, ...] = ()) -> Answer | None:
    """What the engine says to a question; to one that leans on the entries `before`, None where it stands alone."""
    services = context.services
    with services.metrics.finding():
        if before:
            return await services.offload(text, partial(context.engine.follow, text, before))
        return await services.offload(text, partial(context.snapshot.ask, text))


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
    with context.services.metrics.finding():
        found = await offload(text, partial(find, command, text, engine))
    if command.action is Action.COMPARE and found.outcome is not Outcome.ANSWER:
        near = found.suggestions or await offload.in_thread(partial(_indicators_first, text, engine))
        return replies.uncompared(near), found
    return replies.answer(found, frame), found


def _indicators_first(text: str, engine: Engine) -> tuple[Suggestion, ...]:
    nearest = sorted(engine.search(text), key=lambda each: each.kind not in {Kind.FIGURE, Kind.TARGET})
    return tuple(nearest[:_OFFERED])


async def look_up(command: Command, request: Request) -> Response:
    """What the command finds for its argument; without one, how the command is used."""
    replies, found = await answer_command(command, request.text, request.context, request.replies, request.frame)
    return give(request, found, replies) if found else Response(replies)


def give(request: Request, found: Answer, replies: tuple[Reply, ...] = ()) -> Response:
    """What is said when `found` is what the engine has to say: `replies`, or what gives any answer."""
    if not request.is_private:
        request.services.quiet.gave(request.message.chat_id, [source.text for source in found.sources])
    replies = replies or request.replies.answer(found, request.frame)
    return Response.to(found, replies, request.engine.normal(request.text))

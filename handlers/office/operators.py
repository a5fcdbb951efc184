"""Commands that only the operators may give, the people of ADMINS, and only alone with the bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from handlers.asking.request import Request
from handlers.asking.response import NOTHING, Response

Deed = Callable[[Request], Awaitable[Response]]


def for_operators(deed: Deed) -> Deed:
    """`deed` for operators; anybody else is told that it isn't for them, and a group nothing."""

    @wraps(deed)
    async def guarded(request: Request) -> Response:
        person = request.message.from_user
        if not request.is_private:
            return NOTHING  # as to a command that isn't there; what it tells is nothing for others to read
        if person is None or person.id not in request.services.operators:
            return Response(request.replies.render("operators"))
        return await deed(request)

    return guarded

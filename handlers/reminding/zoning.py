"""Somebody asks by whose clock reminders come, or says by which they shall: /timezone."""

from __future__ import annotations

from handlers.asking.request import Request
from handlers.asking.response import Response


async def set_timezone(request: Request) -> Response:
    """The chat's time zone, after it is changed where one was named."""
    raise NotImplementedError

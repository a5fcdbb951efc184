"""Refuses what isn't to be served before any work is done for it."""

from __future__ import annotations

import functools
import logging
import math
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.access import Access, is_forwarded
from bot.web.rates import Allowance, RateLimiter

# Opening the page takes four requests, and hardly anybody asks each second; but a whole office may share an address.
REQUESTS = Allowance(burst=60, seconds=1.0)
# What the editor may be told of: somebody misses a few times in a row. Who does it on purpose adds 20 an hour.
MISSES_OF_ONE = Allowance(burst=20, seconds=180.0)
# All together 1,000 a day, more than an editor reads: the table's 20,000 rows are Telegram's, too.
MISSES_OF_ALL = Allowance(burst=1000, seconds=86.4)

_NOT_TRUSTED = (
    "Requests come with X-Forwarded-For, and TRUSTED_PROXIES is 0: behind a proxy all people count as one address, "
    "and are limited together. If there is a proxy, say how many"
)
_log = logging.getLogger(__name__)


def retry_after(seconds: float) -> dict[str, str]:
    """Return the header that says when to come back."""
    return {"Retry-After": str(max(1, math.ceil(seconds)))}


class Gate:
    """Who may pass, by `access`; everybody else is told by 403 or 429. `clock` counts seconds."""

    def __init__(self, access: Access, *, clock: Callable[[], float]) -> None:
        self._access = access
        self._requests = RateLimiter(REQUESTS, clock=clock)
        self._misses_of_one = RateLimiter(MISSES_OF_ONE, clock=clock)
        self._misses_of_all = RateLimiter(MISSES_OF_ALL, clock=clock)
        self._is_told = False

    def guarded(self, handler: Handler) -> Handler:
        """Return the handler for those who may pass."""

        @functools.wraps(handler)
        async def checked(request: web.Request) -> web.StreamResponse:
            self._check(request)
            return await handler(request)

        return checked

    def keeps_miss(self, request: web.Request) -> bool:
        """Whether a question that came so and went unanswered may be kept; it then counts.

        On this machine alone there is one address, its user's, who may try out what is missed.
        """
        client = self._access.client(request)
        if not self._access.is_local and self._misses_of_one.wait(client):
            return False
        return not self._misses_of_all.wait()

    def _check(self, request: web.Request) -> None:
        if self._access.is_local:
            # What is forwarded comes from elsewhere, whatever name a proxy on this machine asks by.
            if is_forwarded(request) or not self._access.names(request.headers.getall("Host", [])):
                raise web.HTTPForbidden
            return
        if is_forwarded(request) and not self._access.proxies and not self._is_told:
            self._is_told = True
            _log.warning(_NOT_TRUSTED)
        if wait := self._requests.wait(self._access.client(request)):
            raise web.HTTPTooManyRequests(headers=retry_after(wait))

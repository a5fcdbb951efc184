"""Who may use the page, the API and the metrics, and how often: all else is refused before any work is done.

Questions wait for their turn, so that a flood of them leaves time for everything else.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import math
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from aiohttp import web
from aiohttp.typedefs import Handler
from cachetools import TTLCache

from bot.settings import Part, Settings

_FORWARDED = "X-Forwarded-For"
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))(?::[0-9]{1,5})?", re.ASCII)  # with the port that was asked for
_IPV6_PREFIX = 64  # bits: what one customer gets; within it an address costs nothing
# Questions that may wait. At the 10 ms that a slow one of 4,096 characters takes, and as long a pause, the last has its
# answer after ten seconds, within the page's patience of twenty; and it is half of the connections that may be open.
MOST_WAITING = 500
COME_BACK = 5.0  # seconds after which those who wait now have had their turns


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """The `parts` that are served beside the webhook and the probes, which everybody reaches in any case.

    When `is_local`, they are for this machine's own browsers and programs, which name it, or `host`, in the `Host`
    header. Otherwise they are for everybody, limited by address; the last `proxies` entries of `X-Forwarded-For` were
    written by the operator's own proxies. `address` is where the pages are for everybody, if somebody said so.
    """

    parts: frozenset[Part] = frozenset(Part)
    is_local: bool = True
    host: str = "127.0.0.1"
    proxies: int = 0
    address: str = ""

    @classmethod
    def chosen(cls, settings: Settings) -> Access:
        """Return what the operator chose.

        A server that others may reach serves what PUBLIC_WEB opens and no more: it has a webhook, listens beyond this
        machine, or has something opened on purpose.
        """
        if settings.webhook_url or settings.public_web or not _is_loopback(settings.host):
            return cls(
                parts=settings.public_web,
                is_local=False,
                host=settings.host,
                proxies=settings.trusted_proxies,
                address=settings.page_url,
            )
        return cls(host=settings.host)

    def names(self, asked: list[str]) -> bool:
        """Whether these `Host` headers name this machine.

        A page elsewhere whose name was made to lead here (DNS rebinding) sends its own name.
        """
        found = _HOST.fullmatch(asked[0]) if len(asked) == 1 else None
        return found is not None and (found[1] or found[2]).lower() in {*_LOCAL_NAMES, self.host.lower()}

    def client(self, request: web.Request) -> str:
        """Return the address that `request` comes from: an IPv4 address, or the network of an IPv6 address.

        Only what the operator's own proxies wrote is believed, never the left-most entry, which anybody can write.
        """
        peer = request.remote or ""
        forwarded = ",".join(request.headers.getall(_FORWARDED, [])).split(",")
        claimed = forwarded[-self.proxies :][0].strip() if self.proxies else peer
        return _network(claimed) or _network(peer) or peer


def is_forwarded(request: web.Request) -> bool:
    """Whether some proxy says for whom it asks."""
    return _FORWARDED in request.headers


def _is_loopback(host: str) -> bool:
    address = _parsed(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def _network(text: str) -> str:
    """Return the address by which `text` is limited; empty when it is none. Some proxies add a port to it."""
    address = _parsed(text) or _parsed(text.rpartition(":")[0].strip("[]"))
    if address is None:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(IPv6Network((int(address), _IPV6_PREFIX), strict=False))
        address = address.ipv4_mapped
    return str(address)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


ADDRESSES = 10_000  # remembered at some 200 bytes each; a forgotten one starts with a full bucket


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """`burst` at once, then one more each `seconds`."""

    burst: int
    seconds: float


class RateLimiter:
    """Token buckets of one rate, one for each key. `clock` counts seconds.

    aiolimiter's buckets, which pace the messages to Telegram, let a caller wait; here one is refused and told when to
    come back.
    """

    def __init__(self, rate: Allowance, *, clock: Callable[[], float], size: int = ADDRESSES) -> None:
        self._rate, self._clock = rate, clock
        # Tokens and when they were counted. A bucket that nobody took from for so long is full, and needn't be kept.
        self._buckets: TTLCache[str, tuple[float, float]] = TTLCache(size, rate.burst * rate.seconds, timer=clock)

    def wait(self, key: str = "") -> float:
        """Take a token of `key` and return 0; without one return the seconds until there is."""
        now = self._clock()
        tokens, counted = self._buckets.get(key) or (self._rate.burst, now)
        tokens = min(self._rate.burst, tokens + (now - counted) / self._rate.seconds)
        if tokens < 1:
            return (1 - tokens) * self._rate.seconds
        self._buckets[key] = (tokens - 1, now)
        return 0.0


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

    def client(self, request: web.Request) -> str:
        """Return the address that `request` comes from, as far as it is believed."""
        return self._access.client(request)

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


class BusyError(Exception):
    """As many wait already as may."""


class TurnQueue:
    """One at a time, in the order of arrival, with a pause as long as the turn before; at most `most` wait.

    So a flood of questions takes half of the program's time, and leaves the other half to Telegram and the database.
    """

    def __init__(
        self,
        most: int = MOST_WAITING,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._most, self._clock, self._pause = most, clock, pause
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._free_at = clock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn and hold it meanwhile; raise `BusyError` at once when too many wait."""
        if self._waiting >= self._most:
            raise BusyError
        self._waiting += 1
        try:
            async with self._turn:
                # Even without a pause the loop looks at its sockets now: what has come together would else be answered
                # in one go.
                await self._pause(max(0.0, self._free_at - self._clock()))
                began = self._clock()
                try:
                    yield
                finally:
                    ended = self._clock()
                    self._free_at = ended + (ended - began)
        finally:
            self._waiting -= 1

"""The connections of the web server: as many as there is room for, none held by who sends nothing or too slowly."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from asyncio import BaseTransport, Transport
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast

from aiohttp import StreamReader, web
from aiohttp.http import HttpProcessingError
from aiohttp.typedefs import Handler

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment]

MOST = 1000  # connections
LONGEST_LINE = 128 * 1024  # bytes of a request's first line: a question of 4,096 characters takes up to 48 KiB there
TOLD_EVERY = 60.0  # seconds between two lines of the log about malformed HTTP
_OPEN_FILES = 4096  # asked of the system, where it gives fewer by itself (often 1,024)
_BACKLOG = 128  # connections that the system may hand over at once, before one of them can be closed
# Files that aren't the web server's: up to 256 connections to Telegram, the database's, those of the program, and the
# backlog.
_RESERVED = 512

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_MALFORMED = (HttpProcessingError, web.RequestPayloadError)  # the latter of a body
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """At most `most` connections; seconds that a request's `head`, and then its `body`, may take to arrive.

    Browsers and proxies send a head at once and Telegram's largest update, of some kilobytes, in a second. A connection
    that is kept alive between two requests isn't waited for: the one unused the longest is closed when room is needed.
    """

    most: int = MOST
    head: float = 10.0
    body: float = 15.0


@asynccontextmanager
async def listening(
    app: web.Application, host: str, port: int, *, drain: float = 1.0, limits: ConnectionLimits | None = None
) -> AsyncIterator[int]:
    """Serve `app` meanwhile and give the port; raise `OSError` when it can't be listened on.

    In the end requests under way get `drain` seconds.
    """
    limits = limits or ConnectionLimits(most=room())
    app.middlewares.insert(0, _answering)
    runner = web.AppRunner(app, shutdown_timeout=drain)
    await runner.setup()
    try:
        connections = Connections(cast(web.Server, runner.server), limits)
        server = await asyncio.get_running_loop().create_server(connections, host, port, backlog=_BACKLOG)
        try:
            yield int(server.sockets[0].getsockname()[1])
        finally:
            server.close()
    finally:
        await runner.cleanup()


class Connections:
    """Makes the server's connections, and makes room for a new one where there are too many."""

    def __init__(self, server: web.Server, limits: ConnectionLimits) -> None:
        self.limits = limits
        self.malformed = _Malformed()
        self._server = server
        self._waiting: dict[Connection, None] = {}  # for a request; the longest first
        self._answering: set[Connection] = set()

    def __call__(self) -> Connection:
        """Return what speaks HTTP over the next connection."""
        return Connection(self, self._server)

    def admit(self, connection: Connection) -> bool:
        """Take a new connection in, in place of the one that has waited longest; False when all are being answered."""
        if len(self._waiting) + len(self._answering) >= self.limits.most:
            longest = next(iter(self._waiting), None)
            if longest is None:
                return False
            longest.cut()
        self._waiting[connection] = None
        return True

    def forget(self, connection: Connection) -> None:
        """The connection is closed."""
        self._waiting.pop(connection, None)
        self._answering.discard(connection)

    @contextmanager
    def answering(self, connection: Connection) -> Iterator[None]:
        """The connection isn't to be closed meanwhile."""
        self.forget(connection)
        self._answering.add(connection)
        try:
            yield
        finally:
            if connection in self._answering:  # it may have been lost
                self.forget(connection)
                self._waiting[connection] = None


class Connection(web.RequestHandler):
    """aiohttp's connection, which by itself waits an hour for a request's head and for ever for its body."""

    def __init__(self, connections: Connections, server: web.Server) -> None:
        # Bodies stay as they were sent: Telegram doesn't compress, and a small one could unpack to gigabytes.
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            access_log=None,  # type: ignore[arg-type]  # as aiohttp's own runner passes it
            max_line_size=LONGEST_LINE,
            auto_decompress=False,
        )
        self._connections = connections
        self._deadline: asyncio.TimerHandle | None = None
        self._is_answering = False
        self._is_at_start = True

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin, unless there is no room."""
        if not self._connections.admit(self):
            cast(Transport, transport).abort()
            return
        super().connection_made(transport)
        self._expect(self._connections.limits.head)

    def data_received(self, data: bytes) -> None:
        """Take what has come; the head of a further request must be whole in time, too."""
        if data and not self._is_answering and self._deadline is None:
            self._expect(self._connections.limits.head)
        super().data_received(self._encoded(data) if self._is_at_start else data)

    def connection_lost(self, exc: BaseException | None) -> None:
        """End."""
        self._expect_nothing()
        self._connections.forget(self)
        super().connection_lost(exc)

    @contextmanager
    def answering(self, request: web.Request) -> Iterator[None]:
        """Its head is whole, and it is being answered; what reads its body must get it in time."""
        self._expect_nothing()
        if request.body_exists:
            self._expect(self._connections.limits.body, request.content)
        self._is_answering = True
        try:
            with self._connections.answering(self):
                yield
        finally:
            self._is_answering = False
            self._expect_nothing()

    def cut(self) -> None:
        """Close at once, whatever is under way."""
        self._connections.forget(self)
        if self.transport is not None:
            self.transport.abort()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """Answer malformed HTTP without repeating it; the program's own faults as aiohttp does."""
        if not isinstance(exc, _MALFORMED):
            return super().handle_error(request, status, exc, message)
        self._connections.malformed.note()
        response = web.Response(status=HTTPStatus.BAD_REQUEST, text="400: Bad Request")
        response.force_close()
        return response

    def log_exception(self, *args: Any, **kw: Any) -> None:
        """Log a fault of the program; a client's is counted as malformed, and that it went away is none."""
        error = kw.get("exc_info")
        if isinstance(error, _MALFORMED):
            self._connections.malformed.note()
        elif self.transport is not None or not isinstance(error, ConnectionError):
            super().log_exception(*args, **kw)

    def _encoded(self, data: bytes) -> bytes:
        """Encode in a connection's first line what curl sends as it was typed: `/api/ask?q=六个工程`.

        In later requests it is refused, as HTTP demands: there a body might be taken for a line.
        """
        line, newline, rest = data.partition(b"\n")
        self._is_at_start = not newline
        return _NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line) + newline + rest

    def _expect(self, seconds: float, body: StreamReader | None = None) -> None:
        """Cut the connection after so many seconds, unless what is expected, a head or the `body`, has come."""

        def check() -> None:
            if body is None or not body.is_eof():
                self.cut()

        self._expect_nothing()
        self._deadline = asyncio.get_running_loop().call_later(seconds, check)

    def _expect_nothing(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


@web.middleware
async def _answering(request: web.Request, handler: Handler) -> web.StreamResponse:
    with cast(Connection, request.protocol).answering(request):
        return await handler(request)


class _Malformed:
    """Logs malformed HTTP: one line in a while, with nothing of what was sent."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told_at = -TOLD_EVERY
        self._untold = 0

    def note(self) -> None:
        """There was one more."""
        self._untold += 1
        if self._clock() - self._told_at >= TOLD_EVERY:
            _log.info("Refused malformed HTTP with 400, %d times since this was last logged", self._untold)
            self._told_at, self._untold = self._clock(), 0


def room() -> int:
    """Return for how many connections the system has files, at most `MOST`, having asked it for more."""
    if resource is None:
        return MOST
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if resource.RLIM_INFINITY != soft < _OPEN_FILES:
        wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _OPEN_FILES)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return MOST if soft == resource.RLIM_INFINITY else min(MOST, max(soft - _RESERVED, soft // 4))

"""Who sends nothing, slowly, or no HTTP at all keeps nobody else from an answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.web import LONGEST_LINE, build_app, listening
from bot.web import connections as web_connections
from bot.web.connections import ConnectionLimits
from handlers.services import Services
from tests.bot.raw import Socket, sockets

LATE = 0.25  # seconds after which a test's server has waited long enough; a busy machine may take a while for a turn
PATIENT = 3600.0
OK = (200, "ok")
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /telegram HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"


@pytest.fixture
def reading() -> asyncio.Semaphore:
    """Count the bodies that the server has begun to read."""
    return asyncio.Semaphore(0)


@asynccontextmanager
async def server(
    services: Services,
    *,
    most: int = 100,
    head: float = PATIENT,
    body: float = PATIENT,
    reading: asyncio.Semaphore | None = None,
) -> AsyncIterator[int]:
    """The port of a server that says back what is posted to /telegram."""

    async def echo(request: web.Request) -> web.Response:
        if reading:
            reading.release()
        return web.Response(text=(await request.read()).decode())

    app = build_app(services.responder)
    app.router.add_post("/telegram", echo)
    async with listening(app, "127.0.0.1", 0, limits=ConnectionLimits(most=most, head=head, body=body)) as port:
        yield port


async def healthz(port: int) -> tuple[int, str]:
    async with sockets(port, 1) as (socket,):
        socket.get("/healthz")
        return await socket.response()


async def dripped(socket: Socket) -> bytes:
    """What comes from the server while a byte is sent to it again and again, until it closes the connection."""

    async def drip() -> None:
        while True:
            socket.send(b"x")
            await asyncio.sleep(0)

    dripping = asyncio.create_task(drip())
    try:
        return await socket.rest()
    finally:
        dripping.cancel()


@pytest.mark.parametrize("sent", [b"", b"GET /", HEAD, HEAD + b"X-Slow: "])
async def test_a_connection_without_a_whole_head_is_closed(services: Services, sent: bytes) -> None:
    async with server(services, head=LATE) as port, sockets(port, 20) as opened:
        for each in opened:
            each.send(sent)
        assert await healthz(port) == OK
        assert [await each.rest() for each in opened] == [b""] * len(opened)


async def test_a_head_that_comes_byte_by_byte_is_cut_off(services: Services) -> None:
    async with server(services, head=LATE) as port, sockets(port, 1) as (socket,):
        socket.send(HEAD + b"X-Slow: ")
        assert await dripped(socket) == b""


async def test_so_is_the_head_of_a_second_request(services: Services) -> None:
    async with server(services, head=LATE) as port, sockets(port, 1) as (socket,):
        socket.get("/healthz")
        assert await socket.response() == OK
        socket.send(HEAD)
        assert await socket.rest() == b""


async def test_between_two_requests_a_connection_stays(services: Services) -> None:
    async with server(services, head=LATE) as port, sockets(port, 2) as (kept, silent):
        kept.get("/healthz")
        assert await kept.response() == OK
        assert await silent.rest() == b""  # closed, though it was opened no earlier
        kept.get("/healthz")
        assert await kept.response() == OK


async def test_a_body_that_does_not_come_is_not_waited_for(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    async with server(services, body=LATE) as port, sockets(port, 3) as (nothing, half, whole):
        nothing.send(POST)
        half.send(POST + b"12345")
        whole.send(POST + b"1234567890")
        assert await whole.response() == (200, "1234567890")
        assert await healthz(port) == OK
        assert [await each.rest() for each in (nothing, half)] == [b"", b""]
    assert caplog.records == []


async def test_an_answer_may_take_longer_than_a_head_and_a_body(services: Services) -> None:
    async def wait(request: web.Request) -> web.Response:
        silent = await Socket.open(request.url.port or 0)
        await silent.rest()  # which takes as long
        await silent.close()
        return web.Response(text=await request.text())

    app = build_app(services.responder)
    app.router.add_post("/slow", wait)
    async with (
        listening(app, "127.0.0.1", 0, limits=ConnectionLimits(head=LATE, body=LATE)) as port,
        sockets(port, 1) as (socket,),
    ):
        slow = POST.replace(b"/telegram", b"/slow").replace(b"localhost", b"localhost:%d" % port)
        socket.send(slow + b"1234567890")
        assert await socket.response() == (200, "1234567890")


async def test_beyond_the_most_the_connection_that_waited_longest_is_closed(services: Services) -> None:
    async with server(services, most=3) as port, sockets(port, 3) as (first, second, third):
        first.get("/healthz")
        assert await first.response() == OK  # so that the second has waited longest
        assert await healthz(port) == OK
        assert await second.rest() == b""
        for each in (first, third):
            each.get("/healthz")
            assert await each.response() == OK


async def test_any_number_of_silent_connections_leaves_room(services: Services) -> None:
    async with server(services, most=20) as port, sockets(port, 200) as opened:
        assert await healthz(port) == OK
        assert [await each.rest() for each in opened[:181]] == [b""] * 181


async def test_who_is_being_answered_is_not_closed_for_a_new_connection(
    services: Services, reading: asyncio.Semaphore
) -> None:
    async with server(services, most=2, reading=reading) as port, sockets(port, 2) as opened:
        for each in opened:
            each.send(POST)
            await reading.acquire()
        async with sockets(port, 1) as (late,):
            assert await late.rest() == b""
        for each in opened:
            each.send(b"1234567890")
            assert await each.response() == (200, "1234567890")
        assert await healthz(port) == OK


MALFORMED = [
    b"GARBAGE\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03hush\r\n\r\n",  # TLS, on a port without it
    b"GET / HTTP/9.9\r\nHost: hush\r\n\r\n",
    b"GET /hush\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: local\x00hush\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon: hush\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: hush\r\n\r\n",
    b"GET /" + b"hush" * LONGEST_LINE + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"hush" * 10_000 + b"\r\n\r\n",
    b"POST /telegram HTTP/1.1\r\nHost: localhost\r\nContent-Length: hush\r\n\r\n",
    b"POST /telegram HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nhush\r\n",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nhush\r\n",
]


@pytest.mark.parametrize("sent", MALFORMED)
async def test_malformed_http_is_refused_and_logged_in_one_line_without_what_was_sent(
    services: Services, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with server(services) as port, sockets(port, 1) as (socket,):
            socket.send(sent)
            answered = await socket.rest()
    told = [record for record in caplog.records if record.name.partition(".")[0] in {"bot", "handlers", "aiohttp"}]
    head, _, body = answered.partition(b"\r\n\r\n")
    assert (head[:25], body) == (b"HTTP/1.0 400 Bad Request\r", b"400: Bad Request")
    (record,) = told  # not what libraries say of other tests' threads and connections
    assert (record.levelname, record.exc_info) == ("INFO", None)
    assert record.getMessage() == "Refused malformed HTTP with 400, 1 times since this was last logged"


async def test_a_body_that_turns_out_malformed_is_cut_off(
    services: Services, reading: asyncio.Semaphore, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with server(services, body=LATE, reading=reading) as port, sockets(port, 1) as (socket,):
            socket.send(b"POST /telegram HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
            await reading.acquire()
            socket.send(b"hush\r\n")
            assert await socket.rest() == b""
    assert [record for record in caplog.records if record.levelno > logging.INFO or "hush" in record.getMessage()] == []


async def test_a_flood_of_malformed_http_is_one_line_in_a_minute(
    services: Services, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with caplog.at_level(logging.INFO):
        async with server(services) as port, sockets(port, 51) as opened:
            for each in opened:
                each.send(b"GARBAGE\r\n\r\n")
                await each.rest()
                if each is opened[49]:
                    monkeypatch.setattr(web_connections, "TOLD_EVERY", 0.0)  # as if a minute had gone by
    told = [record.getMessage() for record in caplog.records if record.name == web_connections.__name__]
    assert [said.split(", ")[1].split()[0] for said in told] == ["1", "50"]


async def test_a_client_that_goes_away_half_way_is_nobodys_fault(
    services: Services, reading: asyncio.Semaphore, caplog: pytest.LogCaptureFixture
) -> None:
    async with server(services, reading=reading) as port:
        async with sockets(port, 1) as (socket,):
            socket.send(POST + b"123")
            await reading.acquire()
        assert await healthz(port) == OK
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


async def test_characters_that_curl_sends_as_they_were_typed_are_understood(services: Services) -> None:
    question = "GET /api/ask?q=三链工程是什么 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    async with server(services) as port, sockets(port, 1) as (socket,):
        for piece in (question[:20], question[20:]):  # in the midst of a character
            socket.send(piece)
            assert await healthz(port) == OK
        status, body = await socket.response()
    assert (status, '"question": "三链工程是什么", "outcome": "answer"' in body) == (200, True)


class System:
    """A system with its limit on open files: what a program has at first, and what it may ask for."""

    RLIMIT_NOFILE, RLIM_INFINITY = 7, -1

    def __init__(self, soft: int, hard: int, *, yields: bool = True) -> None:
        self._limits, self._yields = (soft, hard), yields

    def getrlimit(self, _: int) -> tuple[int, int]:
        return self._limits

    def setrlimit(self, _: int, limits: tuple[int, int]) -> None:
        if not self._yields:
            raise ValueError("current limit exceeds maximum limit")
        self._limits = limits


@pytest.mark.parametrize(
    ("system", "connections", "files"),
    [
        (System(1024, 1_048_576), 1000, 4096),
        (System(256, -1), 1000, 4096),
        (System(1024, 1024), 512, 1024),
        (System(1024, 1_048_576, yields=False), 512, 1024),
        (System(256, 256), 64, 256),
        (System(1_048_576, 1_048_576), 1000, 1_048_576),
        (System(-1, -1), 1000, -1),
    ],
)
def test_there_is_room_for_as_many_connections_as_there_are_open_files_to_spare(
    monkeypatch: pytest.MonkeyPatch, system: System, connections: int, files: int
) -> None:
    monkeypatch.setattr(web_connections, "resource", system)
    assert web_connections.room() == connections
    assert system.getrlimit(System.RLIMIT_NOFILE)[0] == files

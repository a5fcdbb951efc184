"""HTTP written by hand over real sockets, for what no well-behaved client sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Self

PATIENCE = 30.0  # seconds after which a test that waits for something gives up


class Socket:
    """A connection to the server on `port` of this machine."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> Self:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    def send(self, data: bytes) -> None:
        self._writer.write(data)

    def get(self, path: str, **headers: str) -> None:
        """Send a whole request."""
        lines = [
            f"GET {path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in ({"Host": "localhost"} | headers).items()),
        ]
        self.send("".join(f"{line}\r\n" for line in [*lines, ""]).encode())

    async def response(self) -> tuple[int, str]:
        """The status and the body of the next response."""
        async with asyncio.timeout(PATIENCE):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
            length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
            return int(head.split()[1]), (await self._reader.readexactly(length)).decode()

    async def rest(self) -> bytes:
        """What comes until the server closes the connection."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await self._reader.read()
            except ConnectionError:
                return b""

    async def close(self) -> None:
        self._writer.close()


@asynccontextmanager
async def sockets(port: int, count: int) -> AsyncIterator[list[Socket]]:
    """So many connections, closed in the end."""
    async with AsyncExitStack() as stack:
        opened = [await Socket.open(port) for _ in range(count)]
        for each in opened:
            stack.push_async_callback(each.close)
        yield opened

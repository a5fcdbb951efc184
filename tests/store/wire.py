"""A server that speaks PostgreSQL's protocol just well enough to say no."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_TLS = 80877103  # the request code that stands where the protocol's version would


@asynccontextmanager
async def refusing(state: str) -> AsyncIterator[str]:
    """The address of a server that refuses every connection with this SQLSTATE, words and all."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while await _code(reader) == _TLS:
                writer.write(b"N")
            fields = b"SFATAL\0VFATAL\0C" + state.encode() + b"\0Mhush-hush said the server\0\0"
            writer.write(b"E" + struct.pack("!I", len(fields) + 4) + fields)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        yield f"postgresql://bot:hush-hush@127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"


async def _code(reader: asyncio.StreamReader) -> int:
    (length,) = struct.unpack("!I", await reader.readexactly(4))
    (code,) = struct.unpack("!I", (await reader.readexactly(length - 4))[:4])
    return int(code)

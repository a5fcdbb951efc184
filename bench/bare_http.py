"""HTTP/1.1 with keep-alive over bare asyncio protocols, as cheap as it gets, and a Bot API over it.

They know nothing that the benches don't need.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]

BOT: Json = {"id": 123456, "is_bot": True, "first_name": "政府工作报告", "username": "report_bot"}
TOKEN, SECRET, PATH = "123456:bench", "bench-secret", "/telegram"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"


class Http(asyncio.Protocol):
    """Reads messages that say their length; `told` gets each one's head and body."""

    def __init__(self) -> None:
        self._buffer = b""
        self.transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer = self._buffer + data if self._buffer else data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._buffer, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            head, body, self._buffer = self._buffer[:end], self._buffer[end + 4 : whole], self._buffer[whole:]
            self.told(head, body)

    def told(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


class BareBotApi(Http):
    """A connection to the Bot API; `granted` returns the answer to a method and its parameters."""

    def __init__(self, granted: Callable[[str, Json], bytes]) -> None:
        super().__init__()
        self._granted = granted

    def told(self, head: bytes, body: bytes) -> None:
        method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
        answer = self._granted(method, _params(body))
        self.transport.write(_OK % (len(answer), answer))


def _params(body: bytes) -> Json:
    """Read what is sent as JSON or as a form."""
    if body[:1] == b"{":
        read: Json = json.loads(body)
        return read
    return dict(parse_qsl(body.decode()))


def encoded(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()

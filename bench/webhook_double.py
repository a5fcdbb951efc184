"""Telegram as `bench.webhook` plays it: a Bot API and a sender of updates in one event loop, as cheap as they get.

Both speak HTTP/1.1 with keep-alive over bare asyncio protocols and know nothing that isn't needed here; the tests'
fake Bot API, which refuses what Telegram refuses, would take more of the second core than the bot takes of the first.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]

BOT: Json = {"id": 123456, "is_bot": True, "first_name": "政府工作报告", "username": "report_bot"}
TOKEN, SECRET, PATH = "123456:bench", "bench-secret", "/telegram"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"


@dataclass(frozen=True, slots=True)
class Post:
    """An update to deliver: its id, its message as Telegram words it, and how many messages must answer."""

    update_id: int
    message: Json
    due: int

    @property
    def chat_id(self) -> int:
        """Where it is asked. No two updates under way share a chat, so that an answer is known by it."""
        return int(self.message["chat"]["id"])


@dataclass(slots=True)
class Tally:
    """What came of the updates; times are seconds."""

    took: array[float] = field(default_factory=lambda: array("d"))
    answered: int = 0
    wrong: list[str] = field(default_factory=list)
    refused: int = 0
    others: dict[str, int] = field(default_factory=dict)


class Double:
    """Delivers updates over several connections, a new one when the last was dealt with, and takes the answers."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._under_way: dict[int, tuple[Post, int]] = {}
        self._number = 0

    async def listen(self) -> asyncio.Server:
        """Opens the Bot API on a free port of the loopback interface."""
        return await asyncio.get_running_loop().create_server(lambda: _ApiConnection(self), "127.0.0.1", 0)

    async def deliver(self, posts: Iterator[Post], *, ports: Sequence[int], at_once: int) -> None:
        """Delivers `posts` to the webhooks at `ports` in turn; returns when the last has its 200."""
        loop = asyncio.get_running_loop()
        senders = [
            (await loop.create_connection(lambda: _Sender(self, posts), "127.0.0.1", port))[1]
            for port in islice(cycle(ports), at_once)
        ]
        for sender in senders:
            sender.next()
        await asyncio.gather(*(sender.done for sender in senders))

    def began(self, post: Post) -> None:
        """`post` goes out now."""
        self._under_way[post.chat_id] = (post, 0)

    def ended(self, post: Post, status: int, seconds: float) -> None:
        """`post` got its answer by HTTP: the messages that are due must have come before."""
        _, came = self._under_way.pop(post.chat_id)
        self.tally.took.append(seconds)
        if status != 200 or came != post.due:
            self.tally.wrong.append(f"{post.message['text']!r}: HTTP {status}, {came} messages for {post.due}")
        elif came:
            self.tally.answered += 1

    def granted(self, method: str, params: Json) -> bytes:
        """Returns the Bot API's answer to a call."""
        if method != "sendMessage":
            self.tally.others[method] = self.tally.others.get(method, 0) + 1
            return _json({"ok": True, "result": BOT if method == "getMe" else True})
        chat_id = int(params["chat_id"])
        if chat_id not in self._under_way:
            self.tally.wrong.append(f"a message for {chat_id}, where nobody waits")
            return _json({"ok": False, "error_code": 400, "description": "Bad Request: chat not found"})
        post, came = self._under_way[chat_id]
        self._under_way[chat_id] = (post, came + 1)
        self._number += 1
        return _json({"ok": True, "result": self._message(post, params)})

    def _message(self, post: Post, params: Json) -> Json:
        """Returns the message as Telegram gives it back: without tags, with an entity for each, and what it quotes."""
        text = str(params["text"])
        entity = {"type": "bold", "offset": 0, "length": 2}
        message: Json = {
            "message_id": 1_000_000 + self._number,
            "from": BOT,
            "chat": post.message["chat"],
            "date": post.message["date"],
            "text": _TAG.sub("", text),
            "entities": [entity] * text.count("</"),
        }
        if "reply_parameters" in params:
            message["reply_to_message"] = post.message
        if markup := params.get("reply_markup"):
            message["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        return message


class _Http(asyncio.Protocol):
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


class _ApiConnection(_Http):
    def __init__(self, double: Double) -> None:
        super().__init__()
        self._double = double

    def told(self, head: bytes, body: bytes) -> None:
        method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
        answer = self._double.granted(method, _params(body))
        self.transport.write(_OK % (len(answer), answer))


class _Sender(_Http):
    def __init__(self, double: Double, posts: Iterator[Post]) -> None:
        super().__init__()
        self._double = double
        self._posts = posts
        self._head = (
            f"POST {PATH} HTTP/1.1\r\nHost: bot.example\r\nContent-Type: application/json\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: %d\r\n\r\n%b"
        ).encode()
        self._post: Post | None = None
        self._began = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def next(self) -> None:
        self._post = post = next(self._posts, None)
        if post is None:
            self.transport.close()
            self.done.set_result(None)
            return
        self._double.began(post)
        body = _json({"update_id": post.update_id, "message": post.message})
        self._began = time.perf_counter()
        self.transport.write(self._head % (len(body), body))

    def told(self, head: bytes, body: bytes) -> None:
        if self._post is not None:
            self._double.ended(self._post, int(head.split(b" ", 2)[1]), time.perf_counter() - self._began)
            self.next()

    def connection_lost(self, _: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError("the bot closed a connection of its webhook"))


def _params(body: bytes) -> Json:
    """Reads what is sent as JSON or as a form."""
    if body[:1] == b"{":
        read: Json = json.loads(body)
        return read
    return dict(parse_qsl(body.decode()))


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()

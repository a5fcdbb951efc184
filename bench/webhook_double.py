"""Telegram as `bench.webhook` plays it: a Bot API and a sender of updates in one event loop, as cheap as they get.

The tests' fake Bot API, which refuses what Telegram refuses, would take more of the second core than the bot takes of
the first.
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

from bench.bare_http import BOT, PATH, SECRET, BareBotApi, Http, Json, encoded

_TAG = re.compile(r"<[^>]*>")


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
        """Open the Bot API on a free port of the loopback interface."""
        return await asyncio.get_running_loop().create_server(lambda: BareBotApi(self.granted), "127.0.0.1", 0)

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
        """Return the Bot API's answer to a call."""
        if method != "sendMessage":
            self.tally.others[method] = self.tally.others.get(method, 0) + 1
            return encoded({"ok": True, "result": BOT if method == "getMe" else True})
        chat_id = int(params["chat_id"])
        if chat_id not in self._under_way:
            self.tally.wrong.append(f"a message for {chat_id}, where nobody waits")
            return encoded({"ok": False, "error_code": 400, "description": "Bad Request: chat not found"})
        post, came = self._under_way[chat_id]
        self._under_way[chat_id] = (post, came + 1)
        self._number += 1
        return encoded({"ok": True, "result": self._message(post, params)})

    def _message(self, post: Post, params: Json) -> Json:
        """Return the message as Telegram gives it back: without tags, with an entity for each, and what it quotes."""
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


class _Sender(Http):
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
        body = encoded({"update_id": post.update_id, "message": post.message})
        self._began = time.perf_counter()
        self.transport.write(self._head % (len(body), body))

    def told(self, head: bytes, body: bytes) -> None:
        if self._post is not None:
            self._double.ended(self._post, int(head.split(b" ", 2)[1]), time.perf_counter() - self._began)
            self.next()

    def connection_lost(self, _: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(ConnectionError("the bot closed a connection of its webhook"))

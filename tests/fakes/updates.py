"""Updates on their way to a bot that polls: handed out by long polling, forgotten when the bot confirms them."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from tests.fakes.rules import Refusal

Params = dict[str, Any]


class Feed:
    """The queue behind getUpdates, with Telegram's meaning of `offset`."""

    def __init__(self) -> None:
        self._waiting: dict[int, tuple[Params, asyncio.Event]] = {}
        self._repeated: list[tuple[Params, asyncio.Event]] = []
        self._handed_again: list[asyncio.Event] = []
        self._news = asyncio.Event()
        self._poll: asyncio.Event | None = None
        self._closed = False

    @property
    def unconfirmed(self) -> list[int]:
        return sorted(self._waiting)

    async def put(self, update: Params) -> None:
        """Return when the bot has confirmed `update`."""
        _, confirmed = self._waiting.setdefault(update["update_id"], (update, asyncio.Event()))
        self._announce()
        await confirmed.wait()

    async def repeat(self, update: Params) -> None:
        """Hands `update` out once more, whatever was confirmed; returns when the bot has taken it and come back."""
        confirmed = asyncio.Event()
        self._repeated.append((update, confirmed))
        self._announce()
        await confirmed.wait()

    async def get(self, offset: int, limit: int, timeout: float) -> list[Params]:  # noqa: ASYNC109 - Telegram's name
        """The updates from `offset` on, waiting up to `timeout` seconds for the first; earlier ones are confirmed."""
        terminated = self._take_over()
        for update_id in [known for known in self._waiting if known < offset]:
            self._waiting.pop(update_id)[1].set()
        while self._handed_again:
            self._handed_again.pop().set()
        if not self._waiting and not self._repeated and timeout and not self._closed:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(timeout):
                    await self._news.wait()
        if terminated.is_set():
            raise Refusal(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        repeated, self._repeated = self._repeated, []
        self._handed_again += [confirmed for _, confirmed in repeated]
        return [update for update, _ in repeated] + [self._waiting[known][0] for known in self.unconfirmed][:limit]

    def close(self) -> None:
        """End a long poll that is waiting."""
        self._closed = True
        self._announce()

    def _take_over(self) -> asyncio.Event:
        """Only one may poll: a new call ends the one that is waiting."""
        if self._poll is not None:
            self._poll.set()
            self._announce()
        self._poll = asyncio.Event()
        return self._poll

    def _announce(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

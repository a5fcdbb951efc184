"""Runs engine calls that may take long in a thread, so that the event loop goes on with everybody else's messages."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Characters of a text up to which a call stays on the event loop: most questions are shorter, are answered in less than
# a millisecond, and a thread would double that. `bench.hostile` measures what texts made to be slow take: below 5 ms
# up to here, 15 ms for longer ones.
SHORT = 24


class Offload:
    """One call at a time: the interpreter runs one thread at a time anyway, and more of them would starve the loop."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def __call__(self, text: str, call: Callable[[], T]) -> T:
        """Return what `call` does with `text`, or raise what it raises; in a thread where the text is long."""
        return call() if len(text) <= SHORT else await self.in_thread(call)

    async def in_thread(self, call: Callable[[], T]) -> T:
        """Return what `call` does, in a thread whatever it is about."""
        async with self._turn:
            return await asyncio.to_thread(call)

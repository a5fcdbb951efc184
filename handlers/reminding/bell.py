"""Wakes the worker when somebody has subscribed in this process: the store can only be asked now and then."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Bell:
    """Somebody rings, somebody waits for it; what was rung before is heard at once, and once."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Ends the wait, now or when it begins."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Waits for a ring, `seconds` at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()

"""Questions wait for their turn, so that a flood of them leaves time for everything else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

# Questions that may wait. At the 10 ms that a slow one of 4,096 characters takes, and as long a pause, the last has its
# answer after ten seconds, within the page's patience of twenty; and it is half of the connections that may be open.
MOST_WAITING = 500
COME_BACK = 5.0  # seconds after which those who wait now have had their turns


class BusyError(Exception):
    """As many wait already as may."""


class Turns:
    """One at a time, in the order of arrival, with a pause as long as the turn before; at most `most` wait.

    So a flood of questions takes half of the program's time, and leaves the other half to Telegram and the database.
    """

    def __init__(
        self,
        most: int = MOST_WAITING,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._most, self._clock, self._pause = most, clock, pause
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._free_at = clock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn and hold it meanwhile; raise `BusyError` at once when too many wait."""
        if self._waiting >= self._most:
            raise BusyError
        self._waiting += 1
        try:
            async with self._turn:
                # Even without a pause the loop looks at its sockets now: what has come together would else be answered
                # in one go.
                await self._pause(max(0.0, self._free_at - self._clock()))
                began = self._clock()
                try:
                    yield
                finally:
                    ended = self._clock()
                    self._free_at = ended + (ended - began)
        finally:
            self._waiting -= 1

"""An event loop in whose time nobody waits: when there is nothing to do, it leaps to what comes next."""

from __future__ import annotations

import asyncio
import selectors
from typing import Any

_TURN = 1e-6  # seconds


class _LeapingSelector(selectors.DefaultSelector):  # type: ignore[valid-type,misc]  # which one depends on the system
    def __init__(self) -> None:
        super().__init__()
        self.time = 0.0

    def select(self, timeout: float | None = None) -> Any:
        """Waiting takes its time on the loop's clock alone; a turn of the loop takes some in any case."""
        if timeout is None:
            raise RuntimeError("everything waits, and for nothing")
        self.time += max(_TURN, timeout)
        return super().select(0)


class LeapingLoop(asyncio.SelectorEventLoop):
    """For `asyncio.Runner(loop_factory=LeapingLoop)`; nothing that comes from outside may be waited for."""

    def __init__(self) -> None:
        self._leaping = _LeapingSelector()
        super().__init__(self._leaping)

    def time(self) -> float:
        """Seconds since the loop was made, as what ran in it waited."""
        return self._leaping.time

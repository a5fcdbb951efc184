"""A clock that the tests move: people take their time, so some goes by before each update."""

from __future__ import annotations

LEISURE = 61.0  # seconds, more than a group's cooldown and a burst


class Clock:
    """Seconds, as `time.monotonic` gives them. `leisure` go by before each update that is delivered."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.leisure = LEISURE

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds

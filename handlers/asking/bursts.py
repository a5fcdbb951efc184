"""Somebody asks faster than anybody reads: answered once more, with a request to slow down, then not for a while."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum, auto

from handlers.recent import Recent

MOST = 5  # questions in
WITHIN = 10.0  # seconds
_PEOPLE = 10_000


class Pace(Enum):
    """How somebody asks: as people do, just now too fast, or still too fast."""

    FINE = auto()
    BURST = auto()
    STILL = auto()


class Bursts:
    """When each of the people who ask just now did."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked: Recent[int, deque[float]] = Recent(seconds=WITHIN, size=_PEOPLE, clock=clock)
        self._told: Recent[int, bool] = Recent(seconds=WITHIN, size=_PEOPLE, clock=clock)

    def pace(self, person: int) -> Pace:
        """Counts a question of `person`; one beyond the most is a burst, and so is all until there is room again."""
        times = self._asked.get(person) or deque(maxlen=MOST)
        now = self._clock()
        if len(times) < MOST or now - times[0] > WITHIN:
            times.append(now)
            self._asked.set(person, times)
            return Pace.FINE
        if self._told.get(person):
            return Pace.STILL
        self._told.set(person, True)
        return Pace.BURST

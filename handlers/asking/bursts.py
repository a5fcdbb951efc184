"""How fast one person may write: checked before any work is done for a message."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from enum import Enum, auto

from handlers.recent import Recent

MOST = 5  # questions in
WITHIN = 10.0  # seconds
MOST_READ = 30  # others in the same time: messages overheard in groups, edits, taps, words typed in inline mode
_PEOPLE = 10_000

Times = Recent[int, deque[float]]


class Pace(Enum):
    """How somebody asks: as people do, just now too fast, or still too fast."""

    FINE = auto()
    BURST = auto()
    STILL = auto()


class Bursts:
    """When each of the people who wrote in the last seconds did."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._asked: Times = Recent(seconds=WITHIN, size=_PEOPLE, clock=clock)
        self._read: Times = Recent(seconds=WITHIN, size=_PEOPLE, clock=clock)
        self._told: Recent[int, bool] = Recent(seconds=WITHIN, size=_PEOPLE, clock=clock)

    def pace(self, person: int) -> Pace:
        """Counts a question of `person`; one beyond the most is a burst, and so is all until there is room again."""
        if self._has_room(self._asked, person, MOST):
            return Pace.FINE
        if self._told.get(person):
            return Pace.STILL
        self._told.set(person, True)
        return Pace.BURST

    def is_too_fast(self, person: int) -> bool:
        """Whether another question of `person` would be a burst; counts nothing."""
        return not self._is_open(self._asked, person, MOST)

    def may_read(self, person: int) -> bool:
        """Counts what `person` does other than to ask the bot, and returns whether to take it up."""
        return self._has_room(self._read, person, MOST_READ)

    def _has_room(self, counted: Times, person: int, most: int) -> bool:
        if not self._is_open(counted, person, most):
            return False
        times = counted.get(person) or deque(maxlen=most)
        times.append(self._clock())
        counted.set(person, times)
        return True

    def _is_open(self, counted: Times, person: int, most: int) -> bool:
        times = counted.get(person)
        return times is None or len(times) < most or self._clock() - times[0] > WITHIN

"""What is known of a database's health, and what the log says of it."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable

RELAPSE = 60.0  # seconds after it was back in which a database that fails again isn't told of, unless it goes on

logger = logging.getLogger(__name__)


class Health:
    """Says once that the database called `name` is down, and once that it is back.

    It is asked in ways, by name: one that can't be written may be read still. A failure before the first success is
    told to whoever opens the database, and not here. `clock` is in seconds.
    """

    def __init__(self, name: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._name, self._clock = name, clock
        self._failing: set[str] = set()
        self._reached = False
        self._told = False
        self._back_at = -math.inf

    def fails(self, way: str) -> bool:
        """Return whether it failed when it was last asked in this way."""
        return way in self._failing

    def failed(self, way: str, sentence: str) -> None:
        """It was asked in this way and could not do it, for the reason in the sentence."""
        self._failing.add(way)
        # One that comes and goes every few seconds would fill the log.
        if self._reached and not self._told and self._clock() - self._back_at >= RELAPSE:
            self._told = True
            logger.warning("%s The bot goes on without what it remembers.", sentence)

    def worked(self, *ways: str) -> None:
        """It was asked and did it, from which follows that it can be asked in these ways."""
        self._reached = True
        self._failing.difference_update(ways)
        if self._told and not self._failing:
            self._told = False
            self._back_at = self._clock()
            logger.info("The %s is back.", self._name)

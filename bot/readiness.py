"""Whether the program is to be given work, as a load balancer asks."""

from __future__ import annotations

import asyncio
from enum import StrEnum


class Phase(StrEnum):
    """Where the program is between its start and its end."""

    STARTING = "starting"
    READY = "ready"
    DRAINING = "draining"


class Readiness:
    """Starting until it is `up`, and draining from the moment that `stopped` is set."""

    def __init__(self, stopped: asyncio.Event) -> None:
        self._stopped = stopped
        self._is_up = False

    def up(self) -> None:
        """Everything has started."""
        self._is_up = True

    def phase(self) -> Phase:
        """Where the program is now."""
        if self._stopped.is_set():
            return Phase.DRAINING
        return Phase.READY if self._is_up else Phase.STARTING

"""How a signal ends the program where nothing else deals with it: at once, without a traceback."""

from __future__ import annotations

import os
import signal

_ENDED_BY_SIGNAL = 128  # what a shell adds to the number of the signal that ended a program


def end_at_once(*signals: signal.Signals) -> None:
    """Let each of `signals` end the program with exit code 143 (SIGTERM) or 130 (SIGINT), with nothing cleaned up.

    SIGTERM needs that too, for the system lets a container's first process ignore it.
    """
    for number in signals:
        signal.signal(number, _end)


def _end(number: int, _: object) -> None:
    os._exit(_ENDED_BY_SIGNAL + number)

"""The first and the last of the program: what libraries read from the environment, signals, and the event loop."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Coroutine, MutableMapping
from types import MappingProxyType
from typing import Any, TypeVar

DEFAULTS = MappingProxyType(
    {
        "PTB_TIMEDELTA": "true",  # python-telegram-bot's time spans as in all versions to come
    }
)
_KILLED_BY = 128  # a shell's exit code for a program ended by a signal is this plus the signal's number
# Seconds after which a thread that waits for the interpreter gets it. SQLite's thread gives it up at each row, and at
# Python's 5 ms a busy event loop would hold a few hundred rows up for seconds.
_SWITCH_INTERVAL = 0.0005

T = TypeVar("T")


def set_defaults(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set the variables that libraries read while they are imported, unless the operator has; call it before that."""
    for name, value in DEFAULTS.items():
        environment.setdefault(name, value)


def exit_on(*signals: signal.Signals) -> None:
    """Let each of `signals` end the program at once with exit code 143 (SIGTERM) or 130 (SIGINT), without clean-up.

    SIGTERM needs that too, for the system lets a container's first process ignore it.
    """
    for number in signals:
        signal.signal(number, _exit)


def _exit(number: int, _: object) -> None:
    os._exit(_KILLED_BY + number)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` in a new event loop, uvloop's where it is installed; return what it returns, raise what it raises."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        import uvloop  # noqa: PLC0415 - not on every system
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)

"""Process start and end: variables that libraries read, loading, signals, and the event loop."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Coroutine, Iterator, MutableMapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, TypeVar

DEFAULTS = MappingProxyType(
    {
        "PTB_TIMEDELTA": "true",  # durations as timedelta, the default of later versions of python-telegram-bot
        "PYDANTIC_DISABLE_PLUGINS": "1",  # none is used, and searching all installed packages for them takes a while
    }
)
# Which libraries import if they can: the command line of httpx, with rich and pygments, by way of python-telegram-bot,
# and colours for Mako's error pages, with all of pygments, by way of Alembic.
_UNNEEDED = ("httpx._main", "mako.ext.pygmentplugin")
_KILLED_BY = 128  # a shell's exit code for a program ended by a signal is this plus the signal's number
# Seconds after which a waiting thread gets the interpreter lock. SQLite's thread releases it at each row, and at
# Python's 5 ms a busy event loop would delay a few hundred rows by seconds.
_SWITCH_INTERVAL = 0.0005

T = TypeVar("T")


def set_defaults(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set variables that libraries read on import, unless the operator has set them. Call it before those imports."""
    for name, value in DEFAULTS.items():
        environment.setdefault(name, value)
    for module in _UNNEEDED:
        sys.modules.setdefault(module, None)  # type: ignore[arg-type]


@contextmanager
def loading() -> Iterator[None]:
    """Disable the garbage collector while modules and knowledge are loaded, and exempt what was loaded from it.

    These are a million objects that never become garbage; scanning them takes a third of the start, and would block
    the event loop for a tenth of a second later.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def exit_on(*signals: signal.Signals) -> None:
    """Let each of `signals` end the program at once with exit code 143 (SIGTERM) or 130 (SIGINT), without clean-up.

    SIGTERM needs a handler because the system ignores it by default for a container's first process.
    """
    for number in signals:
        signal.signal(number, _exit)


def _exit(number: int, _: object) -> None:
    os._exit(_KILLED_BY + number)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` in a new event loop, uvloop's where it is installed; return what it returns, raise what it raises."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    import asyncio  # noqa: PLC0415 - which verbs that only ask need not wait for

    try:
        import uvloop  # noqa: PLC0415 - not on every system
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)

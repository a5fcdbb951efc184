"""How the program starts and ends: variables that libraries read, loading, signals, and the event loop."""

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
        "PTB_TIMEDELTA": "true",  # python-telegram-bot's time spans as in all versions to come
        "PYDANTIC_DISABLE_PLUGINS": "1",  # none is used, and to look for them in all that is installed takes a while
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
    # httpx, which python-telegram-bot imports, would import its command line with rich and pygments, were there one.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]


@contextmanager
def loading() -> Iterator[None]:
    """Meanwhile modules and knowledge are loaded, without the garbage collector, and are none of its business later.

    They are a million objects, of which none becomes garbage; to look through them takes a third of a start, and would
    hold the event loop for a tenth of a second.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


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
    import asyncio  # noqa: PLC0415 - which verbs that only ask need not wait for

    try:
        import uvloop  # noqa: PLC0415 - not on every system
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)

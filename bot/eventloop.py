"""The event loop that the program runs in: uvloop's, or asyncio's own where there is none."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# Seconds after which a thread that waits for the interpreter gets it. SQLite's thread gives it up at each row, and at
# Python's 5 ms a busy event loop would hold a few hundred rows up for seconds.
SWITCH = 0.0005


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end in a new event loop; return what it returns, raise what it raises."""
    sys.setswitchinterval(SWITCH)
    try:
        import uvloop  # noqa: PLC0415 - not on every system
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)

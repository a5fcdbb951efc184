"""What the program runs in: uvloop's event loop, or asyncio's where there is none, and a calmer garbage collector."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Coroutine
from typing import Any, TypeVar

# Python's own thresholds (700, 10, 10) look for cycles several times while one question is answered.
_COLLECT_AFTER = (20_000, 20, 20)

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end in a new event loop; return what it returns, raise what it raises."""
    gc.set_threshold(*_COLLECT_AFTER)
    try:
        import uvloop  # noqa: PLC0415 - not on every system
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)

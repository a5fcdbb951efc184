"""What the program does beside answering, and how it is kept from ending the program."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from store import Store, StoreError

HOUR = 3600.0  # seconds

_log = logging.getLogger(__name__)


@asynccontextmanager
async def beside(**works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have `works` done meanwhile; one that fails is logged by its name, and what hasn't ended is given up."""
    tasks = [asyncio.create_task(_logged(name, work), name=name) for name, work in works.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def keep_house(store: Store, *, pause: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
    """Delete what has been kept for long enough, now and every hour: so is what /privacy promises true to the hour."""
    while True:
        with suppress(StoreError):  # which the store has logged
            await store.chats.purge()
            await store.misses.purge()
            await store.misses.purge()
        await pause(HOUR)


async def _logged(name: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        _log.exception("The %s has failed; the bot goes on without it", name)

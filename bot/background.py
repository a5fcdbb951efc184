"""What the program does beside answering, and how it is kept from ending the program."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from handlers.groups.states import REFRESHED, ChatStates
from handlers.metrics import Metrics
from store import Store, StoreError

MINUTE, HOUR = 60.0, 3600.0  # seconds

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
    """Delete what has been kept for long enough, now and every hour: so is what /privacy promises true to the hour.

    Before that, what a clock that was ahead has written is brought back to now, or it would be kept for years.
    """
    while True:
        for work in (store.repair_times, store.chats.purge, store.misses.purge, store.updates.purge):
            with suppress(StoreError):  # which the store has logged, and which keeps nothing else from being done
                await work()
        await pause(HOUR)


async def keep_states(chats: ChatStates, *, pause: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
    """Have at hand what every chat has chosen."""
    while True:
        with suppress(StoreError):
            await chats.refresh()
        await pause(REFRESHED)


async def count_groups(
    store: Store, metrics: Metrics, *, pause: Callable[[float], Awaitable[object]] = asyncio.sleep
) -> None:
    """Tell Prometheus in how many groups the bot is, once a minute."""
    while True:
        with suppress(StoreError):
            metrics.chats.set(await store.chats.count())
        await pause(MINUTE)


async def _logged(name: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        _log.exception("The %s has failed; the bot goes on without it", name)

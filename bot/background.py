"""Background tasks: housekeeping and counting, started so that their failure doesn't end the program."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from handlers.chat_states import REFRESHED
from handlers.services import Services
from store import Store, StoreError

MINUTE, HOUR = 60.0, 3600.0  # seconds

Pause = Callable[[float], Awaitable[object]]

_log = logging.getLogger(__name__)


@asynccontextmanager
async def in_background(**works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run `works` as tasks inside the block; a failure is logged by name, and tasks still running are cancelled."""
    tasks = [asyncio.create_task(_logged(name, work), name=name) for name, work in works.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def every(seconds: float, *works: Callable[[], Awaitable[object]], pause: Pause = asyncio.sleep) -> None:
    """Run `works` now and every so many seconds, even if the store fails, which it logs itself."""
    while True:
        for work in works:
            with suppress(StoreError):
                await work()
        await pause(seconds)


async def keep_clean(store: Store, *, pause: Pause = asyncio.sleep) -> None:
    """Delete expired data, now and every hour: this keeps what /privacy promises, to the hour.

    Before that, times written by a clock that was ahead are repaired, or their rows would be kept for years.
    """
    purges = (store.chats.purge, store.misses.purge, store.updates.purge)
    await every(HOUR, store.repair_times, *purges, pause=pause)


def chores(services: Services) -> dict[str, Coroutine[Any, Any, None]]:
    """Return the background tasks of every running bot, by name, for `in_background`."""
    return {
        "housekeeping": keep_clean(services.store),
        "choosing": every(REFRESHED, services.chats.refresh),
        "counting": every(MINUTE, partial(_count_groups, services)),
    }


async def _count_groups(services: Services) -> None:
    services.metrics.chats.set(await services.store.chats.count())


async def _logged(name: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        _log.exception("The %s has failed; the bot goes on without it", name)

"""Takes updates in, from polling or the webhook: each once, many at a time, and none lost when the bot stops."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from telegram import Update

from handlers.context import BotApplication


class Intake:
    """Runs the handlers on updates.

    At most `at_once` run at a time; the last `remembered` update ids are known, so one delivered again isn't
    answered again. After `patience` seconds an update counts as dealt with though its handler still runs.
    """

    def __init__(
        self, application: BotApplication, *, at_once: int = 256, remembered: int = 10_000, patience: float = 20.0
    ) -> None:
        self._application = application
        self._places = asyncio.Semaphore(at_once)
        self._remembered = remembered
        self._patience = patience
        self._seen: OrderedDict[int, asyncio.Task[None] | None] = OrderedDict()
        self._running: set[asyncio.Task[None]] = set()

    async def deal_with(self, update: Update) -> None:
        """Returns when `update` has been dealt with: handled now, handled before, or its time is over."""
        task = self._seen[update.update_id] if update.update_id in self._seen else self._begin(update)
        if task is not None:
            await asyncio.wait({task}, timeout=self._patience)

    async def drain(self) -> None:
        """Waits for every update under way, and gives up on those that outlast the patience."""
        if self._running:
            _, late = await asyncio.wait(self._running, timeout=self._patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _begin(self, update: Update) -> asyncio.Task[None]:
        task = asyncio.create_task(self._handle(update), name=f"update {update.update_id}")
        self._running.add(task)
        self._seen[update.update_id] = task
        while len(self._seen) > self._remembered:
            self._seen.popitem(last=False)
        return task

    async def _handle(self, update: Update) -> None:
        try:
            with self._application.bot_data.meters.update():
                async with self._places:
                    await self._application.process_update(update)
        finally:
            task = asyncio.current_task()
            if task is not None:
                self._running.discard(task)
            if update.update_id in self._seen:
                self._seen[update.update_id] = None  # known, but its memory is free

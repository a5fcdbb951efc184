"""Writes that come together share a transaction, as a disk syncs a few hundred times a second only."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from store.db_errors import RowRefusedError, StoreError

MOST = 50  # writes in one transaction

T = TypeVar("T")
R = TypeVar("R")


class Grouped(Generic[T, R]):
    """Runs `run` for one item at once; for those that come meanwhile together, when it is through.

    `run` is given up to `MOST` items and returns a result for each, in their order, or raises and has done nothing.
    Where it raises though the database works, the items are run one by one, so that one alone raises it; while the
    database is down all of them do.
    """

    def __init__(self, run: Callable[[list[T]], Awaitable[list[R]]]) -> None:
        self._run = run
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def __call__(self, item: T) -> R:
        """Return the result for `item`. A caller that is cancelled doesn't undo the run."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def settled(self) -> None:
        """Return when nothing runs, whether or not somebody still waits for it."""
        while self._worker is not None and not self._worker.done():
            await asyncio.wait({self._worker})

    async def _work(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            await self._serve(group)

    async def _serve(self, group: list[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            results = await self._run([item for item, _ in group])
        except Exception as error:  # each caller's own to deal with
            is_down = isinstance(error, StoreError) and not isinstance(error, RowRefusedError)
            if len(group) > 1 and not is_down:
                for each in group:
                    await self._serve([each])
                return
            for _, future in group:
                if not future.done():
                    future.set_exception(error)
            return
        for (_, future), result in zip(group, results, strict=True):
            if not future.done():
                future.set_result(result)

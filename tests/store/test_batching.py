"""Writes that come together share a transaction; each learns its own result."""

from __future__ import annotations

import asyncio

import pytest

from store import RowRefusedError, StoreError
from store.batching import MOST_CALLS, Batched

UNLUCKY = -13


class Recorder:
    """Runs groups when it is let, and remembers them; one with the unlucky number raises `error`."""

    def __init__(self, error: Exception | None = None) -> None:
        self._error = error
        self.groups: list[list[int]] = []
        self.go = asyncio.Event()

    async def __call__(self, items: list[int]) -> list[int]:
        self.groups.append(items)
        await self.go.wait()
        if self._error and UNLUCKY in items:
            raise self._error
        return [item * 2 for item in items]


async def started(batched: Batched[int, int], *items: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(batched(item)) for item in items]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_what_comes_meanwhile_goes_together() -> None:
    run = Recorder()
    batched = Batched(run)
    first = await started(batched, 1)
    rest = await started(batched, *range(2, MOST_CALLS + 3))
    run.go.set()
    assert await asyncio.gather(*first, *rest) == [2 * item for item in range(1, MOST_CALLS + 3)]
    assert run.groups == [[1], list(range(2, MOST_CALLS + 2)), [MOST_CALLS + 2]]
    assert await batched(5) == 10


@pytest.mark.parametrize("error", [ValueError("unlucky"), RowRefusedError("unlucky")])
async def test_one_that_fails_fails_alone_and_the_others_of_its_group_are_run(error: Exception) -> None:
    run = Recorder(error)
    batched = Batched(run)
    first = await started(batched, 1)
    failing, *others = await started(batched, UNLUCKY, 2, 3)
    run.go.set()
    assert await asyncio.gather(*first, *others) == [2, 4, 6]
    with pytest.raises(type(error), match="unlucky"):
        await failing
    assert run.groups == [[1], [UNLUCKY, 2, 3], [UNLUCKY], [2], [3]]


async def test_while_the_database_is_down_all_of_a_group_are_told_so_at_once_and_no_other() -> None:
    run = Recorder(StoreError("down"))
    batched = Batched(run)
    first = await started(batched, 1)
    failing = await started(batched, UNLUCKY, 2)
    run.go.set()
    assert await asyncio.gather(*first) == [2]
    for task in failing:
        with pytest.raises(StoreError, match="down"):
            await task
    assert run.groups == [[1], [UNLUCKY, 2]]
    assert await batched(3) == 6


async def test_it_settles_though_nobody_waits_for_the_result() -> None:
    run = Recorder()
    batched = Batched(run)
    (gone,) = await started(batched, 1)
    gone.cancel()
    settling = asyncio.create_task(batched.settled())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not settling.done()
    run.go.set()
    await settling


async def test_a_caller_that_gives_up_takes_nobody_with_it() -> None:
    run = Recorder()
    batched = Batched(run)
    gone, kept = await started(batched, 1, 2)
    gone.cancel()
    run.go.set()
    assert await kept == 4
    assert gone.cancelled()

"""Writes that come together share a transaction; each learns its own result."""

from __future__ import annotations

import asyncio

import pytest

from store.grouping import MOST, Grouped

UNLUCKY = -13


class Recorder:
    """Runs groups when it is let, and remembers them."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.go = asyncio.Event()

    async def __call__(self, items: list[int]) -> list[int]:
        self.groups.append(items)
        await self.go.wait()
        if UNLUCKY in items:
            raise ValueError("unlucky")
        return [item * 2 for item in items]


async def started(grouped: Grouped[int, int], *items: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(grouped(item)) for item in items]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_what_comes_meanwhile_goes_together() -> None:
    run = Recorder()
    grouped = Grouped(run)
    first = await started(grouped, 1)
    rest = await started(grouped, *range(2, MOST + 3))
    run.go.set()
    assert await asyncio.gather(*first, *rest) == [2 * item for item in range(1, MOST + 3)]
    assert run.groups == [[1], list(range(2, MOST + 2)), [MOST + 2]]
    assert await grouped(5) == 10


async def test_a_failure_is_told_to_all_of_its_group_and_to_no_other() -> None:
    run = Recorder()
    grouped = Grouped(run)
    first = await started(grouped, 1)
    failing = await started(grouped, UNLUCKY, 2)
    run.go.set()
    assert await asyncio.gather(*first) == [2]
    for task in failing:
        with pytest.raises(ValueError, match="unlucky"):
            await task
    assert await grouped(3) == 6


async def test_it_settles_though_nobody_waits_for_the_result() -> None:
    run = Recorder()
    grouped = Grouped(run)
    (gone,) = await started(grouped, 1)
    gone.cancel()
    settling = asyncio.create_task(grouped.settled())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not settling.done()
    run.go.set()
    await settling


async def test_a_caller_that_gives_up_takes_nobody_with_it() -> None:
    run = Recorder()
    grouped = Grouped(run)
    gone, kept = await started(grouped, 1, 2)
    gone.cancel()
    run.go.set()
    assert await kept == 4
    assert gone.cancelled()

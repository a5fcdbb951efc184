"""Long texts are looked up beside the event loop, short ones on it."""

from __future__ import annotations

import asyncio
import threading

import pytest

from handlers.answering import SHORT, Offload
from knowledge.model import Answer, Kind, Where
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town

LOOP = threading.main_thread()


class Watched(FakeEngine):
    """Notes in which thread it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[threading.Thread] = []

    def _found(self, text: str, where: Where, kinds: frozenset[Kind] | None) -> Answer:
        self.threads.append(threading.current_thread())
        return super()._found(text, where, kinds)


@pytest.fixture
def engine() -> Watched:
    return Watched()


LONG = "请问一下各位朋友，今年政府工作报告里说的六个工程到底是哪六个"


@pytest.mark.parametrize("asked", [LONG, f"/term {LONG}", f"/ask {LONG}", f"/compare {LONG}"])
async def test_a_long_question_is_looked_up_in_a_thread(town: Town, engine: Watched, asked: str) -> None:
    await (alice := town.person("Alice")).says(asked)

    assert "六个工程" in alice.hears()[0]
    assert LOOP not in engine.threads


async def test_a_long_message_of_a_group_is_looked_up_in_a_thread(town: Town, engine: Watched) -> None:
    await town.group("市民群").member("Carol").says(LONG)

    assert engine.threads
    assert LOOP not in engine.threads


async def test_what_is_typed_inline_is_looked_up_in_a_thread(town: Town, engine: Watched) -> None:
    await town.person("Alice").elsewhere().types_inline("六个工程")

    assert engine.threads
    assert LOOP not in engine.threads


async def test_a_short_question_needs_no_thread(town: Town, engine: Watched) -> None:
    await town.person("Alice").says("六个工程是什么")

    assert LOOP in engine.threads


async def test_long_texts_are_looked_up_one_at_a_time_while_short_ones_are_not_held_up() -> None:
    offload, release = Offload(), threading.Event()
    under_way, most = 0, 0

    def call() -> int:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        release.wait()
        under_way -= 1
        return 1

    long = [asyncio.create_task(offload("长" * (SHORT + 1), call)) for _ in range(5)]
    await asyncio.sleep(0)
    assert await offload("短", lambda: 2) == 2
    assert not any(task.done() for task in long)
    release.set()
    assert await asyncio.gather(*long) == [1] * 5
    assert most == 1


async def test_what_a_call_raises_comes_through() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Offload()("长" * (SHORT + 1), fail)

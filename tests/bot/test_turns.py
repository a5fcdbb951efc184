"""Questions that come together are answered one after the other, and not more than can be waited for."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.web import app, build_app, listening
from bot.web.access import BusyError, TurnQueue
from handlers.services import Services
from tests.bot.raw import sockets
from tests.fakes.clock import Clock
from tests.fakes.small import AskedLibrary


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def test_others_get_a_word_in_between_two_turns() -> None:
    turns, said = TurnQueue(), list[str]()

    async def take(name: str) -> None:
        async with turns.turn():
            said.append(name)

    async def other() -> None:
        for _ in range(3):
            said.append("-")
            await asyncio.sleep(0)

    await asyncio.gather(take("a"), take("b"), take("c"), other())
    assert [each for each in said if each != "-"] == ["a", "b", "c"]
    assert "".join(said).startswith("-a-")


async def test_a_turn_is_followed_by_as_long_a_pause(clock: Clock) -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        clock.pass_by(seconds)

    turns = TurnQueue(clock=clock, pause=pause)
    for seconds in (2.0, 5.0, 0.0):
        async with turns.turn():
            clock.pass_by(seconds)
    clock.pass_by(60.0)
    async with turns.turn():
        pass
    assert pauses == [0.0, 2.0, 5.0, 0.0]


async def test_beyond_the_most_nobody_waits_until_somebody_is_through() -> None:
    turns = TurnQueue(most=2)

    async def take() -> bool:
        try:
            async with turns.turn():
                return True
        except BusyError:
            return False

    assert await asyncio.gather(*(take() for _ in range(4))) == [True, True, False, False]
    assert await take()


async def test_a_turn_that_fails_or_is_given_up_is_over() -> None:
    turns = TurnQueue(most=1)
    with pytest.raises(ZeroDivisionError):
        async with turns.turn():
            raise ZeroDivisionError
    async with turns.turn():
        pass


async def test_who_finds_too_many_waiting_is_told_when_to_come_back(
    monkeypatch: pytest.MonkeyPatch, services: Services, engine: AskedLibrary
) -> None:
    monkeypatch.setattr(app, "TurnQueue", partial(TurnQueue, most=0))
    server = TestServer(build_app(services.responder))
    engine.asked.clear()  # the page has asked its examples
    async with TestClient(server) as client:
        async with client.get("/api/ask?q=GDP") as response:
            assert (response.status, response.headers["Retry-After"]) == (503, "5")
            assert await response.json() == {"error": "busy", "message": "现在提问的人比较多，请稍后再试。"}
        async with client.get("/healthz") as response:
            assert response.status == 200
    assert engine.asked == []


async def test_who_has_gone_away_is_not_answered(services: Services, engine: AskedLibrary) -> None:
    async with listening(build_app(services.responder), "127.0.0.1", 0) as port, sockets(port, 1) as (patient,):
        async with sockets(port, 50) as opened:
            for each in opened:
                each.get("/api/ask?q=gone")
        patient.get("/api/ask?q=there")
        assert (await patient.response())[0] == 200
    asked = [text for text, _ in engine.asked]
    assert asked[-1] == "there"
    assert asked.count("gone") < 25

"""Many machines without containers: two programs, a PostgreSQL, and a proxy that delivers to both in turn."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from itertools import cycle
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.bot.program import PATIENCE, Program, started
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.people import Town
from tests.fakes.postgres import Postgres
from tests.knowledge.samples import SMALL
from tests.store.direct import rewind

QUESTION = "粮食产量"

Params = dict[str, Any]


class Proxy:
    """Passes each call on to the next program; 502 when that isn't there."""

    def __init__(self, *programs: Program) -> None:
        self._turns = cycle(program.address.rstrip("/") for program in programs)
        app = web.Application()
        app.router.add_post("/{path:.*}", self._pass_on)
        self.server = TestServer(app)

    async def _pass_on(self, request: web.Request) -> web.Response:
        address = f"{next(self._turns)}{request.path}"
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(address, data=await request.read(), headers=request.headers) as answer,
            ):
                return web.Response(status=answer.status)
        except aiohttp.ClientError:
            return web.Response(status=502)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as started_one:
        yield started_one


@pytest.fixture
async def url(postgres: Postgres) -> str:
    return await postgres.empty()


@pytest.fixture
async def programs(api: BotApi, url: str) -> AsyncIterator[tuple[Program, Program]]:
    """Both at once on an empty database, as Compose starts them."""
    variables = {
        "BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE": api.base,
        "WEBHOOK_URL": "https://bot.example",
        "WEBHOOK_SECRET": "the-same-for-all",
        "HOST": "127.0.0.1",
        "DATABASE_URL": url,
        "KNOWLEDGE": str(SMALL),
    }
    async with started(is_up=False, **variables) as first, started(is_up=False, **variables) as second:
        await asyncio.gather(first.up(), second.up())
        yield first, second


@pytest.fixture
async def proxy(api: BotApi, programs: tuple[Program, Program]) -> AsyncIterator[Proxy]:
    made = Proxy(*programs)
    async with made.server:
        api.webhook_server = str(made.server.make_url("")).rstrip("/")
        yield made


async def delivered(api: BotApi, update: Params) -> int:
    """Delivers as Telegram does: again and again until somebody says 200; returns how often it took."""
    async with asyncio.timeout(PATIENCE):
        times = 1
        while await api.post(json.dumps(update).encode()) != 200:
            times += 1
        return times


@pytest.mark.usefixtures("proxy")
async def test_what_both_get_is_answered_once_and_when_one_is_killed_the_other_goes_on_and_nothing_is_lost(
    api: BotApi, url: str, programs: tuple[Program, Program]
) -> None:
    town = Town(api)
    for number in range(6):
        person = town.person(f"Somebody {number}")
        await person.says(QUESTION)
        assert await api.redeliver() == 200
        assert len(person.hears()) == 1

    alice, others = town.person("Alice"), [town.person(f"Person {number}") for number in range(5)]
    interrupted = town.update(message=alice.writes(text=QUESTION))
    api.hold("sendMessage")
    first_try = asyncio.create_task(api.post(json.dumps(interrupted).encode()))
    await api.arrival("sendMessage")
    programs[0].send(signal.SIGKILL)
    assert await first_try == 502
    api.refuse_next("sendMessage", 500, "Internal Server Error")  # what the dead one was saying came to nothing
    api.release("sendMessage")
    for _ in range(10):  # turns in which that happens, unless its end was noticed and it is dropped
        await asyncio.sleep(0)
    api.grant_all("sendMessage")
    taken = [await delivered(api, town.update(message=person.writes(text=QUESTION))) for person in others]
    assert 2 in taken
    assert [len(person.hears()) for person in others] == [1] * len(others)
    again = asyncio.create_task(delivered(api, interrupted))
    await rewind(url, "updates", "claimed_at", hours=1)
    await again
    assert len(alice.hears()) == 1
    code, _, log = await programs[1].end()
    assert code == 0
    assert " ERROR " not in log, log

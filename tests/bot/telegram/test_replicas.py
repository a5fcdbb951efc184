"""Several programs share the work over one PostgreSQL: whatever Telegram delivers, and to whom, is answered once."""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from bot.telegram import TelegramBot
from store import Claim, Store
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town
from tests.fakes.postgres import Postgres
from tests.fakes.running import running
from tests.fakes.voices import Voice
from tests.store.direct import rewind

PATIENT = 60.0  # seconds for a call of the database, since a machine may be busy
NOT_AT_ALL = 0.001  # seconds that a replica lets Telegram wait
QUESTION = "六个工程是什么"

Params = dict[str, Any]


class Replica:
    """One of the programs, to which Telegram can deliver."""

    def __init__(self, api: BotApi, bot: TelegramBot, store: Store) -> None:
        self.bot, self.store = bot, store
        self._api, self._address = api, api.webhook_server

    async def gets(self, update: Params) -> int:
        """Delivers; returns the status once there is one."""
        self._api.webhook_server = self._address
        return await self._api.post(json.dumps(update).encode())


class Replicas:
    """Starts them, on a database of their own, and ends them with the test."""

    def __init__(self, api: BotApi, url: str, stack: AsyncExitStack) -> None:
        self._api, self.url, self._stack = api, url, stack

    async def start(self, mode: str = "webhook", **options: Any) -> Replica:
        store = await self._stack.enter_async_context(Store(self.url, patience=PATIENT))
        options = {"webhook_secret": "the-same-for-all", "store": store} | options
        bot = await self._stack.enter_async_context(running(self._api, FakeEngine(), mode=mode, **options))
        return Replica(self._api, bot, store)


@pytest.fixture
async def replicas(api: BotApi, postgres: Postgres) -> AsyncIterator[Replicas]:
    async with AsyncExitStack() as stack:
        yield Replicas(api, await postgres.empty(), stack)


def question(town: Town, person: Voice) -> Params:
    return town.update(message=person.writes(text=QUESTION))


async def test_an_update_that_two_get_at_once_is_answered_once(replicas: Replicas, town: Town) -> None:
    first, second = await replicas.start(), await replicas.start()
    alice = town.person("Alice")
    update = question(town, alice)
    assert await asyncio.gather(first.gets(update), second.gets(update)) == [200, 200]
    assert len(alice.hears()) == 1


async def test_an_update_that_nobody_can_read_is_logged_by_one(
    replicas: Replicas, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = await replicas.start(), await replicas.start()
    update = town.update(message="hello")
    assert [await first.gets(update), await second.gets(update)] == [200, 200]
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == [
        "Update 500 can't be read and is left alone; it holds update_id, message"
    ]


async def test_an_update_that_two_get_one_after_the_other_is_answered_once(replicas: Replicas, town: Town) -> None:
    first, second = await replicas.start(), await replicas.start()
    alice = town.person("Alice")
    update = question(town, alice)
    assert [await first.gets(update), await second.gets(update), await first.gets(update)] == [200, 200, 200]
    assert len(alice.hears()) == 1


async def test_many_people_get_one_answer_each_whoever_is_told_how_often(replicas: Replicas, town: Town) -> None:
    both = [await replicas.start(), await replicas.start()]
    people = [town.person(f"Person {number}") for number in range(60)]
    deliveries = [update for update in [question(town, person) for person in people] for _ in range(3)]
    chance = random.Random(1)  # noqa: S311
    chance.shuffle(deliveries)
    statuses = await asyncio.gather(*(chance.choice(both).gets(update) for update in deliveries))
    assert {*statuses} == {200}
    assert [len(person.hears()) for person in people] == [1] * len(people)


async def test_while_another_is_at_it_telegram_is_to_deliver_again(api: BotApi, replicas: Replicas, town: Town) -> None:
    """So that it is not lost if that one dies."""
    first, second = await replicas.start(), await replicas.start(patience=NOT_AT_ALL)
    alice = town.person("Alice")
    update = question(town, alice)
    api.hold("sendMessage")
    answering = asyncio.create_task(first.gets(update))
    await api.arrival("sendMessage")
    assert await second.gets(update) == 503
    api.release("sendMessage")
    assert await answering == 200
    assert len(alice.hears()) == 1


async def test_who_waits_for_another_says_200_when_that_is_through(api: BotApi, replicas: Replicas, town: Town) -> None:
    first, second = await replicas.start(), await replicas.start()
    alice = town.person("Alice")
    update = question(town, alice)
    api.hold("sendMessage")
    answering = asyncio.create_task(first.gets(update))
    await api.arrival("sendMessage")
    waiting = asyncio.create_task(second.gets(update))
    api.release("sendMessage")
    assert await asyncio.gather(answering, waiting) == [200, 200]
    assert len(alice.hears()) == 1


async def test_what_takes_longer_than_telegram_waits_is_not_begun_by_another(
    api: BotApi, replicas: Replicas, town: Town
) -> None:
    first, second = await replicas.start(patience=NOT_AT_ALL), await replicas.start()
    alice = town.person("Alice")
    update = question(town, alice)
    api.hold("sendMessage")
    await first.gets(update)
    await api.arrival("sendMessage")
    assert await first.gets(update) == 200
    await rewind(replicas.url, "updates", "claimed_at", hours=1)
    assert await second.gets(update) == 200
    api.release("sendMessage")
    await asyncio.gather(first.bot.stop(), second.bot.stop())
    assert len(alice.hears()) == 1


async def test_what_another_died_over_is_answered_when_its_lease_is_over(replicas: Replicas, town: Town) -> None:
    dead, alive = await replicas.start(), await replicas.start(patience=NOT_AT_ALL)
    alice = town.person("Alice")
    update = question(town, alice)
    assert await dead.store.updates.claim(update["update_id"]) is Claim.OURS
    assert await alive.gets(update) == 503
    assert alice.hears() == []
    other = await replicas.start()
    waiting = asyncio.create_task(other.gets(update))
    await rewind(replicas.url, "updates", "claimed_at", hours=1)
    assert await waiting == 200
    assert len(alice.hears()) == 1


async def test_one_that_stops_does_not_wait_for_another(api: BotApi, replicas: Replicas, town: Town) -> None:
    first, second = await replicas.start(), await replicas.start(patience=NOT_AT_ALL)
    alice = town.person("Alice")
    update = question(town, alice)
    api.hold("sendMessage")
    answering = asyncio.create_task(first.gets(update))
    await api.arrival("sendMessage")
    assert await second.gets(update) == 503
    await second.bot.stop()
    assert not answering.done()
    api.release("sendMessage")
    assert await answering == 200


async def test_while_the_database_is_down_each_answers_by_its_own_memory(
    replicas: Replicas, town: Town, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    replica = await replicas.start()
    alice, bob = town.person("Alice"), town.person("Bob")
    await replica.gets(question(town, alice))
    postgres.stop()
    updates = [question(town, person) for person in (alice, bob)]
    assert [await replica.gets(update) for update in updates * 2] == [200] * 4
    assert (len(alice.hears()), len(bob.hears())) == (2, 1)
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert [each.endswith("The bot goes on without what it remembers.") for each in warnings] == [True]
    postgres.start()


async def test_a_polling_program_leaves_alone_what_the_one_before_it_has_answered(
    api: BotApi, replicas: Replicas, town: Town
) -> None:
    alice = town.person("Alice")
    first = await replicas.start("polling")
    await alice.says(QUESTION)
    await first.bot.stop()
    await replicas.start("polling")
    await api.redeliver()
    assert len(alice.hears()) == 1


async def test_a_polling_program_answers_what_the_one_before_it_died_over(
    api: BotApi, replicas: Replicas, town: Town
) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    program = await replicas.start("polling", patience=0.05)
    update = question(town, alice)
    await program.store.updates.claim(update["update_id"])  # as it did
    api.hold("sendMessage")
    asking = asyncio.create_task(api.deliver(update))
    next_one = asyncio.create_task(bob.says(QUESTION))
    await api.arrival("sendMessage")
    assert [call.params["chat_id"] for call in api.called("sendMessage")] == [bob.chat_id]
    api.release("sendMessage")
    await rewind(replicas.url, "updates", "claimed_at", hours=1)
    await asyncio.gather(asking, next_one)
    assert len(alice.hears()) == 1
    assert api.feed.unconfirmed == []

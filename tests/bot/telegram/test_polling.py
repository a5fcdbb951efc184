"""Polling confirms an update when it has been dealt with, and goes on through failures."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.telegram import TelegramRefused
from tests.fakes.bot_api import PATIENCE, BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town
from tests.fakes.running import running

UNAUTHORIZED = (401, "Unauthorized")


async def test_an_update_is_confirmed_when_it_has_been_answered(api: BotApi, engine: FakeEngine, town: Town) -> None:
    async with running(api, engine, mode="polling"):
        alice = town.person("Alice")
        api.hold("sendMessage")
        asking = asyncio.create_task(alice.says("六个工程是什么"))
        await api.arrival("sendMessage")
        assert api.feed.unconfirmed == [500]
        api.release("sendMessage")
        await asking
        assert api.feed.unconfirmed == []


async def test_one_that_takes_long_does_not_hold_up_the_others(api: BotApi, engine: FakeEngine, town: Town) -> None:
    async with running(api, engine, mode="polling"):
        alice, bob = town.person("Alice"), town.person("Bob")
        api.hold("editMessageText")
        question = await alice.says("六个工程是什么")
        editing = asyncio.create_task(alice.edits(question, "今年GDP目标"))
        await api.arrival("editMessageText")
        api.hold("sendMessage")
        asking = asyncio.create_task(bob.says("六个工程是什么"))
        await api.arrival("sendMessage")
        assert not editing.done()
        api.release("sendMessage")
        api.release("editMessageText")
        await asyncio.gather(editing, asking)
        assert len(bob.hears()) == 1


async def test_stopping_answers_and_confirms_what_is_under_way(api: BotApi, engine: FakeEngine, town: Town) -> None:
    alice = town.person("Alice")
    async with running(api, engine, mode="polling") as bot:
        api.hold("sendMessage")
        asking = asyncio.create_task(alice.says("六个工程是什么"))
        await api.arrival("sendMessage")
        stopping = asyncio.create_task(bot.stop())
        api.release("sendMessage")
        await asyncio.gather(stopping, asking)
    assert len(alice.hears()) == 1
    async with running(api, engine, mode="polling"):
        await alice.says("今年GDP目标")
    assert len(alice.hears()) == 1


async def test_what_outlasts_the_end_is_not_confirmed(api: BotApi, engine: FakeEngine, town: Town) -> None:
    alice = town.person("Alice")
    async with running(api, engine, mode="polling", drain=0.01) as bot:
        api.hold("sendMessage")
        asking = asyncio.create_task(alice.says("六个工程是什么"))
        await api.arrival("sendMessage")
        await bot.stop()
        assert api.feed.unconfirmed == [500]
        api.refuse_next("sendMessage", 500, "Internal Server Error")
        api.release("sendMessage")
    async with running(api, engine, mode="polling"):
        await asking
    assert len(alice.hears()) == 1


async def test_of_two_that_poll_each_says_once_what_to_do(
    api: BotApi, engine: FakeEngine, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, engine, mode="polling"), running(api, engine, mode="polling"):
        alice = town.person("Alice")
        for _ in range(20):
            await alice.says("六个工程是什么")
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2  # a line each
    assert told[0] == (
        "Another program fetches this bot's updates, and only one may (Telegram: Conflict: terminated by other "
        "getUpdates request; make sure that only one bot instance is running). Stop the other one, or give this one "
        "its own token; to run several replicas, set WEBHOOK_URL for each of them. Trying again until then"
    )


async def test_updates_that_waited_for_the_bot_are_answered(api: BotApi, engine: FakeEngine, town: Town) -> None:
    alice = town.person("Alice")
    asking = [asyncio.create_task(alice.says("六个工程是什么")) for _ in range(3)]
    async with running(api, engine, mode="polling"):
        await asyncio.gather(*asking)
    assert len(alice.hears()) == 3


async def test_an_old_webhook_is_taken_away(api: BotApi, engine: FakeEngine, town: Town) -> None:
    api.webhook = {"url": "https://old.example"}
    alice = town.person("Alice")
    async with running(api, engine, mode="polling"):
        await alice.says("六个工程是什么")
    assert len(alice.hears()) == 1


@pytest.mark.parametrize(
    ("status", "description", "parameters", "said"),
    [
        (409, "Conflict: terminated by other getUpdates request", None, "Another program fetches this bot's updates"),
        (502, "Bad Gateway", None, "Telegram gives no updates"),
        (429, "Too Many Requests: retry after 3", {"retry_after": 3}, "Telegram gives no updates"),
    ],
)
async def test_failures_are_said_once_and_polling_goes_on(  # noqa: PLR0917
    api: BotApi,
    engine: FakeEngine,
    town: Town,
    caplog: pytest.LogCaptureFixture,
    status: int,
    description: str,
    parameters: dict[str, int] | None,
    said: str,
) -> None:
    for _ in range(3):
        api.refuse_next("getUpdates", status, description, parameters)
    alice = town.person("Alice")
    async with running(api, engine, mode="polling"):
        await alice.says("六个工程是什么")
    assert len(alice.hears()) == 1
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warnings) == 1
    assert warnings[0].startswith(said)


async def test_an_update_that_cannot_be_read_is_logged_once_and_holds_up_nobody(
    api: BotApi, engine: FakeEngine, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, engine, mode="polling"):
        alice = town.person("Alice")
        api.hold("sendMessage")
        asking = asyncio.create_task(alice.says("六个工程是什么"))
        await api.arrival("sendMessage")
        broken = [town.update(message={"message_id": 1}), town.update(message="hello"), town.update()]
        delivered = [asyncio.create_task(api.deliver(update)) for update in broken]
        api.release("sendMessage")
        await asyncio.gather(asking, *delivered)
        await alice.says("今年GDP目标")
    assert len(alice.hears()) == 2
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == [
        "Update 501 can't be read and is left alone; it holds update_id, message",
        "Update 502 can't be read and is left alone; it holds update_id, message",
    ]


async def test_a_token_revoked_meanwhile_ends_it(api: BotApi, engine: FakeEngine) -> None:
    async with running(api, engine, mode="polling") as bot:
        await api.arrival("getUpdates")
        api.refuse_next("getUpdates", *UNAUTHORIZED)
        api.feed.close()
        async with asyncio.timeout(PATIENCE):
            reason = await bot.failed()
    assert isinstance(reason, TelegramRefused)
    assert "secret" not in str(reason)


async def test_the_bot_does_not_fail_by_itself(api: BotApi, engine: FakeEngine) -> None:
    async with running(api, engine) as bot:
        failing = asyncio.create_task(bot.failed())
        done, _ = await asyncio.wait({failing}, timeout=0)
        assert not done
        failing.cancel()

"""The webhook takes what Telegram sends and nothing else, and says 200 when it is dealt with."""

from __future__ import annotations

import asyncio
import json

import aiohttp
import pytest

from bot.telegram.intake import MAX_BYTES, with_path
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town
from tests.fakes.running import running

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name


@pytest.mark.parametrize("secret", ["", "wrong", "秘密"])
async def test_401_without_telegrams_secret(api: BotApi, engine: FakeEngine, secret: str) -> None:
    async with running(api, engine):
        headers = {} if secret == "" else {SECRET: secret}
        async with (
            aiohttp.ClientSession() as session,
            session.post(api.webhook_server + "/hook", data=b"{}", headers=headers) as response,
        ):
            assert response.status == 401


async def test_another_secret_is_told_once_for_replicas_must_have_the_same(
    api: BotApi, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, engine):
        for _ in range(2):
            assert await api.post(b"{}", X_Telegram_Bot_Api_Secret_Token="another") == 401  # noqa: S106
    assert [record.getMessage() for record in caplog.records] == [
        "A call of the webhook with another secret was refused. If several replicas run, each needs the same "
        "WEBHOOK_SECRET"
    ]


async def test_413_over_one_mebibyte(api: BotApi, engine: FakeEngine) -> None:
    async with running(api, engine):
        assert await api.post(b" " * (MAX_BYTES + 1)) == 413
        update = json.dumps({"update_id": 1}).encode()
        assert await api.post(update.ljust(MAX_BYTES)) == 200


async def test_413_also_when_the_length_is_not_announced(api: BotApi, engine: FakeEngine) -> None:
    async def chunks() -> object:
        for _ in range(5):
            yield b" " * (MAX_BYTES // 4)

    async with running(api, engine), aiohttp.ClientSession() as session:
        headers = {SECRET: api.webhook["secret_token"]}
        async with session.post(api.webhook_server + "/hook", data=chunks(), headers=headers) as response:
            assert response.status == 413


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b'{"update_id": "1"}',
        b'{"update_id": true}',
        b'{"update_id": -1}',
        b'{"update_id": 9223372036854775808}',
        b'{"update_id": ' + b"1" * 5_000 + b"}",
        b"[" * 10_000 + b"]" * 10_000,
        b'{"update_id": 1, "message": ' + b'{"a":' * 10_000 + b"1" + b"}" * 10_001,
    ],
    ids=map(str, range(13)),
)
async def test_400_for_what_is_no_update(api: BotApi, engine: FakeEngine, body: bytes) -> None:
    async with running(api, engine):
        assert await api.post(body) == 400


async def test_200_comes_when_the_update_has_been_dealt_with(api: BotApi, engine: FakeEngine, town: Town) -> None:
    async with running(api, engine):
        alice = town.person("Alice")
        api.hold("sendMessage")
        asking = asyncio.create_task(alice.says("六个工程是什么"))
        await api.arrival("sendMessage")
        assert not asking.done()
        api.release("sendMessage")
        await asking
        assert len(alice.hears()) == 1


async def test_200_comes_also_when_patience_is_over(api: BotApi, engine: FakeEngine, town: Town) -> None:
    """Telegram isn't kept waiting; the answer comes later."""
    async with running(api, engine, patience=0.01):
        alice = town.person("Alice")
        api.hold("sendMessage")
        await alice.says("六个工程是什么")
        assert alice.hears() == []
        api.release("sendMessage")


async def test_an_update_delivered_again_is_answered_once(api: BotApi, engine: FakeEngine, town: Town) -> None:
    async with running(api, engine):
        alice = town.person("Alice")
        message = api.chats.write(alice.chat_id, alice.user, text="六个工程是什么")
        body = json.dumps(town.update(message=message)).encode()
        api.hold("sendMessage")
        first = asyncio.create_task(api.post(body))
        await api.arrival("sendMessage")
        second = asyncio.create_task(api.post(body))
        api.release("sendMessage")
        assert set(await asyncio.gather(first, second, api.post(body))) == {200}
        assert len(alice.hears()) == 1
        assert len(engine.asked) == 1


async def test_stopping_waits_for_what_is_under_way_and_takes_no_more(
    api: BotApi, engine: FakeEngine, town: Town
) -> None:
    async with running(api, engine) as bot:
        alice, bob = town.person("Alice"), town.person("Bob")
        api.hold("sendMessage")
        asking = asyncio.create_task(alice.says("六个工程是什么"))
        await api.arrival("sendMessage")
        stopping = asyncio.create_task(bot.stop())
        late = api.chats.write(bob.chat_id, bob.user, text="六个工程是什么")
        assert await api.deliver(town.update(message=late)) == 503
        assert not stopping.done()
        api.release("sendMessage")
        await asyncio.gather(asking, stopping)
        assert (len(alice.hears()), bob.hears()) == (1, [])


async def test_what_outlasts_the_end_is_given_up_for_telegram_to_deliver_again(
    api: BotApi, engine: FakeEngine, town: Town
) -> None:
    async with running(api, engine, drain=0.01) as bot:
        alice = town.person("Alice")
        api.hold("sendMessage")
        asking = asyncio.create_task(api.deliver(town.update(message=alice.writes(text="六个工程是什么"))))
        await api.arrival("sendMessage")
        await bot.stop()
        assert await asking == 503
        api.release("sendMessage")


@pytest.mark.parametrize(
    ("url", "whole", "path"),
    [
        ("https://bot.example", "https://bot.example/telegram", "/telegram"),
        ("https://bot.example/", "https://bot.example/telegram", "/telegram"),
        ("https://bot.example:8443/a/b", "https://bot.example:8443/a/b", "/a/b"),
    ],
)
def test_an_address_without_a_path_gets_one(url: str, whole: str, path: str) -> None:
    assert with_path(url) == (whole, path)

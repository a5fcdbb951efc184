"""Starting says clearly what is wrong, and leaves nothing open when it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from bot.telegram import TelegramBot, TelegramOptions, TelegramRefused, TelegramUnreachable
from handlers.commands import COMMANDS, Audience
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from store import Store
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.engine import REPORT, FakeEngine
from tests.fakes.running import running

NOWHERE = "http://127.0.0.1:1/bot"


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with Store("sqlite://") as opened:
        yield opened


def build(engine: FakeEngine, store: Store, api_base: str = NOWHERE, webhook_url: str | None = None) -> TelegramBot:
    settings = TelegramOptions(token=TOKEN, api_base=api_base, webhook_url=webhook_url)
    snapshots = Snapshots(Snapshot(engine, REPORT))
    return TelegramBot(settings, build_services(snapshots=snapshots, store=store))


@pytest.mark.parametrize("status", [401, 404])
async def test_a_refused_token(api: BotApi, engine: FakeEngine, store: Store, status: int) -> None:
    api.refuse_next("getMe", status, "Unauthorized")
    with pytest.raises(TelegramRefused) as refused:
        await build(engine, store, api_base=api.base).start()
    assert str(refused.value) == f"Telegram at {api.base} refuses the token in BOT_TOKEN."


@pytest.mark.parametrize(
    ("api_base", "reason"),
    [
        (NOWHERE, "connection refused"),
        ("http://nowhere.invalid/bot", "its name isn't found"),
        ("https://127.0.0.1:1/bot", "connection refused"),
    ],
)
async def test_telegram_out_of_reach(engine: FakeEngine, store: Store, api_base: str, reason: str) -> None:
    with pytest.raises(TelegramUnreachable) as failed:
        await build(engine, store, api_base=api_base).start()
    assert str(failed.value) == f"Telegram at {api_base} can't be reached: {reason}."


async def test_telegram_that_hangs_up(engine: FakeEngine, store: Store) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        api_base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
        with pytest.raises(TelegramUnreachable) as failed:
            await build(engine, store, api_base=api_base).start()
    assert str(failed.value) == f"Telegram at {api_base} can't be reached: it closed the connection."


async def test_a_refused_webhook(api: BotApi, engine: FakeEngine, store: Store) -> None:
    api.refuse_next("setWebhook", 400, "Bad Request: bad webhook: Failed to resolve host")
    with pytest.raises(TelegramRefused, match="failed to resolve host"):
        await build(engine, store, api_base=api.base, webhook_url="https://bot.example").start()


async def test_a_failed_start_can_be_tried_again(api: BotApi, engine: FakeEngine, store: Store) -> None:
    bot = build(engine, store, api_base=api.base)
    api.refuse_next("getMe", 502, "Bad Gateway")
    with pytest.raises(TelegramUnreachable):
        await bot.start()
    await bot.start()
    assert bot.username == "report_bot"
    await bot.stop()


async def test_without_its_menu_the_bot_works(
    api: BotApi, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    api.refuse_next("setMyCommands", 500, "Internal Server Error")
    async with running(api, engine, mode="polling"):
        pass
    warnings = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert warnings == ["A menu of commands (default) could not be set: Internal Server Error"]


async def test_the_menu_holds_every_command_for_everybody(api: BotApi, engine: FakeEngine) -> None:
    async with running(api, engine, mode="polling"):
        assert [command["command"] for command in api.commands] == [
            command.name for command in COMMANDS if command.audience is Audience.EVERYBODY
        ]


async def test_stopping_twice_or_before_the_start_is_harmless(api: BotApi, engine: FakeEngine, store: Store) -> None:
    bot = build(engine, store, api_base=api.base)
    await bot.stop()
    await bot.start()
    await bot.stop()
    await bot.stop()


async def test_a_webhook_without_a_secret_gets_a_random_one(api: BotApi, engine: FakeEngine) -> None:
    secrets = set()
    for _ in range(2):
        async with running(api, engine):
            secrets.add(api.webhook["secret_token"])
    assert len(secrets) == 2
    assert all(len(secret) >= 32 for secret in secrets)


async def test_polling_needs_no_route(engine: FakeEngine, store: Store) -> None:
    assert build(engine, store).routes == ()

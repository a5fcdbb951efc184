"""A bot that really runs, over real HTTP, with a real database in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.telegram import TelegramBot, TelegramOptions
from handlers.query import Engine
from handlers.services import Services, build_services
from handlers.snapshots import Snapshot, Snapshots
from knowledge.model import Report
from store import Store
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.engine import REPORT, FakeEngine

WEBHOOK = "https://bot.example/hook"


@asynccontextmanager
async def running(
    api: BotApi,
    engine: Engine | None = None,
    *,
    snapshot: Snapshot | None = None,
    mode: str = "webhook",
    report: Report = REPORT,
    patience: float = 20.0,
    store: Store | None = None,
    load: Callable[[], Snapshot] | None = None,
    operators: frozenset[int] = frozenset(),
    clock: Callable[[], float] | None = None,
    now: Callable[[], float] = lambda: 0.0,  # the fake's messages are of 2024, and of this program's time nevertheless
    page: str = "",
    **telegram: Any,
) -> AsyncIterator[TelegramBot]:
    """The bot as the process runs it: the web server listens first and closes last.

    `clock` is the fake's own unless given; `store` is one that is open already, to look into or to fail; `telegram`
    are further TelegramOptions.
    """
    telegram.setdefault("limits", None)  # conversations in tests are quicker than people's
    options = TelegramOptions(
        token=TOKEN,
        api_base=api.base,
        webhook_url=WEBHOOK if mode == "webhook" else None,
        patience=patience,
        **telegram,
    )
    async with AsyncExitStack() as stack:
        store = store or await stack.enter_async_context(Store("sqlite://"))
        snapshots = Snapshots(snapshot or Snapshot(engine or FakeEngine(), report), load)
        services = build_services(
            snapshots=snapshots, store=store, operators=operators, page=page, clock=clock or api.clock, now=now
        )
        bot = TelegramBot(options, services, pause=no_pause)
        app = web.Application()
        app.add_routes(bot.routes)
        server = await stack.enter_async_context(TestServer(app))
        api.webhook_server = str(server.make_url("")).rstrip("/")
        await stack.enter_async_context(bot)
        if isinstance(engine, FakeEngine):
            engine.asked.clear()  # the examples
        yield bot


def services_of(bot: TelegramBot) -> Services:
    """What the handlers of a running bot depend on."""
    return bot._application.bot_data


async def no_pause(_: float) -> None:
    """Between two tries nobody needs to wait here, only others to get their turn."""
    await asyncio.sleep(0)

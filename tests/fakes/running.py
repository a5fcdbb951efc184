"""A bot that really runs, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.telegram import TelegramBot, TelegramOptions
from handlers.engine import Engine
from handlers.services import build_services
from knowledge.model import Report
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.engine import REPORT

WEBHOOK = "https://bot.example/hook"


@asynccontextmanager
async def running(
    mode: str, api: BotApi, engine: Engine, *, report: Report = REPORT, patience: float = 20.0
) -> AsyncIterator[TelegramBot]:
    """The bot as the process runs it: the web server listens first and closes last."""
    options = TelegramOptions(
        token=TOKEN, api_base=api.base, webhook_url=WEBHOOK if mode == "webhook" else None, patience=patience
    )
    bot = TelegramBot(options, build_services(engine=engine, report=report), pause=no_pause)
    app = web.Application()
    app.add_routes(bot.routes)
    async with TestServer(app) as server:
        api.webhook_server = str(server.make_url("")).rstrip("/")
        async with bot:
            yield bot


async def no_pause(_: float) -> None:
    """Between two tries nobody needs to wait here, only others to get their turn."""
    await asyncio.sleep(0)

"""Start and end as a load balancer sees them: when the program is to be given work, and what it ends first."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from bot import reminder_worker
from bot.process import DRAIN
from bot.telegram import TelegramOptions
from bot.telegram.service import CONFIRMING
from store import database
from tests.bot.program import PATIENCE, fetched, free_port, started
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.people import Town


async def test_while_telegram_keeps_it_waiting_it_is_alive_and_not_ready() -> None:
    port = free_port()
    async with BotApi() as api:
        api.hold("getMe")
        async with started(is_up=False, BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.base, PORT=port) as program:
            await api.arrival("getMe")
            assert await fetched(f"http://127.0.0.1:{port}/healthz") == (200, "ok")
            assert await fetched(f"http://127.0.0.1:{port}/readyz") == (503, "starting")
            api.release("getMe")
            await program.up()
            assert await fetched(f"{program.address}readyz") == (200, "ready")


async def test_told_to_stop_it_is_ready_no_more_answers_what_is_under_way_and_takes_nothing_new() -> None:
    variables: dict[str, Any] = {"WEBHOOK_URL": "https://bot.example/hook", "HOST": "127.0.0.1"}
    async with BotApi() as api, started(BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.base, **variables) as program:
        api.webhook_server = program.address.rstrip("/")
        town = Town(api)
        alice, bob = town.person("Alice"), town.person("Bob")
        api.hold("sendMessage")
        asking = asyncio.create_task(alice.says("六个工程是什么"))
        await api.arrival("sendMessage")
        program.send(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            while await fetched(f"{program.address}readyz") != (503, "draining"):
                pass
        assert await fetched(f"{program.address}healthz") == (200, "ok")
        late = town.update(message=bob.writes(text="六个工程是什么"))
        assert await api.deliver(late) == 503
        api.release("sendMessage")
        await asking
        assert (await program.ended())[:2] == (0, "")
        assert (len(alice.hears()), bob.hears()) == (1, [])


def test_from_the_signal_to_the_end_it_takes_twenty_seconds_at_most() -> None:
    under_way = max(TelegramOptions(token="").drain, reminder_worker.DRAIN)
    notes = connections = database.PATIENCE
    assert under_way + CONFIRMING + DRAIN + notes + connections <= 20

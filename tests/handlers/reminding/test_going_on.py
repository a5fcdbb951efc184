"""What goes wrong with one reminder doesn't end those of all others."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.reminder_worker import ReminderWorker
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.running import running, services_of


async def test_the_worker_goes_on_after_a_failure_that_nobody_foresaw(
    api: BotApi, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, engine, mode="polling") as bot:
        worker, looks = ReminderWorker(bot.bot, services_of(bot)), iter([ValueError("a bad row")])
        again = asyncio.Event()

        async def claim(*_: object) -> tuple[()]:
            for error in looks:
                raise error
            again.set()
            return ()

        monkeypatch.setattr(services_of(bot).store.deliveries, "claim", claim)
        monkeypatch.setattr("bot.reminder_worker._STORE_DOWN", 0.0)
        work = asyncio.create_task(worker.run())
        async with asyncio.timeout(30):
            await again.wait()
        await worker.stop()
        await work
    assert [record.levelno for record in caplog.records if "Reminders could not be claimed" in record.message] == [
        logging.ERROR
    ]

"""A bot with its reminder worker, whose chats are reminded when a test says that it is time."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.reminder_worker import ReminderWorker
from bot.telegram import TelegramBot
from handlers.reminding.times import TimeParser
from store import Schedule, Store, Subscription
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Group, Town, Voice
from tests.fakes.running import no_pause, running, services_of
from tests.store.direct import run
from tests.store.timing import daily, next_day, set_due

PATIENT = 60.0  # seconds for a call, since a machine may be busy
QUICK = 1e6  # reminders a second


class Days:
    """The days that go by, each with its reminders: the database's clock isn't moved, what it is asked for is."""

    def __init__(self, url: str, worker: ReminderWorker) -> None:
        self.url = url
        self.worker = worker

    async def time_comes(self) -> None:
        """Everybody's hour has come, of a day on which nothing was sent yet, or was."""
        await set_due(self.url)
        await self.work()

    async def next_comes(self) -> None:
        """The same on the next day."""
        await next_day(self.url)
        await self.work()

    async def work(self) -> None:
        """The worker does what there is to do."""
        while not await self.worker.step():
            await self.worker.settled()
        await self.worker.settled()


async def reminded(voice: Voice, *, at: str = "") -> None:
    """Somebody sets reminders for an hour that has come already, by the clock of a zone where it is noon."""
    schedule = daily()
    await voice.says(f"/timezone {schedule.zone}")
    await voice.says(f"/remind {at or f'{schedule.at:%H:%M}'}")
    voice.hears()


async def schedule_of(store: Store, voice: Voice) -> Schedule | None:
    """When the chat is reminded; None where it isn't."""
    known = await store.reminders.get(voice.chat_id)
    return known.schedule if known and known.due_at else None


async def subscribed(store: Store, chat_id: int, **chosen: object) -> None:
    """A chat has set reminders for an hour that has come already."""
    await store.reminders.subscribe(Subscription(chat_id, daily(), **chosen))  # type: ignore[arg-type]


@asynccontextmanager
async def broken(url: str) -> AsyncIterator[None]:
    """Meanwhile nothing about reminders can be read or written."""
    await run(url, "ALTER TABLE reminders RENAME TO lost")
    yield
    await run(url, "ALTER TABLE lost RENAME TO reminders")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bot.db"


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    async with Store(url, patience=PATIENT, rate=QUICK) as opened:
        yield opened


@pytest.fixture
async def bot(api: BotApi, engine: FakeEngine, store: Store) -> AsyncIterator[TelegramBot]:
    async with running(api, engine, store=store, now=time.time) as started:
        yield started


@pytest.fixture
def worker(bot: TelegramBot) -> ReminderWorker:
    return ReminderWorker(bot.bot, services_of(bot), pause=no_pause)


@pytest.fixture
def days(url: str, worker: ReminderWorker) -> Days:
    return Days(url, worker)


@pytest.fixture(scope="session")
def times() -> TimeParser:
    return TimeParser()


@pytest.fixture
def group(town: Town) -> Group:
    return town.group("呼和浩特市民群")

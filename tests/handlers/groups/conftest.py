"""A bot in groups, with a clock that the tests turn and a database that they can break."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from bot.telegram import TelegramBot
from store import Store
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Group, Town
from tests.fakes.running import running

PATIENT = 60.0  # seconds for a call, since a machine may be busy


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.time = 1_000.0

    def __call__(self) -> float:
        return self.time

    def passes(self, *, seconds: float) -> None:
        self.time += seconds


class Disk:
    """The database's file, whose tables can get lost."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    @asynccontextmanager
    async def broken(self) -> AsyncIterator[None]:
        """Meanwhile nothing of a chat can be read or written."""
        # In a thread, for the bot may hold the lock, and needs this one to let it go.
        await asyncio.to_thread(self._do, "ALTER TABLE chats RENAME TO lost")
        try:
            yield
        finally:
            await asyncio.to_thread(self._do, "ALTER TABLE lost RENAME TO chats")

    def _do(self, statement: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path / "bot.db")


@pytest.fixture
async def store(disk: Disk) -> AsyncIterator[Store]:
    """What the bot remembers, to look into; what is broken is broken until somebody mends it."""
    async with Store(disk.url, patience=PATIENT) as opened:
        yield opened


@pytest.fixture
async def bot(api: BotApi, engine: FakeEngine, clock: Clock, store: Store) -> AsyncIterator[TelegramBot]:
    async with running(api, engine, clock=clock, store=store) as started:
        yield started


@pytest.fixture
def group(town: Town) -> Group:
    return town.group("呼和浩特市民群")

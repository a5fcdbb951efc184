"""A bot with one operator, whose knowledge file and database the tests hold."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.telegram import TelegramBot
from handlers.snapshots import Snapshot
from store import Store
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import REPORT, FakeEngine
from tests.fakes.people import Town, Voice
from tests.fakes.running import running

OPERATOR = 1001  # the fake's first person


class File:
    """What reading the knowledge file gives: what it says now, or what is wrong with it."""

    def __init__(self) -> None:
        self.says: Snapshot | Exception = Snapshot(FakeEngine(), REPORT)

    def read(self) -> Snapshot:
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@pytest.fixture
def file() -> File:
    return File()


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with Store("sqlite://") as opened:
        yield opened


@pytest.fixture
async def bot(api: BotApi, engine: FakeEngine, store: Store, file: File) -> AsyncIterator[TelegramBot]:
    operators = frozenset({OPERATOR})
    async with running(api, engine, store=store, load=file.read, operators=operators) as started:
        yield started


@pytest.fixture
def operator(town: Town) -> Voice:
    """The operator, alone with the bot."""
    voice = town.person("Olga")
    assert voice.user["id"] == OPERATOR
    return voice

"""People and a bot that really runs, by webhook: how updates arrive is tested in tests/bot/telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import knowledge
from bot.telegram import TelegramBot
from knowledge import Library
from knowledge.model import Report
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import REPORT, FakeEngine
from tests.fakes.people import Town
from tests.fakes.running import running


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as started:
        yield started


@pytest.fixture(scope="session")
def library() -> Library:
    """The real knowledge, where wording matters."""
    return knowledge.load(Path(knowledge.__file__).with_name("report.yaml"))


@pytest.fixture
def engine() -> FakeEngine:
    """What the conversations run over."""
    return FakeEngine()


@pytest.fixture
def report() -> Report:
    """What the bot says it is about; without examples, which would be asked at the start."""
    return REPORT


@pytest.fixture
async def bot(api: BotApi, engine: FakeEngine, report: Report) -> AsyncIterator[TelegramBot]:
    async with running(api, engine, report=report) as started:
        yield started


@pytest.fixture
def town(api: BotApi, bot: TelegramBot) -> Town:
    """Everybody who talks with the bot, which is at work."""
    return Town(api)

"""A fake Bot API, without a bot yet."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as started:
        yield started


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def town(api: BotApi) -> Town:
    """People, whose messages wait until there is a bot."""
    return Town(api)

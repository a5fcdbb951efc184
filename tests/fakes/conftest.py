"""The fake, a town that talks in it, and a bot that does as it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.puppet import Puppet


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as started:
        yield started


@pytest.fixture
def town(api: BotApi) -> Town:
    return Town(api)


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


@pytest.fixture
async def puppet(api: BotApi) -> AsyncIterator[Puppet]:
    async with Puppet(api) as started:
        yield started

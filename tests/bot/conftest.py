"""The web chat over the fake engine, really listening on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from bot.web import LONGEST_LINE, build_app
from tests.bot.fake_engine import REPORT, FakeEngine

Client = TestClient[Request, Application]


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
async def client(engine: FakeEngine) -> AsyncIterator[Client]:
    """Somebody's browser, or another program."""
    server = TestServer(build_app(engine, REPORT))
    engine.asked.clear()  # the page has asked its examples
    await server.start_server(max_line_size=LONGEST_LINE)
    async with TestClient(server) as running:
        yield running

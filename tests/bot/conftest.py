"""The web chat over the small report, really listening on loopback."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from bot.web import LONGEST_LINE, build_app
from handlers.services import Services, build_services
from handlers.snapshots import Snapshot, Snapshots
from store import Store
from tests.fakes.small import REPORT, AskedLibrary

Client = TestClient[Request, Application]


@pytest.fixture
def logging_restored() -> Iterator[None]:
    """What a test sets of logging lasts as long as the test."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    loggers = [root, *(each for each in root.manager.loggerDict.values() if isinstance(each, logging.Logger))]
    before = [(logger, logger.level, logger.filters[:]) for logger in loggers]
    yield
    root.handlers[:] = handlers
    for logger, level, filters in before:
        logger.setLevel(level)
        logger.filters[:] = filters


@pytest.fixture
def engine() -> AskedLibrary:
    return AskedLibrary()


@pytest.fixture
async def services(engine: AskedLibrary) -> AsyncIterator[Services]:
    async with Store("sqlite://") as store:
        yield build_services(snapshots=Snapshots(Snapshot(engine, REPORT)), store=store)


@pytest.fixture
async def client(engine: AskedLibrary, services: Services) -> AsyncIterator[Client]:
    """Somebody's browser, or another program."""
    server = TestServer(build_app(services.responder))
    engine.asked.clear()  # the page has asked its examples
    await server.start_server(max_line_size=LONGEST_LINE)
    async with TestClient(server) as running:
        yield running

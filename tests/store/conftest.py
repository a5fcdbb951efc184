"""Each test of the store runs on SQLite and on PostgreSQL, on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from store import Store
from tests.fakes.postgres import Postgres

NEVER = 3600.0  # seconds between two flushes: the tests say when
PATIENT = 60.0  # seconds for a call, since a machine may be busy


@pytest.fixture(scope="session")
def running_postgres() -> Iterator[Postgres]:
    server = Postgres()
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def postgres(running_postgres: Postgres) -> Postgres:
    running_postgres.start()  # a test may have stopped it
    return running_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that holds nothing yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/data/bot.db"
    server: Postgres = request.getfixturevalue("postgres")
    return await server.empty()


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    async with Store(url, interval=NEVER, patience=PATIENT) as opened:
        yield opened


@pytest.fixture
async def hasty(url: str) -> AsyncIterator[Store]:
    """A store that doesn't wait for locks."""
    async with Store(url, interval=NEVER, patience=PATIENT, lock_patience=0.05) as opened:
        yield opened

"""What every test has in common with the running program, and the database server that those share who need one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot.startup import set_defaults
from tests.fakes.postgres import Postgres

set_defaults()
# No test judges by the clock; where more examples tell more, the test says how many.
settings.register_profile("unhurried", deadline=None, max_examples=40)
settings.load_profile("unhurried")


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

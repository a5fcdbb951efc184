"""What every test has in common with the running program, and the database server that those share who need one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import alembic.command
import pytest
from alembic.config import Config
from hypothesis import settings
from sqlalchemy import Connection, event, inspect

from bot.startup import set_defaults
from tests.fakes.postgres import Postgres

set_defaults()
# No test judges by the clock; where more examples tell more, the test says how many.
settings.register_profile("unhurried", deadline=None, max_examples=40)
settings.load_profile("unhurried")

Statements = list[tuple[str, tuple[object, ...]]]  # with their values


@pytest.fixture(scope="session")
def migrations() -> dict[str, Statements]:
    """What the migrations say to an empty database of a kind, once one has been migrated."""
    return {}


@pytest.fixture(autouse=True)
def quick_migrations(monkeypatch: pytest.MonkeyPatch, migrations: dict[str, Statements]) -> None:
    """Run the migrations once: every other empty database of the kind is told what they said, which is much faster."""
    upgrade = alembic.command.upgrade

    def replay(config: Config, revision: str) -> None:
        connection: Connection = config.attributes["connection"]
        kind = connection.dialect.name
        if inspect(connection).get_table_names():
            upgrade(config, revision)
        elif kind in migrations:
            for statement, values in migrations[kind]:
                connection.exec_driver_sql(statement, values)
        else:
            with recorded(connection) as statements:
                upgrade(config, revision)
            migrations[kind] = statements

    monkeypatch.setattr(alembic.command, "upgrade", replay)


@contextmanager
def recorded(connection: Connection) -> Iterator[Statements]:
    """Record what the connection is told, but for questions."""
    statements: Statements = []

    def record(_: object, __: object, statement: str, values: tuple[object, ...], *___: object) -> None:
        if not statement.lstrip().startswith(("SELECT", "PRAGMA")):
            statements.append((statement, values))

    event.listen(connection, "before_cursor_execute", record)
    try:
        yield statements
    finally:
        event.remove(connection, "before_cursor_execute", record)


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

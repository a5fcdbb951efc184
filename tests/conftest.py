"""What every test has in common with the running program, and the database server that those share who need one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import alembic.command
import pytest
from alembic.config import Config
from hypothesis import settings
from sqlalchemy import Connection

from bot.startup import set_defaults
from tests.fakes.postgres import Postgres

set_defaults()
# Programs that tests start would compile all our modules each time, and read the certificates of all authorities
# twice, though no test speaks TLS: together that is a third of a start.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["SSL_CERT_FILE"] = os.devnull
# No test judges by the clock; where more examples tell more, the test says how many.
settings.register_profile("unhurried", deadline=None, max_examples=40)
settings.load_profile("unhurried")

Schema = list[tuple[str, tuple[object, ...]]]  # statements with their values


@pytest.fixture(scope="session")
def schema() -> Schema:
    """What the migrations make of an empty SQLite database, once one has been migrated."""
    return []


@pytest.fixture(autouse=True)
def quick_migrations(monkeypatch: pytest.MonkeyPatch, schema: Schema) -> None:
    """Run the migrations once: every other empty SQLite database gets what they made, which is much faster."""
    upgrade = alembic.command.upgrade

    def replay(config: Config, revision: str) -> None:
        connection: Connection = config.attributes["connection"]
        is_empty = connection.dialect.name == "sqlite" and not tables(connection)
        if is_empty and schema:
            for statement, values in schema:
                connection.exec_driver_sql(statement, values)
            return
        upgrade(config, revision)
        if is_empty:
            schema.extend(recorded(connection))

    monkeypatch.setattr(alembic.command, "upgrade", replay)


def tables(connection: Connection) -> list[str]:
    return [name for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]


def recorded(connection: Connection) -> Schema:
    made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    script: Schema = [(sql, ()) for (sql,) in made]
    for name in tables(connection):
        for row in connection.exec_driver_sql(f"SELECT * FROM {name}"):  # noqa: S608 - our own tables
            script.append((f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", tuple(row)))  # noqa: S608
    return script


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

"""`db`: the operator brings a database up to date, and moves a grown installation into another."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from click.testing import Result

from store import ChatSettings, Mode, Store
from store.tables import METADATA
from tests.bot.program import PATIENCE, Ended, invoke, run, started
from tests.fakes.postgres import LOCKED, Postgres
from tests.store import direct

GROUPS = range(-2_500, 0)
OFF = ChatSettings(mode=Mode.OFF)
TABLES = [table.name for table in METADATA.sorted_tables]  # in the order in which they are copied
FRESH = {"limiter": [(1,)]}  # rows that a new database has already
AWAITED = "SELECT count(*) FROM pg_locks WHERE NOT granted"
PASSWORD = "hush-hush"  # noqa: S105 - opens nothing


@pytest.fixture
async def postgresql(postgres: Postgres) -> str:
    return await postgres.empty()


@pytest.fixture
async def sqlite(tmp_path: Path) -> str:
    """A grown installation."""
    url = f"sqlite:///{tmp_path}/bot.db"
    async with Store(url) as store:
        await store.chats.change(-1, OFF)
        store.misses.note("火星有多远", nearest="gdp", reason="unsure")
        for group in GROUPS:
            store.chats.seen(group)
    return url


async def process(*arguments: str, **variables: str) -> Ended:
    """`db` in a process of its own, for what several do at once and for what a terminal shows."""
    return await asyncio.to_thread(run, "db", *arguments, **variables)


async def db(*arguments: str, **variables: str) -> Result:
    return await asyncio.to_thread(invoke, "db", *arguments, **variables)


def said(ended: Result) -> str:
    assert (ended.exit_code, ended.stderr) == (0, "")
    return ended.stdout


async def versions(url: str) -> list[tuple[str]]:
    return await direct.run(url, "SELECT version_num FROM alembic_version")


async def test_upgrade_makes_the_tables_and_may_be_run_again(postgresql: str, tmp_path: Path) -> None:
    for url, name in ((postgresql, "PostgreSQL database postgres at "), (f"sqlite:///{tmp_path}/a/bot.db", "database")):
        first, again = [said(await db("upgrade", DATABASE_URL=url)) for _ in range(2)]
        assert first.startswith(f"The {name}")
        assert first.endswith(" is up to date.\n")
        assert again == first
        assert len(await versions(url)) == 1


async def test_several_may_upgrade_at_once(postgresql: str) -> None:
    for ended in await asyncio.gather(*(process("upgrade", DATABASE_URL=postgresql) for _ in range(2))):
        assert (ended.returncode, ended.stderr) == (0, b"")
    assert len(await versions(postgresql)) == 1


async def test_copy_moves_everything_and_counts_it(sqlite: str, postgresql: str) -> None:
    told = said(await db("copy", sqlite, postgresql))
    rows = [line.split() for line in told.splitlines()]
    assert ["chats", "2500"] in rows
    assert ["misses", "1"] in rows
    assert told.splitlines()[-1].startswith("2502 rows are copied into the PostgreSQL database postgres at ")
    async with Store(postgresql) as store:
        assert await store.chats.count() == len(GROUPS)
        assert (await store.chats.state(-1)).settings == OFF
        assert [miss.text for miss in await store.misses.top()] == ["火星有多远"]


async def test_copy_may_be_run_again_and_takes_the_target_of_the_settings(sqlite: str, postgresql: str) -> None:
    first, again = [said(await db("copy", sqlite, DATABASE_URL=postgresql)) for _ in range(2)]
    assert first == again


async def test_in_a_terminal_copy_shows_how_far_it_is(sqlite: str, postgresql: str) -> None:
    ended = await process("copy", sqlite, postgresql, FORCE_COLOR="1", NO_COLOR="1", COLUMNS="80")
    shown = ended.stderr.decode()
    assert "chats" in shown
    assert "2500/2500" in shown


@pytest.mark.parametrize("forth", [True, False], ids=["to PostgreSQL", "to SQLite"])
async def test_a_copy_that_is_killed_in_the_middle_leaves_nothing_behind_and_may_be_run_again(
    sqlite: str, postgresql: str, tmp_path: Path, forth: bool
) -> None:
    source, target = (sqlite, postgresql) if forth else (postgresql, f"sqlite:///{tmp_path}/moved.db")
    if not forth:
        said(await db("copy", sqlite, postgresql))
    said(await db("upgrade", DATABASE_URL=target))
    other = await asyncpg.connect(postgresql)
    async with other.transaction():
        await other.execute(f"LOCK TABLE {TABLES[-1]} IN ACCESS EXCLUSIVE MODE")
        async with started("db", "copy", source, target, is_up=False) as copying:
            await waiting(other)
            copying.send(signal.SIGKILL)
            await copying.ended()
    await other.close()
    for table in TABLES[:-1]:
        assert await direct.run(target, f"SELECT count(*) FROM {table}") == FRESH.get(table, [(0,)])  # noqa: S608
    assert "2502 rows are copied" in said(await db("copy", source, target))
    async with Store(target) as store:
        assert await store.chats.count() == len(GROUPS)


@pytest.fixture
async def locked(postgres: Postgres) -> AsyncIterator[str]:
    """The address, without a password, for somebody whom the server asks for one."""
    connection = await asyncpg.connect(await postgres.empty())
    await connection.execute(f"DROP ROLE IF EXISTS {LOCKED}; CREATE ROLE {LOCKED} LOGIN PASSWORD '{PASSWORD}'")
    await connection.execute(f"GRANT ALL ON SCHEMA public TO {LOCKED}")
    try:
        yield postgres.url("postgres").replace("postgres@", f"{LOCKED}@")
    finally:
        await connection.execute(f"DROP OWNED BY {LOCKED}; DROP ROLE {LOCKED}")
        await connection.close()


@pytest.fixture(params=["PGPASSWORD", "PGPASSFILE"])
def secret(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The password where PostgreSQL's own programs look for it, too."""
    if request.param == "PGPASSWORD":
        return {"PGPASSWORD": PASSWORD}
    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:{LOCKED}:{PASSWORD}\n")
    file.chmod(0o600)
    return {"PGPASSFILE": str(file)}


async def test_a_password_need_not_stand_in_an_address(
    sqlite: str, locked: str, secret: dict[str, str], tmp_path: Path
) -> None:
    assert said(await db("upgrade", DATABASE_URL=locked, **secret)).endswith(" is up to date.\n")
    for source, target in ((sqlite, locked), (locked, f"sqlite:///{tmp_path}/back.db")):
        assert "2502 rows are copied" in said(await db("copy", source, target, **secret))
    assert "2502 rows are copied" in said(await db("copy", sqlite, DATABASE_URL=locked, **secret))


async def test_without_its_password_a_database_is_not_opened(locked: str) -> None:
    for variables in ({}, {"PGPASSWORD": f"{PASSWORD}-wrong"}):
        ended = await db("upgrade", DATABASE_URL=locked, **variables)
        assert ended.exit_code == 2
        assert ended.stderr.endswith(" refuses the user or the password.\n")


async def waiting(connection: asyncpg.Connection) -> None:
    """Return when another program waits for a lock of this connection."""
    async with asyncio.timeout(PATIENCE):
        while not await connection.fetchval(AWAITED):  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.01)


async def test_copy_leaves_a_database_in_use_as_it_was(sqlite: str, postgresql: str) -> None:
    async with Store(postgresql) as store:
        await store.chats.change(7, OFF)
    ended = await db("copy", sqlite, postgresql)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.endswith("it is in use already, and stays as it was.\n")
    assert await direct.run(postgresql, "SELECT chat_id FROM chats") == [(7,)]


@pytest.mark.parametrize(
    ("source", "target", "sentence"),
    [
        ("sqlite:///none.db", "sqlite://", "Error: The database none.db isn't there."),
        ("mysql://bot:{password}@db/bot", "sqlite://", "Error: The database's address begins with mysql://"),
        ("nonsense {password}", "sqlite://", "Error: The database's address isn't understood"),
        ("postgresql://bot:{password}@127.0.0.1:1/bot", "sqlite://", "at 127.0.0.1:1 can't be reached."),
        ("sqlite://", "postgresql://bot:{password}@127.0.0.1:1/bot", "at 127.0.0.1:1 can't be reached."),
    ],
)
def test_what_can_not_be_copied_is_told_without_a_password(source: str, target: str, sentence: str) -> None:
    ended = invoke("db", "copy", source.format(password=PASSWORD), target.format(password=PASSWORD))
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert sentence in ended.stderr
    assert PASSWORD not in ended.stderr


def test_an_upgrade_that_can_not_be_done_is_told_without_the_password() -> None:
    ended = invoke("db", "upgrade", DATABASE_URL=f"postgresql://bot:{PASSWORD}@127.0.0.1:1/bot")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == "Error: The PostgreSQL database bot at 127.0.0.1:1 can't be reached.\n"

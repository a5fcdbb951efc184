"""A database in trouble: what is said of it, how often, and that nobody waits for it longer than once."""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text

from store import Claim, Store, StoreError
from store.database import RELAPSE, Database, Health, parse
from tests.fakes.postgres import Postgres
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import outage
from tests.store.wire import refusing

CHAT, UPDATE = -100, 500
DOWN = "The bot's memory is down. The bot goes on without what it remembers."
BACK = "The bot's memory is back."


class Told:
    """A health that is told of, on a clock of the test's."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO, "store")
        self._caplog = caplog
        self.now = 0.0
        self.health = Health("bot's memory", clock=lambda: self.now)
        self.health.worked("read", "write")

    def fails(self, way: str = "write") -> None:
        self.health.failed(way, "The bot's memory is down.")

    @property
    def lines(self) -> list[str]:
        return [record.getMessage() for record in self._caplog.records]


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Told:
    return Told(caplog)


def test_of_a_thousand_failures_one_is_told_and_the_end_of_it(told: Told) -> None:
    for _ in range(1_000):
        told.fails()
        told.health.worked("read")
    told.health.worked("read", "write")
    told.health.worked("read", "write")
    assert told.lines == [DOWN, BACK]


def test_a_database_that_comes_and_goes_does_not_fill_the_log(told: Told) -> None:
    told.fails()
    for _ in range(10):
        told.health.worked("read", "write")
        told.now += 1.0
        told.fails()
    assert told.lines == [DOWN, BACK]


def test_a_relapse_that_lasts_is_told_of(told: Told) -> None:
    told.fails()
    told.health.worked("read", "write")
    told.fails()
    told.now += RELAPSE
    told.fails()
    told.health.worked("read", "write")
    assert told.lines == [DOWN, BACK] * 2


def test_what_fails_before_it_was_ever_reached_is_told_to_whoever_opens_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "store")
    health = Health("bot's memory")
    health.failed("write", "The bot's memory is down.")
    health.worked("read", "write")
    assert caplog.records == []


@pytest.fixture
async def hurried(postgres: Postgres) -> AsyncIterator[Store]:
    """A store on PostgreSQL that gives a call half a second."""
    async with Store(await postgres.empty(), interval=NEVER, patience=0.5) as opened:
        yield opened


async def recovered(store: Store) -> None:
    """Return when the database is asked again."""
    async with asyncio.timeout(PATIENT):
        while True:
            try:
                await store.chats.count()
            except StoreError:
                await asyncio.sleep(0.01)
            else:
                return


async def test_while_a_server_hangs_the_first_waits_and_nobody_after(
    hurried: Store, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "store")
    await hurried.chats.mute(CHAT, True)
    async with postgres.frozen():
        with pytest.raises(StoreError, match="doesn't answer in time"):
            await hurried.updates.claim(UPDATE)
        for call in (hurried.updates.claim(UPDATE), hurried.chats.state(CHAT), hurried.chats.mute(CHAT, False)):
            with pytest.raises(StoreError, match=r"doesn't answer\.$"):
                await call
    await recovered(hurried)
    assert (await hurried.chats.state(CHAT)).muted
    assert await hurried.updates.claim(UPDATE) is Claim.OURS
    assert len(caplog.records) == 2


async def test_what_is_noted_while_a_server_hangs_is_written_at_the_end(postgres: Postgres) -> None:
    url = await postgres.empty()
    async with Store(url, interval=NEVER, patience=0.5) as store, postgres.frozen():
        store.chats.seen(CHAT)
        with pytest.raises(StoreError):
            await store.flush()
    async with Store(url) as store:
        assert await store.chats.count() == 1


async def test_when_every_connection_is_taken_others_are_told_so_and_served_when_one_is_free(hurried: Store) -> None:
    database = hurried._database
    async with AsyncExitStack() as taken:
        for _ in range(5):
            connection = await taken.enter_async_context(database.reading(PATIENT))
            await connection.execute(text("SELECT 1"))
        with pytest.raises(StoreError, match="doesn't answer in time"):
            await hurried.updates.claim(UPDATE)
    await recovered(hurried)
    assert await hurried.updates.claim(UPDATE) is Claim.OURS


async def test_whoever_comes_after_one_who_waited_for_the_lock_in_vain_does_not_wait_as_long(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with Store(url, interval=NEVER):
        database = Database(parse(url), patience=4.0, lock_patience=8.0)
        with pytest.raises(StoreError):
            async with database.writing():
                raise OSError
        with outage(url, postgres), pytest.raises(StoreError, match="locked by another program"):
            async with database.writing():
                pass
        await database.close()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("28P01", "refuses the user or the password."),
        ("28000", "refuses the user or the password."),
        ("53300", "has too many connections."),
        ("57P03", "is starting, stopping or recovering."),
        ("58000", "answers with an error (PostgresSystemError)."),
    ],
)
async def test_a_server_that_refuses_is_named_with_its_reason_and_without_its_words(state: str, sentence: str) -> None:
    async with refusing(state) as url:
        with pytest.raises(StoreError) as refused:
            await Store(url).open()
    assert str(refused.value).startswith("The PostgreSQL database bot at 127.0.0.1:")
    assert str(refused.value).endswith(f" {sentence}")
    assert "hush" not in str(refused.value)


async def test_a_machine_that_nobody_knows_is_named() -> None:
    with pytest.raises(StoreError, match=r"bot at db\.invalid can't be found: nobody knows a machine of this name\.$"):
        await Store("postgresql://bot:hidden@db.invalid/bot").open()


async def test_a_standby_is_refused_though_its_tables_are_up_to_date(postgres: Postgres) -> None:
    url = await postgres.empty()
    async with Store(url):
        pass
    with pytest.raises(StoreError, match=r" is read-only, as a standby is\.$"):
        await Store(f"{url}&default_transaction_read_only=on").open()


@pytest.fixture
async def guest(postgres: Postgres) -> AsyncIterator[str]:
    """The address for somebody whom the server knows and lets do nothing."""
    url = await postgres.empty()
    connection = await asyncpg.connect(url)
    await connection.execute("DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN")
    try:
        yield url.replace("postgres@", "guest@")
    finally:
        await connection.execute("DROP OWNED BY guest; DROP ROLE guest")
        await connection.close()


@pytest.mark.parametrize(
    ("granted", "sentence"),
    [
        ("REVOKE ALL ON SCHEMA public FROM guest", "has no schema that this user may make tables in."),
        ("GRANT USAGE ON SCHEMA public TO guest", "doesn't let this user create or change the tables."),
    ],
)
async def test_a_user_who_may_make_no_tables_is_told(
    guest: str, postgres: Postgres, granted: str, sentence: str
) -> None:
    connection = await asyncpg.connect(postgres.url("postgres"))
    await connection.execute(granted)
    await connection.close()
    with pytest.raises(StoreError) as refused:
        await Store(guest).open()
    assert str(refused.value).endswith(f" {sentence}")


@pytest.mark.parametrize("size", [50, 1_000, 5_000, 20_000])
async def test_a_file_that_was_cut_off_is_said_to_be_damaged(tmp_path: Path, size: int) -> None:
    file = tmp_path / "bot.db"
    async with Store(f"sqlite:///{file}"):
        pass
    os.truncate(file, size)
    with pytest.raises(StoreError, match=r"bot\.db is damaged\.$"):
        await Store(f"sqlite:///{file}").open()


async def test_a_file_without_a_log_of_its_own_that_another_program_has_for_itself_is_named(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "bot.db", isolation_level=None)) as other:
        other.execute("CREATE TABLE t (c)")
        other.execute("BEGIN EXCLUSIVE")
        async with asyncio.timeout(PATIENT):
            with pytest.raises(StoreError, match=r"is locked by another program\.$"):
                await Store(f"sqlite:///{tmp_path}/bot.db").open()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's device that is always full")
async def test_a_disk_that_is_full_at_the_start_is_named() -> None:
    with pytest.raises(StoreError, match=r"^The database /dev/full can't grow: the disk is full\.$"):
        await Store("sqlite:////dev/full").open()


async def test_a_file_name_that_no_disk_takes_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"\.db can't be opened: the program must be allowed"):
        await Store(f"sqlite:///{tmp_path}/{'x' * 300}.db").open()

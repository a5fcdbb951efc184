"""A file that is damaged is said to be so once, and to be back when all of it is whole again."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from store import Store, StoreError
from store import database as database_module
from store.database import Database, is_whole, parse
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import run

CHAT, ANSWERS = -100, 5_000
FIRST, LAST = 40, 90  # of the pages that are overwritten, which hold answers
PAGE = 4_096  # bytes
MANY = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
INSERT INTO answers SELECT -100, i, '[1]', '[]', 1, '2024-05-06 00:00:00.000000' FROM n"""


class File:
    """A grown database's file, and a copy of it."""

    def __init__(self, path: Path) -> None:
        self.path, self.copy = path, path.with_name("copy.db")

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    async def grow(self) -> None:
        await run(self.url, MANY)
        await run(self.url, "PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(self.path, self.copy)

    async def damage(self) -> None:
        with self.path.open("r+b") as file:
            file.seek(FIRST * PAGE)
            file.write(b"\xa5" * (LAST - FIRST) * PAGE)
        await run(self.url, "UPDATE limiter SET name = 'telegram'")  # whoever has it open reads it anew after that

    def write_over(self) -> None:
        with self.path.open("r+b") as file:
            file.write(self.copy.read_bytes())

    def replace(self) -> None:
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        self.copy.replace(self.path)


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path / "bot.db")


@pytest.fixture
async def grown(file: File) -> AsyncIterator[Store]:
    async with Store(file.url, interval=NEVER, patience=PATIENT) as store:
        await file.grow()
        assert await store.answers.of(CHAT, 1)
        yield store


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().split("bot.db ")[-1] for record in caplog.records]


async def read_some(store: Store) -> None:
    for question in range(1, ANSWERS, 50):
        assert await store.answers.of(CHAT, question)


async def trip(store: Store) -> None:
    """Comes upon what is damaged."""
    with pytest.raises(StoreError, match=r"is damaged\.$"):
        await read_some(store)


@pytest.mark.parametrize("restore", [File.write_over, File.replace], ids=["written over", "replaced"])
async def test_it_is_not_back_while_some_of_it_can_be_read_and_written_but_when_it_is_restored(
    file: File,
    grown: Store,
    restore: Callable[[File], None],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.INFO, "store")
    monkeypatch.setattr(database_module, "CHECK_EVERY", 0.01)
    await file.damage()
    for _ in range(3):
        await trip(grown)
        await grown.chats.mute(CHAT, True)
        assert (await grown.chats.state(CHAT)).muted
    assert not is_whole(file.path)
    assert told(caplog) == ["is damaged. The bot goes on without what it remembers."]
    restore(file)
    async with asyncio.timeout(PATIENT):
        while len(caplog.records) < 2:
            await asyncio.sleep(0.01)
            await grown.chats.state(CHAT)
    assert told(caplog)[1:] == ["is back."]
    await read_some(grown)


async def test_a_file_that_is_damaged_does_not_keep_the_program_from_ending(file: File, grown: Store) -> None:
    await file.damage()
    await trip(grown)
    async with asyncio.timeout(PATIENT):
        await grown.close()


def test_a_file_that_is_not_there_is_not_whole_and_not_made(tmp_path: Path) -> None:
    assert not is_whole(tmp_path / "bot.db")
    assert [*tmp_path.iterdir()] == []


async def test_of_a_postgresql_that_is_damaged_nobody_can_say_that_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """There is no telling from here whether all of it can be read."""
    caplog.set_level(logging.INFO, "store")
    database = Database(parse("postgresql://bot@127.0.0.1/bot"))
    with database._reporting("BEGIN"):
        pass
    cause = asyncpg.DataCorruptedError("invalid page in block 7")
    with pytest.raises(StoreError, match=r"is damaged\.$"), database._reporting("BEGIN"):
        raise DBAPIError("SELECT", {}, cause)
    with database._reporting("BEGIN IMMEDIATE"):
        pass
    assert len(caplog.records) == 1
    await database.close()

"""A store opens, whoever else opens it; or says in a sentence why not."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData

import store as store_package
from store import Store, StoreError
from store.database import Database, parse
from store.tables import METADATA
from tests.fakes.postgres import Postgres
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import columns, outage, run

# Root may write everything; in this program it is as everybody else.
PLAIN = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
OPEN = "import asyncio, sys; from store import Store; asyncio.run(Store(sys.argv[1]).open())"


async def test_several_replicas_open_one_empty_database_at_once(url: str) -> None:
    stores = [Store(url, interval=NEVER, patience=PATIENT, lock_patience=PATIENT) for _ in range(6)]
    await asyncio.gather(*(store.open() for store in stores))
    try:
        await asyncio.gather(*(store.chats.mute(-number, True) for number, store in enumerate(stores, 1)))
        assert await stores[0].chats.count() == 6
    finally:
        for store in stores:
            await store.close()
    assert await run(url, "SELECT version_num FROM alembic_version") == [("0005",)]


def test_a_migration_is_called_by_its_revision() -> None:
    every = [*ScriptDirectory(str(Path(store_package.__file__).with_name("migrations"))).walk_revisions()]
    assert [Path(each.path).stem.partition("_")[0] for each in every] == [each.revision for each in every]


async def test_opening_again_changes_nothing(url: str) -> None:
    async with Store(url) as store:
        before = await columns(url)
        await store.chats.mute(1, True)
    async with Store(url) as store:
        assert await columns(url) == before
        assert (await store.chats.state(1)).muted


async def test_the_migrations_lead_to_the_tables_as_they_are_described(url: str, store: Store) -> None:
    database = Database(parse(url))
    async with database.reading() as connection:
        assert await connection.run_sync(_differences, METADATA) == []
        assert await connection.run_sync(_differences, MetaData()) != []
    await database.close()


def _differences(connection: Connection, described: MetaData) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, described))


async def test_only_what_was_missed_has_a_text_and_only_an_answer_has_a_person(url: str, store: Store) -> None:
    kept = await columns(url)
    assert {table for table, column in kept if column in ("chat_id", "asker")} == {
        *("chats", "answers", "reminders", "reminded")
    }
    assert {column for table, column in kept if table == "chats"} == {
        *("chat_id", "mode", "cooldown", "buttons", "report", "muted", "seen_at", "left_at")
    }
    assert {column for table, column in kept if table == "answers"} == {
        *("chat_id", "question_id", "messages", "entries", "asker", "at")
    }
    assert {column for table, column in kept if table == "reminders"} == {
        *("chat_id", "thread_id", "at", "days", "zone", "topics", "language", "due_at", "day", "lease", "sending"),
        *("sending_entry", "round", "refused", "served", "doubted", "served_at", "ended", "ended_at"),
    }
    assert {column for table, column in kept if table == "reminded"} == {"chat_id", "round", "entry_id", "at"}
    assert {column for table, column in kept if table == "misses"} == {"text", "reason", "nearest", "count", "last"}
    assert {column for table, column in kept if table == "usage"} == {"day", "surface", "kind", "outcome", "count"}
    assert {column for table, column in kept if table == "entries"} == {"entry_id", "count", "good", "bad"}


async def test_tables_of_a_newer_program_are_left_alone(url: str) -> None:
    async with Store(url):
        pass
    await run(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer version of this program"):
        await Store(url).open()
    assert await run(url, "SELECT version_num FROM alembic_version") == [("9999",)]


async def test_a_database_that_was_down_can_be_opened_later(url: str, postgres: Postgres) -> None:
    async with Store(url):
        pass
    store = Store(url, interval=NEVER, patience=PATIENT, lock_patience=0.05)
    with outage(url, postgres), pytest.raises(StoreError):
        await store.open()
    await store.open()
    assert await store.chats.count() == 0
    await store.close()


async def test_nothing_stays_prepared_on_the_server(postgres: Postgres) -> None:
    database = Database(parse(await postgres.empty()))
    for _ in range(2):
        async with database.writing() as connection:
            await connection.exec_driver_sql("SELECT 1")
            left = await connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''")
            assert left.scalar() == 0
    await database.close()


async def test_a_file_survives_losing_power(tmp_path: Path) -> None:
    database = Database(parse(f"sqlite:///{tmp_path}/bot.db"))
    async with Store(f"sqlite:///{tmp_path}/bot.db"):
        async with database.reading() as connection:
            assert (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar() == "wal"
            assert (await connection.exec_driver_sql("PRAGMA synchronous")).scalar() == 2
        await database.close()


async def test_a_folder_that_can_not_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        StoreError, match=r"^The folder \S+/file/data of the database .* can't be made: not a directory\.$"
    ):
        await Store(f"sqlite:///{tmp_path}/file/data/bot.db").open()


async def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        await Store(f"sqlite:///{tmp_path}").open()


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_text("Dear diary, " * 1000)
    with pytest.raises(StoreError, match=r"isn't an SQLite database\.$"):
        await Store(f"sqlite:///{file}").open()
    assert file.read_text().startswith("Dear diary")


@pytest.mark.skipif(bool(PLAIN) and not shutil.which("setpriv"), reason="root can't be refused without setpriv")
@pytest.mark.parametrize("parts", [("bot.db",), ("bot.db", "."), (".",)], ids=["file", "both", "folder"])
def test_a_file_or_folder_that_may_not_be_written_is_named(tmp_path: Path, parts: tuple[str, ...]) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    if "bot.db" in parts:
        with closing(sqlite3.connect(tmp_path / "bot.db")) as file:
            file.execute("CREATE TABLE t (c)")
    for part in parts:
        path = tmp_path / part
        path.chmod(0o555 if path.is_dir() else 0o444)
    program = subprocess.run(  # noqa: S603 - our own words
        [*PLAIN, sys.executable, "-c", OPEN, url], capture_output=True, text=True, check=False, cwd=Path.cwd()
    )
    tmp_path.chmod(0o755)
    assert program.returncode == 1
    last = program.stderr.splitlines()[-1]
    assert last.startswith(f"store.db_errors.StoreError: The database {tmp_path}/bot.db ")
    assert last.endswith("the program must be allowed to write the file and its folder.") or last.endswith(
        "the program must be allowed to read and write the file and its folder."
    )


async def test_a_file_that_another_program_has_for_itself_is_named(tmp_path: Path, postgres: Postgres) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with Store(url):
        pass
    with outage(url, postgres), pytest.raises(StoreError, match=r"is locked by another program\.$"):
        await Store(url, lock_patience=0.05).open()


async def test_a_database_that_the_server_has_not_is_named(postgres: Postgres) -> None:
    with pytest.raises(StoreError, match=r"^The PostgreSQL database nowhere at \S+ has no database of this name\.$"):
        await Store(postgres.url("nowhere")).open()


async def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(StoreError, match=r"^The PostgreSQL database bot at 127\.0\.0\.1:1 can't be reached\.$"):
        await Store("postgresql://bot:hidden@127.0.0.1:1/bot").open()


async def test_a_user_that_the_server_does_not_know_is_refused(postgres: Postgres) -> None:
    url = (await postgres.empty()).replace("postgres@", "stranger:hidden@")
    with pytest.raises(StoreError, match=r"refuses the user or the password\.$"):
        await Store(url).open()


async def test_an_option_that_is_not_understood_is_said(postgres: Postgres) -> None:
    with pytest.raises(StoreError, match="option that isn't understood"):
        await Store(f"{postgres.url('postgres')}&sslmode=perhaps").open()

"""What counts as a database's address, and what is said of the rest."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store import StoreError
from store.database import parse
from store.db_errors import reason


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///data/bot.db", "data/bot.db"),
        ("sqlite:////var/lib/bot/bot.db", "/var/lib/bot/bot.db"),
        ("sqlite+aiosqlite:///bot.db", "bot.db"),
        (" sqlite:///数据/机器人 1.db ", "数据/机器人 1.db"),
    ],
)
def test_a_file(url: str, path: str) -> None:
    assert parse(url).path == Path(path)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_database_in_memory_is_its_own(url: str) -> None:
    first, second = parse(url), parse(url)
    assert first.path is None
    assert first.memory != second.memory


@pytest.mark.parametrize(
    ("url", "name", "dsn"),
    [
        ("postgresql://u:hidden@db:5433/bot", "bot at db:5433", "postgresql://u:hidden@db:5433/bot"),
        ("postgres://u:hidden@db/bot", "bot at db", "postgresql://u:hidden@db/bot"),
        ("postgresql+asyncpg://db/bot", "bot at db", "postgresql://db/bot"),
        ("postgresql://u@/bot?host=/run/pg", "bot at /run/pg", "postgresql://u@/bot?host=%2Frun%2Fpg"),
        ("postgres://u:p%40s@db/bot?sslmode=require", "bot at db", "postgresql://u:p%40s@db/bot?sslmode=require"),
        ("postgresql:///bot", "bot at this machine", "postgresql:///bot"),
    ],
)
def test_a_server(url: str, name: str, dsn: str) -> None:
    address = parse(url)
    assert (address.name, address.dsn) == (f"PostgreSQL database {name}", dsn)
    assert "hidden" not in repr(address)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "isn't understood"),
        ("data/bot.db", "isn't understood"),
        ("postgresql://u:hidden@db:port/bot", "isn't understood"),
        ("mysql://u:hidden@db/bot", "mysql://"),
        ("sqlite://data/bot.db", "three slashes"),
        ("sqlite:///bot.db?mode=ro", "no options"),
        ("postgresql://u:hidden@db", "names no database"),
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        parse(url)
    assert "hidden" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_full_disk_is_called_so(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "small.db")) as file:
        file.execute("PRAGMA max_page_count = 2")
        file.execute("CREATE TABLE t (c)")
        with pytest.raises(sqlite3.OperationalError) as full:
            file.execute("INSERT INTO t VALUES (zeroblob(100000))")
    assert reason(full.value) == "can't grow: the disk is full"

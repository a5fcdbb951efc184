"""What happens before the first question: the folder, SQLite's file, and the migrations under a lock."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from store.db_errors import StoreError, locked, reason

_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 0x57_52_42_01  # any number, the same in every replica and nobody else's
_TRIES, _PAUSE = 100, 0.05  # seconds between two tries to get the file for oneself


def make_file(path: Path, name: str) -> None:
    """Makes the folder of the SQLite file `path` and lets the file keep a write-ahead log. It blocks.

    Raises StoreError with a sentence about `name` when the program isn't allowed to, or the file is something else.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise StoreError(f"The folder {path.parent} of the {name} can't be made: {why}.") from None
    with suppress(OSError):  # which SQLite comes upon again, and a sentence is known for that
        if path.is_dir():
            raise StoreError(f"The {name} is a folder: expected a file.")
    for remaining in reversed(range(_TRIES)):
        try:
            with closing(sqlite3.connect(path, timeout=0)) as connection:
                # Readers and the writer don't wait for each other then. Needs the file for itself for a moment, for
                # which SQLite waits in some cases and not in others.
                connection.execute("PRAGMA journal_mode=WAL").fetchone()
            return
        except sqlite3.Error as error:
            if not remaining or not locked(error):
                raise StoreError(f"The {name} {reason(error)}.") from None
            time.sleep(_PAUSE)


def migrate(connection: Connection, name: str) -> None:
    """Brings the tables up to date within the transaction of `connection`; replicas that start together take turns.

    Raises StoreError when the tables are newer than this program, or can't be written, or can't hold every text.
    """
    if connection.dialect.name == "postgresql":
        # Where nothing is to be done that would be noticed only by the first who write.
        if connection.execute(text("SHOW transaction_read_only")).scalar() == "on":
            raise StoreError(f"The {name} is read-only, as a standby is.")
        encoding = connection.execute(text("SHOW server_encoding")).scalar()
        if encoding != "UTF8":
            raise StoreError(
                f"The {name} is encoded in {encoding}, which can't hold every text: make one in UTF8 (`createdb "
                "--encoding UTF8 --locale C --template template0`), into which `db copy` moves what this one holds."
            )
        # Held until the transaction ends; on SQLite BEGIN IMMEDIATE was enough.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    known, present = _revisions(), _revision(connection)
    if present == known[-1]:
        return
    if present and present not in known:
        raise StoreError(f"The {name} was last used by a newer version of this program: run that one, or a newer.")
    _upgrade(connection)


def is_current(connection: Connection) -> bool:
    """Return whether the tables are as this program knows them."""
    return _revision(connection) == _revisions()[-1]


def _upgrade(connection: Connection) -> None:
    # Imported when there is something to do, which is hardly ever: it takes a fifth of a second and 10 MiB.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revisions() -> list[str]:
    """Return the number of each migration, in order; its file is called by it."""
    return sorted(file.name.partition("_")[0] for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()

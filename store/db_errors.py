"""Database errors as sentences without SQL, values or passwords."""

from __future__ import annotations

import socket
import sqlite3
import sys
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

# SQLite's driver raises OverflowError for a number of over 64 bits, and UnicodeError for a lone surrogate.
_FAILURES = (SQLAlchemyError, sqlite3.Error, OSError, OverflowError, UnicodeError)
_DRIVER = "asyncpg"  # PostgreSQL's, which SQLAlchemy imports where it is used

_CANT_OPEN = "can't be opened: the program must be allowed to read and write the file and its folder"
_CANT_WRITE = "can't be written: the disk is full, or reports an error"  # such as an exceeded quota
_SQLITE = {  # by SQLite's extended result code, or its primary one
    sqlite3.SQLITE_BUSY: "is locked by another program",
    sqlite3.SQLITE_LOCKED: "is locked by another program",
    sqlite3.SQLITE_READONLY: "is read-only: the program must be allowed to write the file and its folder",
    sqlite3.SQLITE_FULL: "can't grow: the disk is full",
    sqlite3.SQLITE_CANTOPEN: _CANT_OPEN,
    sqlite3.SQLITE_PERM: _CANT_OPEN,
    sqlite3.SQLITE_IOERR: "can't be read or written: the disk reports an error",
    sqlite3.SQLITE_IOERR_WRITE: _CANT_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE: _CANT_WRITE,
    sqlite3.SQLITE_IOERR_SHMMAP: _CANT_WRITE,
    sqlite3.SQLITE_NOTADB: "isn't an SQLite database",
    sqlite3.SQLITE_CORRUPT: "is damaged",
}
_POSTGRES = {  # by SQLSTATE, or its class of two characters
    "28": "refuses the user or the password",
    "3D": "has no database of this name",
    "3F": "has no schema that this user may make tables in",
    "25006": "is read-only, as a standby is",
    "42501": "doesn't let this user create or change the tables",
    "53100": "can't write: its disk is full",
    "53300": "has too many connections",
    "55P03": "is locked by another program",
    "57P": "is starting, stopping or recovering",
    "08": "broke the connection off",
    "XX001": "is damaged",
    "XX002": "is damaged",  # an index of it
}
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, "XX001", "XX002"})
# SQLSTATE's classes for bad data, a broken constraint, and a limit exceeded.
_REFUSED = frozenset({sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG, "22", "23", "54"})


class StoreError(Exception):
    """The database failed; the message is a sentence for the operator. The caller can go on without the store."""


class RowRefusedError(StoreError):
    """The database works, but rejects a value: a retry would fail, too."""


def failures() -> tuple[type[Exception], ...]:
    """Return the exception types of database failures."""
    driver = sys.modules.get(_DRIVER)
    return (*_FAILURES, driver.PostgresError, driver.InterfaceError) if driver else _FAILURES


def reason(error: BaseException) -> str:
    """Return what is wrong with the database, to follow its name: `is locked by another program`."""
    chain = tuple(_chain(error))
    for each in chain:
        if known := _known(each):
            return known
    driver = sys.modules.get(_DRIVER)
    if driver and any(isinstance(each, driver.ClientConfigurationError) for each in chain):
        return "can't be asked: the address holds an option that isn't understood"
    if any(isinstance(each, (socket.gaierror, UnicodeError)) for each in chain):
        return "can't be found: nobody knows a machine of this name"
    if any(isinstance(each, OSError) for each in chain):
        return "can't be reached"
    return f"answers with an error ({kind(error)})"


def refuses(error: BaseException) -> bool:
    """Return whether the database rejects a value, but works otherwise."""
    return any(
        isinstance(each, OverflowError)
        or (isinstance(each, UnicodeEncodeError) and each.encoding != "idna")  # which comes from the host name
        or _primary(each) in _REFUSED
        or _state(each)[:2] in _REFUSED
        for each in _chain(error)
    )


def damaged(error: BaseException) -> bool:
    """Return whether a page of the database can't be read, even if others can."""
    return any(_primary(each) in _DAMAGED or _state(each) in _DAMAGED for each in _chain(error))


def locked(error: BaseException) -> bool:
    """Return whether the only cause is another program's lock, so that a retry may work."""
    return any(_primary(each) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} for each in _chain(error))


def kind(error: BaseException) -> str:
    """Return the driver's name for an error, which holds no value: `UntranslatableCharacterError`."""
    return type([*_chain(error)][-1]).__name__


def _known(error: BaseException) -> str | None:
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(_extended(error)) or _SQLITE.get(_primary(error))
    state = _state(error)
    return next((_POSTGRES[state[:length]] for length in (5, 3, 2) if state[:length] in _POSTGRES), None)


def _state(error: BaseException) -> str:
    return str(getattr(error, "sqlstate", None) or "")


def _primary(error: BaseException) -> int:
    return _extended(error) & 0xFF


def _extended(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error, the driver's own, and what caused them."""
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__

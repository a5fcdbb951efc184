"""Why the store can't do what was asked, as one sentence without SQL, values or passwords."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

# SQLite's driver raises OverflowError for a number of over 64 bits, and UnicodeError for half a character.
FAILURES = (
    *(SQLAlchemyError, sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError, OSError),
    *(OverflowError, UnicodeError),
)

_SQLITE = {  # by SQLite's primary result code
    sqlite3.SQLITE_BUSY: "is locked by another program",
    sqlite3.SQLITE_LOCKED: "is locked by another program",
    sqlite3.SQLITE_READONLY: "is read-only: the program must be allowed to write the file and its folder",
    sqlite3.SQLITE_FULL: "can't grow: the disk is full",
    sqlite3.SQLITE_CANTOPEN: "can't be opened: the program must be allowed to read and write the file and its folder",
    sqlite3.SQLITE_PERM: "can't be opened: the program must be allowed to read and write the file and its folder",
    sqlite3.SQLITE_IOERR: "can't be read or written: the disk reports an error",
    sqlite3.SQLITE_NOTADB: "isn't an SQLite database",
    sqlite3.SQLITE_CORRUPT: "is damaged",
}
# By SQLite's extended result code. A quota that is used up, for one, is an error in writing.
_UNWRITTEN = (sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP)
_SQLITE_IN_FULL = dict.fromkeys(_UNWRITTEN, "can't be written: the disk is full, or reports an error")
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
_DAMAGED_SQLITE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_DAMAGED_POSTGRES = frozenset({"XX001", "XX002"})
_REFUSED_SQLITE = frozenset({sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG})
_REFUSED_POSTGRES = frozenset(
    {"22", "23", "54"}
)  # classes of SQLSTATE: bad data, a broken constraint, a limit exceeded


class StoreError(Exception):
    """The store can't do it; the message is a sentence for the operator. Whoever asked can go on without."""


class RowRefusedError(StoreError):
    """The database works, but can't hold a value that it was given: the same again would be refused again."""


def reason(error: BaseException) -> str:
    """Return what is wrong with the database, to be put behind its name: `is locked by another program`."""
    chain = tuple(_chain(error))
    for each in chain:
        if known := _known(each):
            return known
    if any(isinstance(each, asyncpg.ClientConfigurationError) for each in chain):
        return "can't be asked: the address holds an option that isn't understood"
    if any(isinstance(each, (socket.gaierror, UnicodeError)) for each in chain):
        return "can't be found: nobody knows a machine of this name"
    if any(isinstance(each, OSError) for each in chain):
        return "can't be reached"
    return f"answers with an error ({kind(error)})"


def refuses(error: BaseException) -> bool:
    """Whether the database refuses a value that it was given, and is well otherwise."""
    return any(
        isinstance(each, OverflowError)
        or (isinstance(each, UnicodeEncodeError) and each.encoding != "idna")  # which is for the machine's name
        or _primary(each) in _REFUSED_SQLITE
        or str(getattr(each, "sqlstate", None) or "")[:2] in _REFUSED_POSTGRES
        for each in _chain(error)
    )


def damaged(error: BaseException) -> bool:
    """Whether the database has come upon a page of its own that it can't read, though it may read others."""
    return any(
        _primary(each) in _DAMAGED_SQLITE or getattr(each, "sqlstate", None) in _DAMAGED_POSTGRES
        for each in _chain(error)
    )


def kind(error: BaseException) -> str:
    """Return the driver's name for an error, which holds no value: `UntranslatableCharacterError`."""
    return type([*_chain(error)][-1]).__name__


def locked(error: BaseException) -> bool:
    """Whether somebody else's lock is all that is wrong, so that another try may do."""
    return any(_primary(each) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) for each in _chain(error))


def _known(error: BaseException) -> str | None:
    if isinstance(error, sqlite3.Error):
        return _SQLITE_IN_FULL.get(_extended(error)) or _SQLITE.get(_primary(error))
    state = str(getattr(error, "sqlstate", None) or "")
    return next((_POSTGRES[state[:length]] for length in (5, 3, 2) if state[:length] in _POSTGRES), None)


def _primary(error: BaseException) -> int:
    return _extended(error) & 0xFF


def _extended(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error, the driver's own, and what caused them."""
    while error is not None:
        yield error
        error = getattr(error, "orig", None) or error.__cause__

"""Where the database is: what an operator writes as its address, understood and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from store.errors import StoreError

_EXPECTED = "expected sqlite:///data/bot.db or postgresql://user:password@host/name"
_SQLITE = frozenset({"sqlite", "sqlite+aiosqlite"})
_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+asyncpg"})


@dataclass(frozen=True, slots=True)
class Address:
    """A database. `name` is how messages call it, without user and password.

    An SQLite file has a `path`, a database in memory a URI of its own, PostgreSQL a `dsn`, which holds the password.
    """

    name: str
    path: Path | None = None
    memory: str | None = None
    dsn: str | None = field(default=None, repr=False)


def parse(url: str) -> Address:
    """Return the database that `url` names; raise StoreError with a sentence when it names none."""
    if url.count("@") > 1:  # one stands in the password, half of which would be taken for the host's name, and shown
        raise StoreError(
            f"The database's address holds more than one @: write %40 for one in the password; {_EXPECTED}."
        )
    try:
        parts = make_url(url.strip())
    except (ArgumentError, ValueError):
        # It isn't shown: where it doesn't follow the form, the password may stand anywhere in it.
        raise StoreError(f"The database's address isn't understood: {_EXPECTED}.") from None
    if parts.drivername in _SQLITE:
        return _sqlite(parts)
    if parts.drivername in _POSTGRES:
        return _postgres(parts)
    raise StoreError(f"The database's address begins with {parts.drivername}://, which isn't known: {_EXPECTED}.")


def _sqlite(parts: URL) -> Address:
    if parts.host is not None or parts.username is not None:
        raise StoreError(
            "The SQLite address needs three slashes before a path, as in sqlite:///data/bot.db, and a fourth for one "
            "from the root."
        )
    if parts.query:
        raise StoreError("The SQLite address takes no options after a question mark.")
    if parts.database in (None, "", ":memory:"):
        return Address("database in memory", memory=f"file:{uuid4().hex}?mode=memory&cache=shared")
    path = Path(str(parts.database))
    return Address(f"database {path}", path=path)


def _postgres(parts: URL) -> Address:
    if not parts.database and "database" not in parts.query and "dbname" not in parts.query:
        raise StoreError(f"The PostgreSQL address names no database: {_EXPECTED}.")
    host = parts.host or parts.query.get("host") or "this machine"
    port = f":{parts.port}" if parts.port else ""
    where = host if isinstance(host, str) else ", ".join(host)
    dsn = parts.set(drivername="postgresql").render_as_string(hide_password=False)
    return Address(f"PostgreSQL database {parts.database or ''} at {where}{port}".replace("  ", " "), dsn=dsn)

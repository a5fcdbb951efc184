"""Strings that every database takes."""

from __future__ import annotations

from store.schema import NAME


def storable(value: str, length: int | None = NAME) -> str:
    """Return `value` cut at `length` characters, if any, without NUL and lone surrogates, which PostgreSQL refuses."""
    return value[:length].replace("\0", "").encode("utf8", "ignore").decode("utf8")

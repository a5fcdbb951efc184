"""Strings that every database takes."""

from __future__ import annotations

from store.schema import NAME


def storable(value: str) -> str:
    """Return `value` cut at `NAME` characters, without NUL and lone surrogates, which PostgreSQL refuses."""
    return value[:NAME].replace("\0", "").encode("utf8", "ignore").decode("utf8")

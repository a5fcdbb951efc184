"""Blots secrets out of what the program says: the one place that every message to a terminal or a log goes through."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote

REDACTED = "***"
_TOKEN = re.compile(r"[0-9]{5,20}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)  # a bot's, wherever it was pasted
_SHORTEST = 6  # characters of a secret, or of a token's secret half, that is hidden; less would hide common words
PASSWORD = "PGPASSWORD"  # noqa: S105 - where PostgreSQL's drivers look for one that the address doesn't hold
_VARIABLES = frozenset({"BOT_TOKEN", "WEBHOOK_SECRET", PASSWORD})
_DATABASE = "DATABASE_URL"
_PASSWORD = re.compile(
    r"://[^:/]*:(.*)@|[?&](?:ssl)?password=([^&]*)", re.DOTALL
)  # also one that holds what it mustn't


class Redaction:
    """Replaces the given secrets, and whatever looks like a bot's token."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in _forms(secret) if len(form) >= _SHORTEST}
        self._forms = sorted(forms, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """Return `text` without the secrets."""
        for form in self._forms:
            text = text.replace(form, REDACTED)
        return _TOKEN.sub(REDACTED, text)


def redacted(text: str) -> str:
    """Return `text` without the secrets that the environment holds, right or wrong as they may be."""
    return Redaction(_in_environment())(text)


def passwords(url: str) -> tuple[str, ...]:
    """Return the password in a database's address as it may appear; all of an address that isn't one."""
    if "://" not in url:
        return (url,)
    found = [user or option for user, option in _PASSWORD.findall(url)]
    # A short one, which could be any word, is still told by the signs around it.
    return tuple(form for each in found if each for form in (f":{each}@", each, unquote(each)))


def _in_environment() -> Iterator[str]:
    for name, value in os.environ.items():
        if name.upper() in _VARIABLES:
            yield value.strip()
        elif name.upper() == _DATABASE:
            yield from passwords(value.strip())


def _forms(secret: str) -> Iterator[str]:
    """Yield how a secret may appear: as it is, in an address, and a token's secret half alone."""
    yield secret
    yield quote(secret, safe="")
    yield secret.partition(":")[2]

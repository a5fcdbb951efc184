"""Blots secrets out of what the program says: the one place that every message to a terminal or a log goes through."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

REDACTED = "***"
_TOKEN = re.compile(r"[0-9]{5,20}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)  # a bot's, wherever it was pasted
_SHORTEST = 6  # characters of a secret, or of a token's secret half, that is hidden; less would hide common words
_VARIABLES = frozenset({"BOT_TOKEN", "WEBHOOK_SECRET"})


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
    return Redaction(value.strip() for name, value in os.environ.items() if name.upper() in _VARIABLES)(text)


def _forms(secret: str) -> Iterator[str]:
    """Yield how a secret may appear: as it is, in an address, and a token's secret half alone."""
    yield secret
    yield quote(secret, safe="")
    yield secret.partition(":")[2]

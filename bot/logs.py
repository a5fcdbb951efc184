"""Logging to stderr as text or JSON, and messages for the operator, all without secrets."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import quote, unquote

REDACTED = "***"
PASSWORD = "PGPASSWORD"  # noqa: S105 - where PostgreSQL's drivers look for one that the address doesn't hold
_OWN = ("bot", "handlers", "knowledge", "store")
_VERBOSE = ("alembic", "watchfiles")  # libraries that log each of their steps at `info`
_POOL = "sqlalchemy.pool"  # logs a traceback when a connection to a hanging database can't be reset; store says why
_TOKEN = re.compile(r"[0-9]{5,20}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)  # a bot's, wherever it was pasted
_MIN_SECRET = 6  # characters of a secret, or of a token's secret half, that is hidden; less would hide common words
_SECRET_VARIABLES = frozenset({"BOT_TOKEN", "WEBHOOK_SECRET", PASSWORD})
_DATABASE = "DATABASE_URL"
# A password in an address, even with characters that should have been quoted.
_PASSWORD = re.compile(r"://[^:/]*:(.*)@|[?&](?:ssl)?password=([^&]*)", re.DOTALL)


def configure(level: str, form: str, secrets: Iterable[str] = ()) -> None:
    """Configure all loggers to write to stderr from `level` on, in the form `text` or `json`, without `secrets`.

    Libraries log at `info` and above only: at `debug` they log messages, and the ids of people and chats.
    """
    chosen = logging.getLevelNamesMapping()[level.upper()]
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(JsonFormatter() if form == "json" else text, secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(chosen, logging.INFO))
    for name in _OWN:
        logging.getLogger(name).setLevel(chosen)
    for name in _VERBOSE:
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))
    logging.getLogger(_POOL).setLevel(logging.CRITICAL)


class JsonFormatter(logging.Formatter):
    """One JSON object a line: `time` (UTC, ISO 8601), `level`, `logger`, `message`, and any `exception` or `stack`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for `record`."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = self.formatException(record.exc_info)
        elif record.exc_text:  # already formatted by another handler
            line["exception"] = record.exc_text
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(line, ensure_ascii=False)


class RedactingFormatter(logging.Formatter):
    """Removes secrets from another formatter's lines, tracebacks included."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner, self._redaction = inner, Redaction(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the inner formatter's line for `record` without the secrets."""
        return self._redaction(self._inner.format(record))


class Redaction:
    """Replaces the given secrets, and whatever looks like a bot's token, by `***`."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in _forms(secret) if len(form) >= _MIN_SECRET}
        self._forms = sorted(forms, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """Return `text` without the secrets."""
        for form in self._forms:
            text = text.replace(form, REDACTED)
        return _TOKEN.sub(REDACTED, text)


def redacted(text: str) -> str:
    """Return `text` without the secrets in the environment variables, valid or not."""
    return Redaction(_in_environment())(text)


def passwords(url: str) -> tuple[str, ...]:
    """Return the forms in which a database address's password may appear; the whole value if it isn't an address."""
    if "://" not in url:
        return (url,)
    found = [user or option for user, option in _PASSWORD.findall(url)]
    # A short password could be any word, but is recognised by the punctuation around it.
    return tuple(form for each in found if each for form in (f":{each}@", each, unquote(each)))


def _in_environment() -> Iterator[str]:
    for name, value in os.environ.items():
        if name.upper() in _SECRET_VARIABLES:
            yield value.strip()
        elif name.upper() == _DATABASE:
            yield from passwords(value.strip())


def _forms(secret: str) -> Iterator[str]:
    """Yield the forms in which a secret may appear: as it is, URL-quoted, and the secret half of a token."""
    yield secret
    yield quote(secret, safe="")
    yield secret.partition(":")[2]

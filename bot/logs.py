"""What the program says to its operator: text or JSON lines on stderr, never with a secret or what people wrote."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from bot.redaction import Redaction

_OWN = ("bot", "handlers", "knowledge", "store")
_TALKATIVE = ("alembic", "watchfiles")  # libraries that tell of every step of theirs at the level of information
_POOL = "sqlalchemy.pool"  # gives a traceback when a database that hangs can't be left in good order; store says why


def configure(level: str, form: str, secrets: Iterable[str] = ()) -> None:
    """Let every logger write to stderr from `level` on, in the form `text` or `json`, with `secrets` blotted out.

    Libraries are kept to `info` and above: at `debug` they log what people write, and the ids of people and chats.
    """
    chosen = logging.getLevelNamesMapping()[level.upper()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(JsonLines() if form == "json" else TextLines(), secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(chosen, logging.INFO))
    for name in _OWN:
        logging.getLogger(name).setLevel(chosen)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(root.level, logging.WARNING))
    logging.getLogger(_POOL).setLevel(logging.CRITICAL)


class TextLines(logging.Formatter):
    """A line for a person: time, level, logger, message; an exception's traceback below."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")


class JsonLines(logging.Formatter):
    """A JSON object a line: `time` (UTC, ISO 8601), `level`, `logger`, `message`; `exception`, `stack` if there are."""

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
        elif record.exc_text:  # a traceback that somebody has formatted already
            line["exception"] = record.exc_text
        if record.stack_info:
            line["stack"] = record.stack_info
        return json.dumps(line, ensure_ascii=False)


class Redacting(logging.Formatter):
    """Another formatter's lines with secrets blotted out, tracebacks included."""

    def __init__(self, inner: logging.Formatter, secrets: Iterable[str]) -> None:
        super().__init__()
        self._inner, self._redaction = inner, Redaction(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Return the inner formatter's line for `record` without the secrets."""
        return self._redaction(self._inner.format(record))

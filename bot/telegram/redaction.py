"""Keeps the bot's token out of the logs."""

from __future__ import annotations

import contextlib
import logging
import traceback
from collections.abc import Iterator

_HIDDEN = "<token>"


class TokenFilter(logging.Filter):
    """Hides the token, whole or its secret half alone, in a record's message and traceback. Lets every record pass."""

    def __init__(self, token: str) -> None:
        super().__init__()
        secret = token.partition(":")[2]
        self._hidden = tuple(part for part in (token, secret) if part)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrites the record where it holds the token, and leaves it alone where it doesn't."""
        self._clean_message(record)
        self._clean_traceback(record)
        if record.stack_info:
            record.stack_info = self._clean(record.stack_info)
        return True

    def _clean(self, text: str) -> str:
        for part in self._hidden:
            text = text.replace(part, _HIDDEN)
        return text

    def _clean_message(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        cleaned = self._clean(message)
        if cleaned != message:
            record.msg, record.args = cleaned, None

    def _clean_traceback(self, record: logging.LogRecord) -> None:
        """Formats the traceback here where it must be cleaned, so that no formatter does so again."""
        text = record.exc_text or ""
        if record.exc_info and record.exc_info[0] is not None:
            text = text or "".join(traceback.format_exception(*record.exc_info)).rstrip()
        cleaned = self._clean(text)
        if cleaned != text:
            record.exc_info, record.exc_text = None, cleaned


@contextlib.contextmanager
def token_hidden(token: str) -> Iterator[None]:
    """Hides the token in whatever the root logger's handlers write meanwhile."""
    hiding = TokenFilter(token)
    handlers = [*logging.getLogger().handlers, *filter(None, [logging.lastResort])]
    for handler in handlers:
        handler.addFilter(hiding)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(hiding)

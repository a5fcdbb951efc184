"""The token never shows in a log."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.telegram import TokenFilter
from bot.telegram.redaction import token_hidden

TOKEN = "123456:AAF-very_secret"  # noqa: S105 - opens nothing


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the root logger's handler writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@pytest.mark.parametrize("shape", [TOKEN, "AAF-very_secret", "https://api.telegram.org/bot123456%3AAAF-very_secret/x"])
def test_messages(written: io.StringIO, shape: str) -> None:
    with token_hidden(TOKEN):
        logging.getLogger("anything").warning("calling %s", shape)
    assert "secret" not in written.getvalue()
    assert "calling" in written.getvalue()


def test_tracebacks(written: io.StringIO) -> None:
    with token_hidden(TOKEN):
        try:
            raise RuntimeError(f"The token `{TOKEN}` was rejected")
        except RuntimeError:
            logging.getLogger("anything").exception("failed", stack_info=True)
    assert "The token `<token>` was rejected" in written.getvalue()
    assert "secret" not in written.getvalue()


def test_other_records_stay_as_they_are() -> None:
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "%d updates", (5,), None)
    assert TokenFilter(TOKEN).filter(record)
    assert (record.msg, record.args) == ("%d updates", (5,))


def test_afterwards_the_handlers_are_as_before(written: io.StringIO) -> None:
    before = [list(handler.filters) for handler in logging.getLogger().handlers]
    with token_hidden(TOKEN):
        pass
    assert [list(handler.filters) for handler in logging.getLogger().handlers] == before

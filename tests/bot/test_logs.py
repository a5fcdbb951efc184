"""What the operator reads: lines of text or JSON, and never the token."""

from __future__ import annotations

import json
import logging
from urllib.parse import quote

import pytest

from bot.logs import configure

TOKEN = "123456:very-secret-token"  # noqa: S105 - opens nothing
pytestmark = pytest.mark.usefixtures("logging_restored")


def fail() -> None:
    try:
        raise ValueError(f"POST https://api.telegram.org/bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("bot.here").exception("坏了: %s", TOKEN.replace(":", "%3A"))


def test_json_lines_have_time_level_logger_message_and_exception(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json", [TOKEN])
    fail()
    logging.getLogger("bot").info("fine")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert list(first) == ["time", "level", "logger", "message", "exception"]
    assert (first["level"], first["logger"], first["message"]) == ("error", "bot.here", "坏了: ***")
    assert first["exception"].endswith("ValueError: POST https://api.telegram.org/bot***/getMe")
    assert first["time"].endswith("+00:00")
    assert list(second) == ["time", "level", "logger", "message"]


def test_a_traceback_that_is_formatted_already_is_written_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "json", [TOKEN])
    record = logging.LogRecord("bot", logging.ERROR, "x.py", 1, "failed", None, None)
    record.exc_text = f"ValueError: {TOKEN}"
    record.stack_info = f"Stack: {TOKEN}"
    logging.getLogger().handle(record)
    line = json.loads(capsys.readouterr().err)
    assert (line["exception"], line["stack"]) == ("ValueError: ***", "Stack: ***")


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("shape", [TOKEN, "very-secret-token", f"https://api.telegram.org/bot{quote(TOKEN)}/getMe"])
def test_no_shape_of_the_token_is_written(capsys: pytest.CaptureFixture[str], form: str, shape: str) -> None:
    configure("info", form, [TOKEN])
    logging.getLogger("anything").warning("calling %s", shape)
    shown = capsys.readouterr().err
    assert "calling" in shown
    assert "secret" not in shown


def test_text_lines_have_the_same_and_no_token_either(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "text", [TOKEN])
    fail()
    shown = capsys.readouterr().err
    assert " ERROR   bot.here: 坏了: ***\nTraceback" in shown
    assert "very-secret-token" not in shown


def test_what_is_below_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure("warning", "text")
    logging.getLogger("bot").info("quiet")
    assert capsys.readouterr().err == ""


def test_at_debug_the_programs_own_lines_are_written_and_no_librarys(capsys: pytest.CaptureFixture[str]) -> None:
    configure("debug", "text")
    for name in (
        "bot.here",
        "handlers",
        "store.batching",
        "knowledge",
        "telegram.ext.ExtBot",
        "aiosqlite",
        "new_library",
    ):
        logging.getLogger(name).debug("calling")
    own = [line.split()[3] for line in capsys.readouterr().err.splitlines()]
    assert own == ["bot.here:", "handlers:", "store.batching:", "knowledge:"]


def test_configuring_again_replaces_what_was(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "text")
    configure("info", "json")
    logging.getLogger("bot").info("once")
    assert [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()] == ["once"]


def test_a_token_that_nobody_named_is_not_written_either(capsys: pytest.CaptureFixture[str]) -> None:
    configure("info", "text")
    logging.getLogger("bot").info("calling %s", "987654321:" + "A" * 35)
    assert capsys.readouterr().err.endswith("calling ***\n")

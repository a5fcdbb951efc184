"""`ask --batch`: JSON lines in, JSON lines out, one by one and in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import BinaryIO

import click

from bot.questions import LONGEST, Json, Refusal, batch_line, refusal
from knowledge.model import Answer, Where

_SENTENCES = {
    Refusal.EMPTY: '"question" is empty: expected a text.',
    Refusal.LONG: f'"question" is too long: expected at most {LONGEST} characters.',
    Refusal.BROKEN: '"question" holds half a character: expected valid Unicode.',
}


class BadLineError(Exception):
    """A line can't be answered; the message says why."""


def answer_lines(
    lines: Iterable[bytes], out: BinaryIO, ask: Callable[[str, Where], Answer], default: Where = Where.ADDRESSED
) -> int:
    """Write a line to `out` for each of `lines` as soon as it is answered; return how many couldn't be.

    Blank lines are left out. A bad line becomes `{"line": number, "error": sentence}`, which is said on stderr too.
    """
    bad = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            written = batch_line(ask(*_asked(line, default)))
        except BadLineError as error:
            bad += 1
            click.echo(f"Error: line {number}: {error}", err=True)
            written = {"line": number, "error": str(error)}
        out.write(json.dumps(written, ensure_ascii=False).encode() + b"\n")
        out.flush()
    return bad


def _asked(line: bytes, default: Where) -> tuple[str, Where]:
    """Return the question of a line and where it was asked; raise `BadLineError`."""
    value = _object(line)
    question = value.get("question")
    if not isinstance(question, str):
        raise BadLineError('"question" is missing: expected {"question": "…", "where": "private" | "group"}.')
    where = value.get("where", default.value)
    if not isinstance(where, str) or where not in tuple(Where):
        raise BadLineError(f'"where" is {json.dumps(where)}: expected "private" or "group".')
    if refused := refusal(question):
        raise BadLineError(_SENTENCES[refused])
    return question, Where(where)


def _object(line: bytes) -> Json:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLineError("this isn't UTF-8: expected a JSON object in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadLineError(f"this isn't JSON: {error.msg} at character {error.pos + 1}.") from None
    except (RecursionError, ValueError):
        raise BadLineError("this is no JSON that can be read: expected a small object.") from None
    if not isinstance(value, dict):
        raise BadLineError('this is no object: expected {"question": "…", "where": "private" | "group"}.')
    return value

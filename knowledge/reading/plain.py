"""Compares the text inside a report file with the plain text it was drafted from."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from knowledge.faults import Fault, Key, KnowledgeError
from knowledge.reading.passages import plain_lines
from knowledge.reading.schema import FileForm
from knowledge.reading.source import Content, Document, text_of

_LONGEST_SHOWN = 30


def differences(document: Document, form: FileForm, plain: Content | None) -> Iterator[Fault]:
    """Yield a fault for every line in which the file's text and the plain text differ; none without a plain text."""
    if plain is None:
        return
    try:
        expected = plain_lines(text_of(plain))
    except KnowledgeError as error:
        yield from error.faults
        return
    keys, lines = text_lines(form)
    if lines == expected:
        return
    matcher = SequenceMatcher(None, lines, expected, autojunk=False)
    for what, start, end, other, until in matcher.get_opcodes():
        if what == "equal":
            continue
        for index, line in zip_longest(range(start, end), expected[other:until]):
            key = keys[min(start if index is None else index, len(keys) - 1)] if keys else ("text",)
            yield document.fault(key, _message(None if index is None else lines[index], line, plain.path.name))


def text_lines(form: FileForm) -> tuple[list[Key], list[str]]:
    """Return the lines of the file's text in order, and the key of each."""
    keys: list[Key] = []
    lines: list[str] = []
    for nth, section in enumerate(form.text):
        if section.section:
            keys.append(("text", nth, "section"))
            lines.append(section.section)
        for index, paragraph in enumerate(section.paragraphs):
            keys.append(("text", nth, "paragraphs", index))
            lines.append(paragraph)
    return keys, lines


def _message(here: str | None, there: str | None, name: str) -> str:
    if here is None:
        return f"before this, {name} has a line that is missing here: “{_short(there or '')}”"
    if there is None:
        return f"this line isn't in {name}: “{_short(here)}”"
    at = next((i for i, (one, other) in enumerate(zip(here, there, strict=False)) if one != other), 0)
    at = at or min(len(here), len(there))
    return f"this line differs from {name}: “{_short(here[at:])}” here, “{_short(there[at:])}” there"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"

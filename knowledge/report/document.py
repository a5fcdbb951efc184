"""Reads knowledge files: a safe subset of YAML, with the line of every value.

Allowed are mappings with text keys, lists and scalars. Plain numbers and true/false are read as such, every other
scalar is text (a date too); a key without a value counts as absent. Not allowed are anchors, aliases, tags, duplicate
keys, several documents, nesting deeper than `DEEPEST`, files over `LARGEST` bytes and anything but UTF-8.

A file that people edit ends with the line `end: true`. A file that was cut off, or that a program is still writing,
lacks it, or has something after it, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.faults import Fault, FaultCode, Key, KnowledgeError, dotted

MEBIBYTE = 1024 * 1024
LARGEST = 1 * MEBIBYTE  # bytes; nearly three times the largest report's file, see bench/large_file.py
DEEPEST = 12  # levels; the format needs six

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+")
_WORDS: dict[str, object] = {"": None, "~": None, "null": None, "true": True, "false": False}
_NUMERIC = frozenset("+-0123456789")
_SCANNING_QUOTED = "while scanning a quoted scalar"  # libyaml's words
_UNCLOSED = frozenset({"found unexpected end of stream", "found unexpected document indicator"})
_LONGEST_NUMBER = 30  # characters
_END = re.compile(r"end:[ \t]+true(?:[ \t]+#.*)?")


@dataclass(frozen=True, slots=True)
class FileContent:
    """The bytes of a file, at most `LARGEST` + 1 of them; `error` says why it couldn't be read."""

    path: Path
    data: bytes = b""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content as plain dicts, tuples and scalars, with the line (from 1) of each value or of its key."""

    file: str
    data: object
    lines: dict[Key, int]
    empty: tuple[Key, ...] = ()  # the keys without a value

    def line(self, key: Key) -> int:
        """Return the line of `key`, or of the nearest value around it that the file has."""
        while key and key not in self.lines:
            key = key[:-1]
        return self.lines.get(key, 1)

    def value(self, key: Key) -> object:
        """Return the value at `key`, one of `lines` and not of `empty`."""
        found: Any = self.data
        for step in key:
            found = found[step]
        return found

    def fault(self, key: Key, message: str, code: FaultCode | None = None, **values: str) -> Fault:
        """Return a fault at `key` of this file; for `code` and `values` see `Fault`."""
        return Fault(self.file, self.line(key), dotted(key), message, code, values)


def read_file(path: Path) -> FileContent:
    """Return the content of the file at `path`; never raises."""
    try:
        with path.open("rb") as stream:
            return FileContent(path, stream.read(LARGEST + 1))
    except OSError as error:
        return FileContent(path, error=(error.strerror or "can't be read").lower())


def read_document(path: Path) -> Document:
    """Read the YAML file at `path`; raise `KnowledgeError` with every fault found."""
    return parse(decode(read_file(path)), path.name)


def decode(content: FileContent) -> str:
    """Return a UTF-8 file of at most `LARGEST` bytes as text, without a byte order mark; else `KnowledgeError`."""
    path, data = content.path, content.data
    if content.error:
        message = f"the file can't be read: {content.error}"
        raise KnowledgeError([Fault(str(path), 0, "", message, FaultCode.UNREADABLE)])
    if len(data) > LARGEST:
        limit = f"{LARGEST // MEBIBYTE} MiB"
        message = f"the file is too large: expected at most {limit}"
        raise KnowledgeError([Fault(path.name, 0, "", message, FaultCode.FILE_TOO_LARGE, {"limit": limit})])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise KnowledgeError(
            [Fault(path.name, line, "", "this isn't UTF-8: expected a file saved as UTF-8", FaultCode.NO_UTF8)]
        ) from error


def parse_complete(text: str, file: str) -> Document:
    """Like `parse`, but require `end: true` as the last line (blank lines and comments aside).

    Checked before parsing, so that a truncated file is reported as such and not by the errors the cut causes.
    """
    number, last = _last_line(text)
    if not _END.fullmatch(last):
        message = (
            "the last line isn't `end: true`, so this file may be cut off or still being saved: "
            "expected that line at the end of the whole file"
        )
        raise KnowledgeError([Fault(file, number, "", message, FaultCode.NO_END)])
    return parse(text, file)


def parse(text: str, file: str) -> Document:
    """Read YAML from `text`; `file` names it in faults. Raises `KnowledgeError` with every fault found."""
    builder = _DocumentBuilder(file)
    try:
        data = builder.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        builder.add(*_unreadable(error))
    except yaml.YAMLError as error:
        builder.add(_line_of_control(text), (), f"this is no valid YAML: {_reason(error)}", FaultCode.NO_YAML)
    if builder.faults:
        raise KnowledgeError(builder.faults)
    return Document(file, data, builder.lines, tuple(builder.empty))


def _last_line(text: str) -> tuple[int, str]:
    """Return the last line that is neither blank nor a comment, and its number; 0 where there is none."""
    end = len(text)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].strip()
        if line and not line.startswith("#"):
            return text.count("\n", 0, start) + 1, line
        end = start - 1
    return 0, ""


def _unreadable(error: yaml.MarkedYAMLError) -> tuple[int, Key, str, FaultCode]:
    """Return line, key, message and code; an unclosed quotation is reported where it opens, not at the file's end."""
    if error.context == _SCANNING_QUOTED and error.problem in _UNCLOSED and error.context_mark:
        message = "this is no valid YAML: the quotation mark here is never closed: expected a closing one"
        return error.context_mark.line + 1, (), message, FaultCode.UNCLOSED
    mark = error.problem_mark or error.context_mark
    message = f"this is no valid YAML: {error.problem or error.context}"
    return mark.line + 1 if mark else 0, (), message, FaultCode.NO_YAML


def _reason(error: yaml.YAMLError) -> str:
    return str(getattr(error, "reason", "") or "it can't be read")


def _line_of_control(text: str) -> int:
    found = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]", text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _scalar(event: yaml.ScalarEvent) -> object:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMERIC and len(text) <= _LONGEST_NUMBER:
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
    return text


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


@dataclass(slots=True)
class _DocumentBuilder:
    """Turns parsing events into plain values and collects faults and lines on the way."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    lines: dict[Key, int] = field(default_factory=dict)
    empty: list[Key] = field(default_factory=list)

    def add(self, line: int, key: Key, message: str, code: FaultCode | None = None) -> None:
        self.faults.append(Fault(self.file, line, dotted(key), message, code))

    def document(self, events: Iterator[yaml.Event]) -> object:
        next(events)  # the stream's start
        if isinstance(next(events), yaml.StreamEndEvent):
            return None
        data = self._node(next(events), events, ())
        next(events)  # the document's end
        after = next(events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.add(_line(after), (), "a second document begins: expected one document")
        return data

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], key: Key) -> object:
        line = _line(event)
        self.lines[key] = line
        if isinstance(event, yaml.AliasEvent):
            self.add(line, key, f"the alias *{event.anchor} isn't allowed: expected the value itself")
            return None
        for what, sign in (("anchor", "&"), ("tag", "")):
            name = getattr(event, what, None)
            if name is not None:
                self.add(line, key, f"the {what} {sign}{name} isn't allowed: expected the value alone")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if len(key) >= DEEPEST:
            self.add(line, key, f"this is nested deeper than {DEEPEST} levels: expected the form of a report file")
            raise KnowledgeError(self.faults)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, key)
        return self._sequence(events, key)

    def _sequence(self, events: Iterator[yaml.Event], key: Key) -> tuple[object, ...]:
        values: list[object] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._node(event, events, (*key, len(values))))
        return tuple(values)

    def _mapping(self, events: Iterator[yaml.Event], key: Key) -> dict[str, object]:
        values: dict[str, object] = {}
        seen: set[str] = set()
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self._name(event, events, key)
            if name in seen:
                self.add(_line(event), (*key, name), "this key appears twice: expected it once", FaultCode.KEY_TWICE)
            seen.add(name)
            value = self._node(next(events), events, (*key, name))
            self.lines[*key, name] = _line(event)  # the key's own line, for a list may begin on the next one
            if value is None:
                self.empty.append((*key, name))
            else:
                values[name] = value
        return values

    def _name(self, event: yaml.Event, events: Iterator[yaml.Event], key: Key) -> str:
        if isinstance(event, yaml.ScalarEvent) and event.anchor is None and event.tag is None:
            return str(event.value)
        self._node(event, events, (*key, "?"))
        self.add(_line(event), key, "this key isn't plain text: expected a word")
        return "?"

"""What is wrong with a knowledge file, and the error that carries all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOST_SHOWN = 20

Key = tuple[str | int, ...]


class FaultCode(StrEnum):
    """The faults that editors make most often, so that the chat can report them in Chinese."""

    QUOTE_MISSING = "quote-missing"
    QUOTE_TWICE = "quote-twice"
    QUOTE_TOO_LONG = "quote-too-long"  # spans several passages
    NEAR_MISSING = "near-missing"
    NEAR_TWICE = "near-twice"
    NEAR_ELSEWHERE = "near-elsewhere"  # doesn't hold the quote
    NOT_QUOTED = "not-quoted"  # `piece`
    KEY_MISSING = "key-missing"
    KEY_UNKNOWN = "key-unknown"  # `expected`
    KEY_TWICE = "key-twice"
    EMPTY = "empty"
    NO_TEXT = "no-text"
    NO_NUMBER = "no-number"
    NO_LIST = "no-list"
    NO_KEYS = "no-keys"
    NO_DATE = "no-date"
    NO_CHOICE = "no-choice"  # `expected`, `given`
    TOO_SMALL = "too-small"  # `limit`
    TOO_LARGE = "too-large"  # `limit`
    UNCLOSED = "unclosed"
    NO_YAML = "no-yaml"
    NO_UTF8 = "no-utf-8"
    UNREADABLE = "unreadable"
    FILE_TOO_LARGE = "too-large-file"  # `limit`
    NO_END = "no-end"  # the file isn't complete


UNFINISHED = frozenset(
    {FaultCode.NO_END, FaultCode.NO_YAML, FaultCode.UNCLOSED, FaultCode.NO_UTF8, FaultCode.UNREADABLE}
)
"""Faults that a file may have only because it is still being saved."""


def dotted(key: Key) -> str:
    """Return a key path as an editor reads it: `("figures", 3, "unit")` is `figures[3].unit`, counted from 0."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in key)
    return "".join(parts).removeprefix(".")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a knowledge file.

    `line` counts from 1 (0 where the fault has no line), `key` is the dotted key path (empty for the file as a
    whole), `message` an English sentence that says what was expected. Frequent faults have a `code`, and the words
    of the message that vary in `values`.
    """

    file: str
    line: int
    key: str
    message: str
    code: FaultCode | None = field(default=None, compare=False)
    values: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class KnowledgeError(Exception):
    """A knowledge file can't be used; `faults` holds everything wrong with it, in the file's order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(self.faults)

    @property
    def may_be_unfinished(self) -> bool:
        """Whether the file may still be being saved, so that reading it again later may help."""
        return any(fault.code in UNFINISHED for fault in self.faults)

    def __str__(self) -> str:
        shown = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        if len(self.faults) > MOST_SHOWN:
            shown.append(f"and {len(self.faults) - MOST_SHOWN} more faults")
        return "\n".join(shown)

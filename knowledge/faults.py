"""What is wrong with a knowledge file, and the one error that carries all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 20

Key = tuple[str | int, ...]


def dotted(key: Key) -> str:
    """Return a key path as an editor reads it: `("figures", 3, "unit")` is `figures[3].unit`, counted from 0."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in key)
    return "".join(parts).removeprefix(".")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with a knowledge file.

    `line` counts from 1 (0 where the fault has no line), `key` is the dotted key path (empty for the file as a
    whole), `message` an English sentence that says what was expected.
    """

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class KnowledgeError(Exception):
    """A knowledge file can't be used; `faults` holds everything wrong with it, in the file's order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__(self.faults)

    def __str__(self) -> str:
        shown = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        if len(self.faults) > MOST_SHOWN:
            shown.append(f"and {len(self.faults) - MOST_SHOWN} more faults")
        return "\n".join(shown)

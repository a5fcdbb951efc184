"""The files that make up what is known: where they stand, and what all of them held at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.reading.load import plain_path, take_plain
from knowledge.reading.source import Content, take

LEXICON = Path(__file__).parents[1] / "lexicon.yaml"


@dataclass(frozen=True, slots=True)
class Contents:
    """What the files held when they were read, equal where they held the same; `plain` is None where there is none."""

    report: Content
    plain: Content | None
    lexicon: Content


@dataclass(frozen=True, slots=True)
class Files:
    """A report file, the plain text that may stand beside it, and the lexicon."""

    report: Path
    lexicon: Path = LEXICON

    @property
    def paths(self) -> tuple[Path, ...]:
        """All of them, also those that aren't there."""
        return (self.report, plain_path(self.report), self.lexicon)

    def read(self) -> Contents:
        """Return what they hold now; what can't be read is told when it is to be used."""
        return Contents(take(self.report), take_plain(self.report), take(self.lexicon))

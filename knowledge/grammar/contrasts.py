"""Words that exclude each other: what is said of one is not said of the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Found = Mapping[tuple[int, int], str]  # of which contrast which side is named, and the word that names it


@dataclass(frozen=True, slots=True)
class Contrasts:
    """`pattern` matches any of the words, the longest first; `sides` maps a word to its contrast and its side of it."""

    pattern: re.Pattern[str]
    sides: Mapping[str, tuple[int, int]]

    def of(self, text: str) -> Found:
        """Returns the sides that `text` names: of 进出口 neither 进口 nor 出口 alone."""
        return {self.sides[word]: word for word in self.pattern.findall(text)}

    def against(self, asked: Found, own: Found) -> tuple[str, str] | None:
        """Returns a word of `asked` that `own` lacks and a word of `own` that excludes it; None where none does."""
        for (contrast, side), word in asked.items():
            if (contrast, side) in own:
                continue
            for (other, _), found in own.items():
                if other == contrast:
                    return word, found
        return None

    def lacks(self, asked: Found, own: Found) -> bool:
        """Whether `asked` names a side of a contrast of which `own` names none: it may speak of both together."""
        known = {contrast for contrast, _ in own}
        return any(contrast not in known for contrast, _ in asked)


def read_contrasts(lines: Iterable[Sequence[str]]) -> Contrasts:
    """Reads contrasts, each a list of sides, each side its words with / between them; in normal form."""
    sides = {
        word: (contrast, side)
        for contrast, line in enumerate(lines)
        for side, words in enumerate(line)
        for word in words.split("/")
    }
    longest_first = sorted(sides, key=len, reverse=True)
    return Contrasts(re.compile("|".join(map(re.escape, longest_first))), sides)

"""Words of the language: where they begin and end in a run of characters, whether they name something, and which
exclude each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

LONGEST = 8  # characters of a word, names of a report among them
SINGLE = 9.0  # what a character that is no word by itself costs, beside a word's cost
RAREST = 10.0  # cost of a word from which on it tells as much as a word can
_COMMONEST = 18  # log2 of the frequency of the commonest words
_OWN = 6  # the same of a name that the report or the lexicon adds
NamedSides = Mapping[tuple[int, int], str]  # of which contrast which side is named, and the word that names it


class Class(StrEnum):
    """What a word does in a sentence."""

    NOUN = "n"  # it names something
    PLACE = "p"  # it names a place
    ACT = "v"  # it says what is done; many of these name something too: 支出, 收入
    OTHER = "x"  # anything else: how, when, how much
    UNKNOWN = "?"  # characters that are no word of the language


class Word(NamedTuple):
    """A word in a text: characters `start` to `end` (half-open), the word itself, and its class."""

    start: int
    end: int
    text: str
    kind: Class


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Maps each known word to its class and to what it costs in a division of a text, the less the commoner it is.

    `names` are those of one report beside the language's `words`, which all reports share.
    """

    words: Mapping[str, tuple[Class, float]]
    names: Mapping[str, tuple[Class, float]] = field(default_factory=dict)

    def __contains__(self, word: str) -> bool:
        return word in self.words or word in self.names

    def extended(self, names: Iterable[str]) -> Vocabulary:
        """Returns the vocabulary with `names` that it doesn't know as nouns."""
        return Vocabulary(self.words, {**_as_nouns(name for name in names if name not in self.words), **self.names})

    def telling(self, word: str) -> float:
        """Returns how much a word tells, about 1 at most: the rarer the more, and much where it isn't known."""
        known = self.words.get(word) or self.names.get(word)
        return known[1] / RAREST if known else 1.0

    def divide(self, text: str) -> list[Word]:
        """Divides Chinese characters into words: of all divisions the likeliest; the work is linear in the length."""
        words, names, size = self.words, self.names, len(text)
        best = [0.0] * (size + 1)
        take = [1] * size
        for start in range(size - 1, -1, -1):
            cost = best[start + 1] + _COMMONEST + SINGLE
            for end in range(start + 2, min(size, start + LONGEST) + 1):
                piece = text[start:end]
                known = words.get(piece) or names.get(piece)
                if known is not None and best[end] + known[1] < cost:
                    cost, take[start] = best[end] + known[1], end - start
            best[start] = cost
        found: list[Word] = []
        at = 0
        while at < size:
            end = at + take[at]
            piece = text[at:end]
            kind = (words.get(piece) or names[piece])[0] if end - at > 1 else Class.UNKNOWN
            found.append(Word(at, end, piece, kind))
            at = end
        return found


def read_vocabulary(path: Path, names: Iterable[str]) -> Vocabulary:
    """Reads a list of words: on each line a class, log2 of how often the words come, and the words.

    `names` are nouns of the language where the list doesn't have them.
    """
    words = _as_nouns(names)
    for line in path.read_text(encoding="utf8").splitlines():
        if line.startswith("#"):
            continue
        kind, often, *listed = line.split(" ")
        words.update(dict.fromkeys(listed, (Class(kind), float(_COMMONEST - int(often)))))
    return Vocabulary(words)


def _as_nouns(names: Iterable[str]) -> dict[str, tuple[Class, float]]:
    noun = (Class.NOUN, float(_COMMONEST - _OWN))
    return {name: noun for name in names if 1 < len(name) <= LONGEST}


@dataclass(frozen=True, slots=True)
class Contrasts:
    """`pattern` matches any of the words, the longest first; `sides` maps a word to its contrast and its side of it."""

    pattern: re.Pattern[str]
    sides: Mapping[str, tuple[int, int]]

    def of(self, text: str) -> NamedSides:
        """Returns the sides that `text` names: of 进出口 neither 进口 nor 出口 alone."""
        return {self.sides[word]: word for word in self.pattern.findall(text)}

    def against(self, asked: NamedSides, own: NamedSides) -> tuple[str, str] | None:
        """Returns a word of `asked` that `own` lacks and a word of `own` that excludes it; None where none does.

        A side that is asked about too excludes nothing.
        """
        for (contrast, side), word in asked.items():
            if (contrast, side) in own:
                continue
            for (other, its), found in own.items():
                if other == contrast and (other, its) not in asked:
                    return word, found
        return None

    def lacks(self, asked: NamedSides, own: NamedSides) -> bool:
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

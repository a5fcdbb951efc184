"""Finds what may be a place's name or an offset within a sentence: 北京时间8点, `8 pm in New York`, `8:30 UTC+8`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_OFFSET = re.compile(r"(?<![a-z/])(?:utc|gmt) ?[+-] ?\d\d?(?::?\d\d)?(?!\d)")
_ZONE = re.compile(r"(?<![a-z])[a-z]+(?:/[a-z]+(?:[_-][a-z]+)*)+(?:[+-]?\d\d?)?")
_HAN = re.compile("[\u3400-\u9fff]+")
_WORDS = re.compile(r"[a-z][a-z.'-]*(?: [a-z][a-z.'-]*)*")
_WORD = re.compile("[^ ]+")
_LONGEST = 12  # characters of a name, with what follows it
_MOST_WORDS = 5
_SHORTEST = 3  # letters: shorter names are too often other words

Place = tuple[int, int]  # where it begins and ends


def candidates(words: str, endings: Sequence[str]) -> Iterator[Place]:
    """Yields where names may stand in plain `words`, the surest first; `endings` may follow a name: 时间."""
    for pattern in (_OFFSET, _ZONE):
        yield from (found.span() for found in pattern.finditer(words))
    for stretch in _HAN.finditer(words):
        yield from _before_endings(stretch, endings)
        if len(stretch[0]) > 1:
            yield stretch.span()
    for stretch in _WORDS.finditer(words):
        yield from _windows(stretch)


def _before_endings(stretch: re.Match[str], endings: Sequence[str]) -> Iterator[Place]:
    """The characters before each ending, with it, the longest first."""
    start, text = stretch.start(), stretch[0]
    for ending in endings:
        for found in re.finditer(re.escape(ending), text):
            yield from ((start + begin, start + found.end()) for begin in range(_first(found), found.start()))


def _first(ending: re.Match[str]) -> int:
    return max(0, ending.start() - _LONGEST)


def _windows(stretch: re.Match[str]) -> Iterator[Place]:
    """Some of the words one after the other, most of them first."""
    words = [(stretch.start() + word.start(), stretch.start() + word.end()) for word in _WORD.finditer(stretch[0])]
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        for first, last in zip(words, words[count - 1 :], strict=False):
            if last[1] - first[0] >= _SHORTEST:
                yield first[0], last[1]

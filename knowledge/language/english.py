"""English words for what reports speak of, from english.txt: beside those that the lexicon gives by hand."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import pairwise
from pathlib import Path

GLOSSES = Path(__file__).with_name("english.txt")


def glosses(known: Container[str]) -> dict[str, str]:
    """Returns the likeliest Chinese of each English word or phrase that a report knows.

    It knows a Chinese word where each pair of its characters is in `known`. Of what can't be said in its words there
    is no entry.
    """
    return {english: word for english, words in _lines() for word in _known(words, known)[:1]}


def _lines() -> Iterator[tuple[str, list[str]]]:
    for line in GLOSSES.read_text(encoding="utf-8").splitlines():
        english, _, words = line.partition("\t")
        if words:
            yield english, words.split(" ")


def _known(words: list[str], known: Container[str]) -> list[str]:
    return [word for word in words if all(a + b in known for a, b in pairwise(word))]

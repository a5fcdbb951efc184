"""How much of a question an entry's wording has, unit by unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter, mul
from typing import NamedTuple

from knowledge.finding.index import Index
from knowledge.finding.recall import Candidate, Topic
from knowledge.language.lexicon import Lexicon, Match
from knowledge.language.question import Question

SYNONYM = 0.85  # what a synonym of a word counts
ALONE = 0.35  # what a single character counts, where its neighbours don't match
MATCHED = 0.45  # credit from which on a unit counts as matched

_Known = tuple[int, str, float, bool]  # a pair: its first unit, itself, what it counts, whether it has a topic


class Covered(NamedTuple):
    """Of a question's topic, the weight that an entry has, and the heaviest run of words that it doesn't have.

    `gap` is that run where all the entry's wording counts: an aspect it doesn't cover. `missing` is the heaviest run
    that none of the wordings nearest to the question has, which are its names, its quote and its best surface: 支出 is
    missing from 一般公共预算收入, though another of its wordings, or the sentence around it, may say the word.
    """

    weight: float
    gap: float
    missing: float


class Coverage:
    """One question, laid out to be compared with the wording of many entries."""

    def __init__(self, question: Question, topic: Topic, index: Index, lexicon: Lexicon) -> None:
        items, light = question.units.items, question.light
        self._index = index
        self._weights = topic.weights
        self._pairs = [(at, pair, counts, not (light[at] and light[at + 1])) for at, pair, counts in topic.known_pairs]
        self._loose = [(at, pair) for at, pair, _, tells in self._pairs if tells and not _is_chinese(pair)]
        self._single = [(at, item, _counts_alone(item)) for at, item in enumerate(items) if item in index.rarity]
        self._whole = [(at, item) for at, item in enumerate(items) if len(item) > 1 or item.isdecimal()]
        self._spans = [(span.start, span.end, words) for span in question.spans if (words := _words(span, lexicon))]
        self._runs = [
            [(at, topic.weights[at]) for at, _ in run]
            for none, run in groupby(enumerate(light), key=itemgetter(1))
            if not none
        ]

    def of(self, candidate: Candidate) -> Covered:
        """Return how much of the question the candidate has."""
        strengths = self._index.features[candidate.entry].of()
        held = [known for known in self._pairs if known[1] in strengths]
        credit = self._credit(candidate, strengths, held)
        near = self._near(candidate, held)
        return Covered(sum(map(mul, self._weights, credit)), self._heaviest(credit), self._heaviest(near))

    def _credit(self, candidate: Candidate, strengths: Mapping[str, float], held: Iterable[_Known]) -> list[float]:
        """How much of each unit the candidate's wording has, from 0 to 1."""
        credit = [0.0] * len(self._weights)
        for at, pair, counts, _ in held:
            value = strengths[pair] * counts
            if value > credit[at]:  # noqa: PLR1730 - max() takes three times as long, and this runs most of all
                credit[at] = value
            if value > credit[at + 1]:  # noqa: PLR1730
                credit[at + 1] = value
        for at, item, counts in self._single:
            if not credit[at] and item in strengths:
                credit[at] = strengths[item] * counts
        text = self._index.texts[candidate.entry]
        for start, end, words in self._spans:
            if min(credit[start:end]) < SYNONYM and _says(text, words):
                credit[start:end] = [max(has, SYNONYM) for has in credit[start:end]]
        if candidate.name is not None:
            start, end = candidate.name
            credit[start:end] = [1.0] * (end - start)
        return credit

    def _near(self, candidate: Candidate, held: Iterable[_Known]) -> list[float]:
        """Which units, as 1, the wordings of the candidate nearest to the question have.

        A pair of Chinese characters that stands in one of them is among those `held` by all the wording.
        """
        index, entry = self._index, candidate.entry
        best = index.wordings[entry][candidate.surface - index.first_surface[entry]] if candidate.surface >= 0 else ""
        near = f"{index.near[entry]}\n{best}"
        has = [0.0] * len(self._weights)
        for at, item in self._whole:
            if item in near:
                has[at] = 1.0
        for at, pair, _, tells in held:
            if tells and pair in near:
                has[at] = has[at + 1] = 1.0
        for at, pair in self._loose:
            if pair in near:
                has[at] = has[at + 1] = 1.0
        for start, end, words in self._spans:
            if not all(has[start:end]) and _says(near, words):
                has[start:end] = [1.0] * (end - start)
        return has

    def _heaviest(self, has: Sequence[float]) -> float:
        """The weight of the heaviest run of words that isn't matched; words without a topic end a run."""
        heaviest = 0.0
        for run in self._runs:
            lacking = 0.0
            for at, weight in run:
                if has[at] < MATCHED:
                    lacking += weight
                elif lacking:
                    heaviest = max(heaviest, lacking)
                    lacking = 0.0
            heaviest = max(heaviest, lacking)
        return heaviest


def _is_chinese(pair: str) -> bool:
    """Whether both units are Chinese characters: a number or a Latin word may be a piece of a longer one."""
    return pair.isalpha() and not pair.islower()


def _counts_alone(item: str) -> float:
    """What a unit counts where its neighbours don't match: a number or a word is whole, a character isn't."""
    return ALONE if len(item) == 1 and not item.isdecimal() else 1.0


def _words(span: Match, lexicon: Lexicon) -> tuple[str, ...]:
    """The words for what a content word of the lexicon means."""
    found: list[str] = []
    for tag in span.tags:
        if tag.family == "synonym":
            found += lexicon.synonyms[int(tag.value)]
        elif tag.family == "place":
            found += lexicon.home_places[tag.value]
    return tuple(found)


def _says(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110 - half the time of any()
        if word in text:
            return True
    return False

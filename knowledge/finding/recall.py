"""The third step: from the question's words to a few candidate entries, by what they share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from operator import add
from typing import NamedTuple

from knowledge.finding.index import Index
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.model import Kind

MOST_CANDIDATES = 8
MOST_OF_A_LONG = 5  # the same for what is longer than most questions
ENOUGH, ENOUGH_VISITED = 0.5, 200  # fewer, once this much of the question's weight was looked up
MOST_VISITED = 800  # surfaces looked at for one question, those of its rarest words first
MEANT = 0.5  # what another word for one of the question's counts
ALIKE = 0.8  # what a homophone counts, beside the word itself
LIGHT = 0.15  # what a word without topic weighs, beside its rarity
UNKNOWN = 0.75  # what a word the report doesn't use weighs, beside the rarest it does


@dataclass(frozen=True, slots=True)
class Topic:
    """A question's units as ranking weighs them.

    `weights[i]` is unit i's share in the topic; `known_pairs` are (i, pair, what it counts) for each pair that units i
    and i+1 are or, by its sound, may stand for; `total` is the sum of the weights. `meant` are other words for a run of
    units: its start, its end, and the words.
    """

    weights: tuple[float, ...]
    known_pairs: tuple[tuple[int, str, float], ...]
    total: float
    meant: tuple[tuple[int, int, tuple[str, ...]], ...] = ()


class Candidate(NamedTuple):
    """An entry that shares words with the question: its best surface (-1: none), and the weight they share.

    `shared` is the rarity of what the surface and the question share, `asked` that of all the question's features.
    `name` is the (start, end) of the entry's longest name in the question's units, or None.
    """

    entry: int
    dice: float
    surface: int
    shared: float
    asked: float
    name: tuple[int, int] | None


def weigh(question: Question, index: Index, lexicon: Lexicon) -> Topic:
    """Weigh the question's units by their rarity and looks up what its unknown pairs may stand for."""
    rarity, items = index.rarity, question.units.items
    unknown_weight = UNKNOWN * index.rarest
    weights = []
    for item, light in zip(items, question.light, strict=True):
        weight = rarity.get(item, unknown_weight)
        weights.append(weight * LIGHT if light else weight)
    pairs: list[tuple[int, str, float]] = []
    for i, (first, second) in enumerate(pairwise(items)):
        pair = first + second
        if pair in rarity:
            pairs.append((i, pair, 1.0))
        else:
            pairs += [(i, p, ALIKE) for p in index.sounds.homophones(first, second) if p in rarity]
    meant = []
    for span in question.spans:
        words = [w for tag in span.tags if tag.family == "synonym" for w in lexicon.synonyms[int(tag.value)]]
        if words:
            meant.append((span.start, span.end, tuple(dict.fromkeys(words))))
    return Topic(tuple(weights), tuple(pairs), sum(weights), tuple(meant))


def name_hits(question: Question, topic: Topic, index: Index) -> dict[int, tuple[int, int]]:
    """Return, for each entry whose name stands in the question, where its longest name does."""
    units, names, starts = question.units, index.names, index.name_starts
    joined, count = units.joined, len(units)
    ends = (*units.offsets[1:], len(joined), len(joined))
    found: dict[int, tuple[int, int]] = {}
    for start, (item, at) in enumerate(zip(units.items, units.offsets, strict=True)):
        longest = starts.get(joined[at : ends[start + 1]]) or starts.get(item, 0)
        for end in range(min(count, start + longest), start, -1):
            for entry in names.get(joined[at : ends[end - 1]], ()):
                old = found.get(entry)
                if old is None or end - start > old[1] - old[0]:
                    found[entry] = (start, end)
    for start, end, words in topic.meant:
        for word in words:
            for entry in names.get(word, ()):
                found.setdefault(entry, (start, end))
    return found


def _factors(question: Question, topic: Topic) -> dict[str, float]:
    """What each unit and each known pair of the question counts beside its rarity."""
    light = question.light
    factors: dict[str, float] = {}
    for item, none in zip(question.units.items, light, strict=True):
        if not none or item not in factors:
            factors[item] = LIGHT if none else 1.0
    for at, pair, counts in topic.known_pairs:
        factor = LIGHT if light[at] and light[at + 1] else counts
        if factor > factors.get(pair, 0.0):
            factors[pair] = factor
    for _, _, words in topic.meant:
        for word in words:
            for pair in map(add, word, word[1:]):
                factors.setdefault(pair, MEANT)
    return factors


def _overlaps(question: Question, topic: Topic, index: Index) -> tuple[dict[int, float], float]:
    """Return the rarity that each surface shares with the question, and that of all the question's features."""
    shared: defaultdict[int, float] = defaultdict(float)
    rarity, postings = index.rarity, index.postings
    asked = 0.0
    known = []
    for feature, factor in _factors(question, topic).items():
        value = rarity.get(feature)
        if value is None:
            asked += factor * (UNKNOWN * index.rarest) if factor != MEANT else 0.0
        else:
            asked += factor * value if factor != MEANT else 0.0
            known.append((factor * value, feature))
    visited, looked = 0, 0.0
    for value, feature in sorted(known, reverse=True):
        found = postings.get(feature, ())
        visited += len(found)
        if visited > (ENOUGH_VISITED if looked > ENOUGH * asked else MOST_VISITED):
            break
        looked += value
        for surface in found:
            shared[surface] += value
    return shared, asked


def recall(
    question: Question, topic: Topic, index: Index, most: int = MOST_CANDIDATES, kinds: frozenset[Kind] | None = None
) -> list[Candidate]:
    """Return at most `most` entries (of `kinds`), the likeliest first; the work grows with the question."""
    shared, asked = _overlaps(question, topic, index)
    owner, weights = index.surface_entry, index.surface_weight
    best: dict[int, float] = {}
    surfaces: dict[int, int] = {}
    for surface, weight in shared.items():
        dice = weight / (asked + weights[surface])
        entry = owner[surface]
        if dice > best.get(entry, -1.0):
            best[entry] = dice
            surfaces[entry] = surface
    names = name_hits(question, topic, index)
    promise = {entry: 2 * dice + shared[surfaces[entry]] / (asked + 1) for entry, dice in best.items()}
    for entry, (start, end) in names.items():
        promise[entry] = promise.get(entry, 0.0) + 0.2 * (end - start)
    if kinds is not None:
        promise = {entry: value for entry, value in promise.items() if index.entries[entry].kind in kinds}
    chosen = sorted(promise, key=promise.__getitem__, reverse=True)[:most]
    return [
        Candidate(
            entry=entry,
            dice=2 * best.get(entry, 0.0),
            surface=(surface := surfaces.get(entry, -1)),
            shared=shared.get(surface, 0.0),
            asked=asked,
            name=names.get(entry),
        )
        for entry in chosen
    ]

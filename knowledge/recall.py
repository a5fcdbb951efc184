"""The third step: from the question's words to tens of candidate entries, by what they share."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from knowledge.index import Index
from knowledge.understand import Question

MOST_CANDIDATES = 24
ALIKE = 0.8  # what a homophone counts, beside the word itself
LIGHT = 0.15  # what a word without topic weighs, beside its rarity
UNKNOWN = 0.75  # what a word the report doesn't use weighs, beside the rarest it does


@dataclass(frozen=True, slots=True)
class Topic:
    """A question's units as ranking weighs them.

    `weights[i]` is unit i's share in the topic; `pairs[i]` the pair of units i and i+1 with the known pairs it
    may stand for and what they count; `unknown` the part of the weight that the whole report doesn't use.
    """

    weights: tuple[float, ...]
    pairs: tuple[tuple[tuple[str, float], ...], ...]
    total: float
    unknown: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that shares words with the question: its best surface, and the weight they share.

    `shared` is the rarity of what the surface and the question share, `asked` that of all the question's features.
    `name` is the (start, end) of the entry's longest name in the question's units, or None.
    """

    entry: int
    surface: int
    shared: float
    asked: float
    dice: float
    name: tuple[int, int] | None


def weigh(question: Question, index: Index) -> Topic:
    """Weighs the question's units by their rarity and looks up what its unknown pairs may stand for."""
    rarity, items = index.rarity, question.units.items
    unknown_weight = UNKNOWN * index.rarest
    weights = []
    for item, light in zip(items, question.light, strict=True):
        weight = rarity.get(item, unknown_weight)
        weights.append(weight * LIGHT if light else weight)
    pairs = []
    for first, second in zip(items, items[1:], strict=False):
        pair = first + second
        if pair in rarity:
            pairs.append(((pair, 1.0),))
        else:
            pairs.append(tuple((p, ALIKE) for p in index.sounds.homophones(first, second)))
    total = sum(weights)
    known = [item in rarity for item in items]
    for i, options in enumerate(pairs):
        if options:
            known[i] = known[i + 1] = True
    unknown = sum(w for w, k in zip(weights, known, strict=True) if not k)
    return Topic(tuple(weights), tuple(pairs), total, unknown)


def name_hits(question: Question, index: Index) -> dict[int, tuple[int, int]]:
    """Returns, for each entry whose name stands in the question, where its longest name does."""
    units, names = question.units, index.names
    joined, offsets = units.joined, (*units.offsets, len(units.joined))
    count = len(units)
    found: dict[int, tuple[int, int]] = {}
    for start in range(count):
        for end in range(min(count, start + index.longest_name), start + 1, -1):
            for entry in names.get(joined[offsets[start] : offsets[end]], ()):
                old = found.get(entry)
                if old is None or end - start > old[1] - old[0]:
                    found[entry] = (start, end)
    return found


def _overlaps(question: Question, topic: Topic, index: Index) -> tuple[dict[int, float], float]:
    shared: defaultdict[int, float] = defaultdict(float)
    rarity, postings = index.rarity, index.postings
    asked = 0.0
    factors: dict[str, float] = {}
    for item, light in zip(question.units.items, question.light, strict=True):
        factors[item] = max(factors.get(item, 0.0), LIGHT if light else 1.0)
    for position, options in enumerate(topic.pairs):
        light = question.light[position] and question.light[position + 1]
        for pair, counts in options:
            factors[pair] = max(factors.get(pair, 0.0), LIGHT if light else counts)
    for feature, factor in factors.items():
        value = rarity.get(feature)
        if value is None:
            asked += factor * UNKNOWN * index.rarest
            continue
        asked += value * factor
        for surface in postings.get(feature, ()):
            shared[surface] += value * factor
    return shared, asked


def recall(question: Question, topic: Topic, index: Index) -> list[Candidate]:
    """Returns at most MOST_CANDIDATES entries, the likeliest first; the work grows with the question alone."""
    shared, asked = _overlaps(question, topic, index)
    best: dict[int, tuple[float, int, float]] = {}
    surfaces = index.surfaces
    for number, weight in shared.items():
        surface = surfaces[number]
        dice = 2 * weight / (asked + surface.weight)
        old = best.get(surface.entry)
        if old is None or dice > old[0]:
            best[surface.entry] = (dice, number, weight)
    names = name_hits(question, index)
    for entry in names:
        best.setdefault(entry, (0.0, index.surfaces_of[entry][0], 0.0))

    def promise(entry: int) -> float:
        dice, _, weight = best[entry]
        hit = names.get(entry)
        return dice + weight / (asked + 1) + (0.2 * (hit[1] - hit[0]) if hit else 0.0)

    chosen = sorted(best, key=promise, reverse=True)[:MOST_CANDIDATES]
    return [Candidate(e, best[e][1], best[e][2], asked, best[e][0], names.get(e)) for e in chosen]

"""The fourth step: how well each candidate answers the question, as named features and their weighted sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.finding.agreement import Agreement
from knowledge.finding.coverage import Coverage, Covered
from knowledge.finding.index import Index
from knowledge.finding.likeness import Naming, likeness
from knowledge.finding.recall import Candidate, Topic
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question

VETOES = frozenset(
    {
        "year_off",
        "goal_off",
        "outside_off",
        "beyond_off",
        "place_off",
        "unit_off",
        "department_off",
        "name_number_off",
        "noun_off",
        "part_off",
        "rank_number_off",
        "grade_off",
        "figure_growth_off",
        "figure_rank_off",
        "figure_level_off",
        "figure_amount_off",
        "done_off",
    }
)
MEASURES = frozenset({"growth_off", "level_off"})  # no veto: words for them are loose
_CLOSING = VETOES | MEASURES
TOPICAL = (
    "cover",
    "cover2",
    "dice",
    "found",
    "fuzzy",
    "evidence",
    "name",
    "name_share",
    "uncovered",
    "gap",
    "gap_share",
    "missing",
    "missing_share",
)
THIN = 12.0  # covered weight from which on there is enough to go by


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its features and their weighted sum."""

    entry: int
    score: float
    features: Mapping[str, float]


def weigh_up(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Returns the weighted sum of `features`; a feature without a weight counts nothing."""
    return sum([weights.get(name, 0.0) * value for name, value in features.items()])


def vetoed(candidate: Ranked) -> bool:
    """Whether the question names a year, a place or a matter that the candidate does not speak of."""
    return not VETOES.isdisjoint(candidate.features)


def eclipse(ranked: Sequence[Ranked], weights: Mapping[str, float]) -> float:
    """Returns by how much the topic fits a candidate that can't answer better than the best one of `ranked` that can.

    The subject asked for is then in the report, but not for the year, place, unit or measure asked: a near miss.
    """
    best = next((r for r in ranked if not vetoed(r)), None)
    closed = [r for r in ranked if r is not best and not _CLOSING.isdisjoint(r.features)]
    if best is None or not closed:
        return 0.0
    topical = {name: weights.get(name, 0.0) for name in TOPICAL}
    return max(0.0, max(weigh_up(r.features, topical) for r in closed) - weigh_up(best.features, topical))


class Ranker:
    """Scores candidates; holds what does not change between questions."""

    def __init__(self, index: Index, agreement: Agreement, lexicon: Lexicon, weights: Mapping[str, float]) -> None:
        self._index = index
        self._agreement = agreement
        self._lexicon = lexicon
        self._weights = weights

    def rank(self, question: Question, topic: Topic, candidates: list[Candidate], group: bool) -> list[Ranked]:
        """Returns the candidates with their scores, best first; of equals the one that comes first in the report."""
        shared = _of_question(question, topic, group)  # weighs alike for all of them: no part of the score
        coverage = Coverage(question, topic, self._index, self._lexicon)
        naming = Naming(question, topic, self._index)
        ranked = []
        for candidate in candidates:
            features = self._of_topic(candidate, question, topic, coverage.of(candidate))
            features |= naming.of(candidate, features["thin"])
            features |= self._agreement.of(candidate, question, topic)
            if "is_figure" in features or "is_target" in features:
                features["missing_figure"] = features["missing_share"]
            score = weigh_up(features, self._weights)
            features |= shared
            ranked.append(Ranked(candidate.entry, score, features))
        return sorted(_without_misnamed(ranked), key=lambda r: (-r.score, r.entry))

    def _of_topic(self, candidate: Candidate, question: Question, topic: Topic, has: Covered) -> dict[str, float]:
        """How much of the question the entry has, and how much of the entry's best wording the question has."""
        total = topic.total or 1.0
        cover = has.weight / total
        surface = self._index.surface_weight[candidate.surface] if candidate.surface >= 0 else 0.0
        return {
            "cover": cover,
            "cover2": cover**2,
            "dice": candidate.dice,
            "found": candidate.shared / surface if surface else 0.0,
            "uncovered": min(total - has.weight, 30.0) / 10,
            "evidence": min(has.weight, 30.0) / 10,
            "thin": max(0.0, 1.0 - has.weight / THIN),
            "gap": min(has.gap, 15.0) / 10,
            "gap_share": has.gap / total,
            "missing": min(has.missing, 15.0) / 10,
            "missing_share": has.missing / total,
            "fuzzy": likeness(question.units.joined, self._index.wordings[candidate.entry]),
        }


def _without_misnamed(ranked: list[Ranked]) -> list[Ranked]:
    """Vetoes every candidate where the question names a term with another number: there are no 8句话."""
    right, wrong = (any(name in r.features for r in ranked) for name in ("name_number_ok", "name_number_off"))
    if right or not wrong:
        return ranked
    return [replace(r, features={**r.features, "name_number_off": 1.0}) for r in ranked]


def _of_question(question: Question, topic: Topic, group: bool) -> dict[str, float]:
    """What is alike for all candidates: it doesn't rank, but it decides."""
    return {
        "bias": 1.0,
        "group": float(group),
        "asks": float(question.asks),
        "chatter": min(question.chatter, 3) / 3,
        "unknown": topic.unknown / topic.total if topic.total else 1.0,
        "group_statement": float(group and not question.asks),
        "group_sentence": float(group and not question.asks and 1 not in question.units.gaps),
        "group_plain": float(group and not question.reports),
    }

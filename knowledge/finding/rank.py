"""The fourth step: how well each candidate answers the question, as named features and their weighted sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import mul

from rapidfuzz import fuzz, process

from knowledge.finding.agreement import Agreement
from knowledge.finding.coverage import credit_of, gap_of, missing_of
from knowledge.finding.index import Index
from knowledge.finding.recall import Candidate, Topic
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.model import Figure, Term

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
LIKE = 0.75  # ratio from which on a topic may be a mistyped name
SHORT_NAME = 7  # characters of a topic up to which it is taken for a name
BARE = 3  # characters of a message that says nothing but a word


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its features and their weighted sum."""

    entry: int
    score: float
    features: Mapping[str, float]


def weigh_up(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Returns the weighted sum of `features`; a feature without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def vetoed(candidate: Ranked) -> bool:
    """Whether the question names a year, a place or a matter that the candidate does not speak of."""
    return not VETOES.isdisjoint(candidate.features)


def eclipse(ranked: Sequence[Ranked], weights: Mapping[str, float]) -> float:
    """Returns by how much the topic fits a candidate that can't answer better than the best one of `ranked` that can.

    The subject asked for is then in the report, but not for the year, place, unit or measure asked: a near miss.
    """
    best = next((r for r in ranked if not vetoed(r)), None)
    closed = [r for r in ranked if r is not best and not (VETOES | MEASURES).isdisjoint(r.features)]
    if best is None or not closed:
        return 0.0

    def topical(candidate: Ranked) -> float:
        return sum(weights.get(name, 0.0) * candidate.features.get(name, 0.0) for name in TOPICAL)

    return max(0.0, max(map(topical, closed)) - topical(best))


class Ranker:
    """Scores candidates; holds what does not change between questions."""

    def __init__(self, index: Index, agreement: Agreement, lexicon: Lexicon, weights: Mapping[str, float]) -> None:
        self._index = index
        self._agreement = agreement
        self._lexicon = lexicon
        self._weights = weights

    def rank(self, question: Question, topic: Topic, candidates: list[Candidate], group: bool) -> list[Ranked]:
        """Returns the candidates with their scores, best first; of equals the one that comes first in the report."""
        shared = _of_question(question, topic, group)
        ranked = []
        for candidate in candidates:
            features = self._of_topic(candidate, question, topic)
            features |= self._of_name(candidate, question, topic, features["thin"])
            features |= self._agreement.of(candidate, question, topic)
            features |= shared
            if "is_figure" in features or "is_target" in features:
                features["missing_figure"] = features["missing_share"]
            ranked.append(Ranked(candidate.entry, weigh_up(features, self._weights), features))
        return sorted(_without_misnamed(ranked), key=lambda r: (-r.score, r.entry))

    def _of_topic(self, candidate: Candidate, question: Question, topic: Topic) -> dict[str, float]:
        """How much of the question the entry has, and how much of the entry's best wording the question has."""
        index = self._index
        credit = credit_of(candidate, question, topic, index, self._lexicon)
        covered, total = sum(map(mul, topic.weights, credit)), topic.total or 1.0
        gap = gap_of(question, topic, credit)
        missing = missing_of(candidate, question, topic, index, self._lexicon)
        surface = index.surface_weight[candidate.surface] if candidate.surface >= 0 else 0.0
        alike = process.extractOne(question.units.joined, index.wordings[candidate.entry], scorer=fuzz.ratio)
        return {
            "cover": covered / total,
            "cover2": (covered / total) ** 2,
            "dice": candidate.dice,
            "found": candidate.shared / surface if surface else 0.0,
            "uncovered": min(total - covered, 30.0) / 10,
            "evidence": min(covered, 30.0) / 10,
            "thin": max(0.0, 1.0 - covered / THIN),
            "gap": min(gap, 15.0) / 10,
            "gap_share": gap / total,
            "missing": min(missing, 15.0) / 10,
            "missing_share": missing / total,
            "fuzzy": alike[1] / 100 if alike else 0.0,
        }

    def _of_name(self, candidate: Candidate, question: Question, topic: Topic, thin: float) -> dict[str, float]:
        """Whether the question says the entry's name, or how unlike its names the topic is.

        The latter matters where the topic is short, or where the meaning of a name is asked for.
        """
        is_term = isinstance(self._index.entries[candidate.entry], Term)
        hit = sum(topic.weights[slice(*candidate.name)]) if candidate.name is not None else 0.0
        share = hit / (topic.total or 1.0)
        found = {}
        if question.defines and not is_term:
            same = max(candidate.dice, 0.0 if question.strictly_defines else share)
            found["definition_off"] = max(0.0, 1.0 - same)
        if candidate.name is not None:
            return found | {"name": min(hit, 20.0) / 10, "name_share": share}
        names = self._index.own_names[candidate.entry]
        likeness = max((_likeness(words, names) for words in {question.core, question.asked} if words), default=0.0)
        unlike = max(0.0, LIKE - likeness)
        found["unnamed_thin"] = unlike * thin
        if question.defines and len(question.core) <= SHORT_NAME:
            found["unnamed_asked"] = unlike
        if is_term:
            found["unnamed_term"] = unlike
        elif (question.quantity or question.measures) and isinstance(self._index.entries[candidate.entry], Figure):
            found["unnamed_figure"] = unlike
        if not question.asks and unlike and len(question.core) <= BARE:
            found["bare"] = 1.0
        return found


def _without_misnamed(ranked: list[Ranked]) -> list[Ranked]:
    """Vetoes every candidate where the question names a term with another number: there are no 8句话."""
    named = {name for r in ranked for name in r.features if name.startswith("name_number")}
    if named != {"name_number_off"}:
        return ranked
    return [replace(r, features={**r.features, "name_number_off": 1.0}) for r in ranked]


def _likeness(words: str, names: Sequence[str]) -> float:
    best = process.extractOne(words, names, scorer=fuzz.ratio)
    return best[1] / 100 if best else 0.0


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

"""The last steps: how well each candidate answers the question, as features and their weighted sum, and whether the
best is good enough to be said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from operator import mul

from knowledge.finding.agreement import Agreement
from knowledge.finding.coverage import Coverage, Covered
from knowledge.finding.facts import Facts
from knowledge.finding.features import FEATURES, GROUP, PRIVATE, VETOES, F, Feature
from knowledge.finding.index import Index
from knowledge.finding.likeness import Naming, likeness
from knowledge.finding.recall import Candidate, Topic
from knowledge.finding.unify import Unifier
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question

MEASURES = frozenset({F.GROWTH_OFF, F.LEVEL_OFF})  # no veto: words for them are loose
_CLOSING = VETOES | MEASURES
TOPICAL = (
    F.COVER,
    F.COVER2,
    F.EVIDENCE,
    F.UNCOVERED,
    F.GAP,
    F.MISSING,
    F.MISSING_SHARE,
    F.DICE,
    F.FOUND,
    F.FUZZY,
    F.NAME,
    F.NAME_SHARE,
)  # what ranks a candidate by its topic alone
THIN = 12.0  # covered weight from which on there is enough to go by


@dataclass(frozen=True)
class Calibration:
    """`rank` weighs what makes one candidate better than another, `decide` what makes the best one right.

    An answer is given where the decision's log-odds reach `private` when asked directly, `group` when overheard.
    """

    rank: Mapping[Feature, float]
    decide: Mapping[Feature, float]
    private: float
    group: float


def calibration() -> Calibration:
    """Return the weights and thresholds of the table of features."""
    rank = {feature: feature.rank.weight for feature in FEATURES if feature.rank}
    decide = {feature: feature.decide.weight for feature in FEATURES if feature.decide}
    return Calibration(rank, decide, PRIVATE, GROUP)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its features and their weighted sum."""

    entry: int
    score: float
    features: Mapping[Feature, float]


def weigh_up(features: Mapping[Feature, float], weights: Mapping[Feature, float]) -> float:
    """Return the weighted sum of `features`; a feature without a weight counts nothing."""
    return float(sum(map(mul, map(weights.get, features, repeat(0.0)), features.values())))


def vetoed(candidate: Ranked) -> bool:
    """Whether the question names a year, a place or a matter that the candidate does not speak of."""
    return not VETOES.isdisjoint(candidate.features)


def eclipse(ranked: Sequence[Ranked], weights: Mapping[Feature, float]) -> float:
    """Return by how much the topic fits a candidate that can't answer better than the best one of `ranked` that can.

    The subject asked for is then in the report, but not for the year, place, unit or measure asked: a near miss.
    """
    best = next((r for r in ranked if not vetoed(r)), None)
    closed = [r for r in ranked if r is not best and not _CLOSING.isdisjoint(r.features)]
    if best is None or not closed:
        return 0.0
    topical = {feature: weights.get(feature, 0.0) for feature in TOPICAL}
    return max(0.0, max(weigh_up(r.features, topical) for r in closed) - weigh_up(best.features, topical))


class Ranker:
    """Scores candidates; holds what does not change between questions."""

    def __init__(
        self,
        index: Index,
        facts: Sequence[Facts],
        lexicon: Lexicon,
        weights: Mapping[Feature, float],
    ) -> None:
        self._index = index
        self._facts = facts
        self._agreement = Agreement(index, facts, lexicon)
        self._lexicon = lexicon
        self._weights = weights

    def rank(self, question: Question, topic: Topic, candidates: list[Candidate], group: bool) -> list[Ranked]:
        """Return the candidates with their scores, best first; of equals the one that comes first in the report."""
        shared = _of_question(question, group, self._lexicon)  # weighs alike for all of them: no part of the score
        coverage = Coverage(question, topic, self._index, self._lexicon)
        naming = Naming(question, topic, self._index)
        unifier = Unifier(question, self._index, self._facts, self._lexicon)
        ranked = []
        for candidate in candidates:
            features = self._of_topic(candidate, question, topic, coverage.of(candidate))
            features |= naming.of(candidate, features[F.THIN])
            features |= self._agreement.of(candidate, question, topic)
            features |= unifier.of(candidate.entry)
            if F.SEVERAL_YEARS in features:
                features.pop(F.YEAR_OK, None)
            if F.IS_FIGURE in features or F.IS_TARGET in features:
                features[F.MISSING_FIGURE] = features[F.MISSING_SHARE]
            score = weigh_up(features, self._weights)
            features |= shared
            ranked.append(Ranked(candidate.entry, score, features))
        return sorted(_without_misnamed(ranked), key=lambda r: (-r.score, r.entry))

    def _of_topic(self, candidate: Candidate, question: Question, topic: Topic, has: Covered) -> dict[Feature, float]:
        """How much of the question the entry has, and how much of the entry's best wording the question has."""
        total = topic.total or 1.0
        cover = has.weight / total
        surface = self._index.surface_weight[candidate.surface] if candidate.surface >= 0 else 0.0
        return {
            F.COVER: cover,
            F.COVER2: cover**2,
            F.EVIDENCE: min(has.weight, 30.0) / 10,
            F.UNCOVERED: min(total - has.weight, 30.0) / 10,
            F.THIN: max(0.0, 1.0 - has.weight / THIN),
            F.GAP: min(has.gap, 15.0) / 10,
            F.GAP_SHARE: has.gap / total,
            F.MISSING: min(has.missing, 15.0) / 10,
            F.MISSING_SHARE: has.missing / total,
            F.DICE: candidate.dice,
            F.FOUND: candidate.shared / surface if surface else 0.0,
            F.FUZZY: likeness(question.units.joined, self._index.wordings[candidate.entry]),
        }


def _without_misnamed(ranked: list[Ranked]) -> list[Ranked]:
    """Veto every candidate where the question names a term with another number: there are no 8句话."""
    named = (F.NAME_NUMBER_OK, F.NAME_NUMBER_OFF)
    right, wrong = (any(feature in r.features for r in ranked) for feature in named)
    if right or not wrong:
        return ranked
    return [replace(r, features={**r.features, F.NAME_NUMBER_OFF: 1.0}) for r in ranked]


def _of_question(question: Question, group: bool, lexicon: Lexicon) -> dict[Feature, float]:
    """What is alike for all candidates: it doesn't rank, but it decides."""
    joined = question.units.joined
    talk = {name: float(bool(pattern.search(joined))) for name, pattern in lexicon.talk.items()}
    return {
        F.WAITING: talk["waiting"],
        F.TALK_SELF: talk["self"],
        F.TALK_NOW: talk["now"],
        F.TALK_WHETHER: talk["whether"],
        F.GROUP_TALK_SELF: talk["self"] * group,
        F.GROUP_TALK_NOW: talk["now"] * group,
        F.GROUP_TALK_WHETHER: talk["whether"] * group,
        F.ASKS: float(question.asks),
        F.CHATTER: min(question.chatter, 3) / 3,
        F.GROUP: float(group),
        F.GROUP_STATEMENT: float(group and not question.asks),
        F.GROUP_SENTENCE: float(group and not question.asks and 1 not in question.units.gaps),
        F.GROUP_PLAIN: float(group and not question.reports),
    }


def signs(ranked: Sequence[Ranked], passages: Sequence[int], eclipsed: float) -> dict[Feature, float]:
    """Return the features that the decision weighs, of the first of `ranked`, which are in order, best first.

    `passages` are the passage numbers of `ranked`, `eclipsed` what `eclipse` says of them.
    """
    best = ranked[0]
    others = [r.score for r, p in zip(ranked[1:], passages[1:], strict=True) if p != passages[0]]
    found = {feature: value for feature, value in best.features.items() if feature.decide}
    found[F.BIAS] = 1.0
    found[F.ECLIPSED] = min(eclipsed, 4.0)
    found[F.MARGIN] = min(best.score - others[0], 4.0) / 4 if others else 1.0
    found[F.SCORE] = max(-10.0, min(best.score, 10.0)) / 10
    return found

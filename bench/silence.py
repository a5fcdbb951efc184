"""When a search that always finds something should say nothing: thresholds learned from questions, cross-validated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.question_sets import QuestionCase, answerable, is_right, reply
from bench.rivals import Ranking

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """A question with the ranking it got; `hit` says whether the ranking, if shown, counts as right."""

    question: QuestionCase
    ranking: Ranking
    hit: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Speak where the confidence is at least `least`."""

    confidence: Callable[[Ranking], float]
    least: float

    def speaks(self, ranking: Ranking) -> bool:
        """Say whether the passages are shown."""
        return bool(ranking.passages) and self.confidence(ranking) >= self.least


def whole(ranking: Ranking) -> float:
    """The best passage's score: says how much was found."""
    return ranking.score


def per_term(ranking: Ranking) -> float:
    """The score for each term of the question: says how much of the question was found."""
    return ranking.score / ranking.terms


CONFIDENCES = (whole, per_term)


def trial(question: QuestionCase, ranking: Ranking, texts: Sequence[str]) -> Trial:
    """Judges a ranking of passages, whose texts are `texts` by number, as if it were shown."""
    shown = reply([texts[number] for number in ranking.passages])
    return Trial(question, ranking, answerable(question) and is_right(question, shown))


def is_good(one: Trial, rule: Rule) -> bool:
    """Say whether the question is answered right, or rightly left alone."""
    speaks = rule.speaks(one.ranking)
    return one.hit and speaks if answerable(one.question) else not speaks


def learn(trials: Sequence[Trial], rest: float = 0.0) -> Rule:
    """Return the rule with the most right answers and right silences over `trials`.

    With `rest` above 0, only rules that leave at least that share of the unanswerable questions alone are looked at.
    Of thresholds that do equally well the middle one is taken, as it carries over best.
    """
    best: tuple[int, Rule] | None = None
    for confidence in CONFIDENCES:
        good = _by_threshold(trials, confidence, rest)
        most = max(good.values())
        level = [least for least, count in good.items() if count == most]
        if best is None or most > best[0]:
            best = most, Rule(confidence, level[len(level) // 2])
    assert best is not None
    return best[1]


def _by_threshold(trials: Sequence[Trial], confidence: Callable[[Ranking], float], rest: float) -> dict[float, int]:
    """Return for each threshold worth trying how many questions it deals with well, in ascending order."""
    found = [(confidence(one.ranking) if one.ranking.passages else 0.0, one) for one in trials]
    scores = sorted({score for score, _ in found})
    between = [(low + high) / 2 for low, high in pairwise(scores)]
    foils = sum(not answerable(one.question) for one in trials)
    good: dict[float, int] = {}
    for least in (0.0, *between, scores[-1] + 1.0):
        spoken = [one for score, one in found if score >= least and one.ranking.passages]
        quiet = foils - sum(not answerable(one.question) for one in spoken)
        if quiet >= rest * foils:
            good[least] = sum(one.hit for one in spoken) + quiet
    return good


def cross_validate(trials: Sequence[Trial]) -> list[bool]:
    """Say of each trial whether the rule learned from the other folds, in its own where, deals with it well."""
    folds = _folds(trials)
    good = [False] * len(trials)
    for where in {one.question["where"] for one in trials}:
        for fold in range(FOLDS):
            mine = [number for number, one in enumerate(trials) if one.question["where"] == where]
            rule = learn([trials[number] for number in mine if folds[number] != fold] or trials)
            for number in mine:
                if folds[number] == fold:
                    good[number] = is_good(trials[number], rule)
    return good


def held_to(trials: Sequence[Trial], goals: dict[str, float]) -> list[bool]:
    """As `cross_validate`, but with the best rule in hindsight that leaves `goals`' share (per where) alone."""
    rules = {
        where: learn([one for one in trials if one.question["where"] == where], rest)
        for where, rest in goals.items()
        if any(one.question["where"] == where for one in trials)
    }
    return [is_good(one, rules[one.question["where"]]) for one in trials]


def _folds(trials: Sequence[Trial]) -> list[int]:
    """Deals the questions into folds, each with its share of every kind in every where."""
    dealt: dict[tuple[str, str], int] = defaultdict(int)
    folds: list[int] = []
    for one in trials:
        key = one.question["where"], one.question["kind"]
        folds.append(dealt[key] % FOLDS)
        dealt[key] += 1
    return folds

"""Fits the weights and thresholds of knowledge/finding/features.py: `python -m bench.calibrate [--write]`.

Two logistic models over the features of that table. The first ranks: for each answerable question, the softmax over
its candidates that may be said should favour those whose passage holds a gold string. The second decides: the log-odds
that the best candidate is right. Both are maximum a posteriori: each weight is drawn towards its prior.

The questions are about several reports: ours as edited, the others as `build` drafts them. What is printed is each
report under weights fitted to the other reports alone. A direct question is answered from LENIENT on; a group's
threshold is the lowest that keeps silence over reports left out, and stricter than the other.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.contrasts import CONTRASTS, contrasts
from bench.question_sets import (
    HOME,
    KNOWLEDGE,
    QUESTIONS,
    REPORTS,
    QuestionCase,
    answerable,
    drafted,
    is_right,
    read_questions,
    reply,
    reports,
)
from knowledge import load
from knowledge.engine import Library
from knowledge.finding import features
from knowledge.finding.features import FEATURES, Feature, Fit
from knowledge.finding.pipeline import Reading
from knowledge.finding.rank import Calibration, Ranked, eclipse, signs, vetoed, weigh_up
from knowledge.model import Outcome, Where

HELD_OUT = HOME / "held_out.jsonl"  # never fitted to, though its misses were read once
OWN_QUESTIONS = HOME / "own_questions.jsonl"
OURS = "ours"  # the report that the project comes with
TABLE = Path(features.__file__)

GROUP_SILENCE = 0.99  # of what reports left out should not answer in a group
STRICTER = 0.8  # by how much a group's threshold is above the other: it leaves 99.4 % alone that should be, 0.4 98.5 %
LENIENT = -0.2  # log-odds: whoever asks directly sees the place and judges. Left out, 0 gives 0.8 points less right
THRESHOLDS = tuple(step / 5 for step in range(-1, 4))

CONTRAST_WEIGHT = 0.3  # of a question made from a figure: more gives more restraint and fewer right answers
OF_A_DRAFT = 20  # contrasts of a kind about another report
RANK_PULL, DECIDE_PULL = 0.001, 0.0006  # strength of the priors, per question; reports left out chose it
CLOSE = 0.3  # of a prior: a weight that is no further from it was as good as chosen

Vector = NDArray[np.float64]
Weights = dict[Feature, float]


@dataclass(frozen=True)
class RankedCase:
    """A question to a library, with every view of it that has candidates."""

    library: Library
    question: QuestionCase
    readings: tuple[Reading, ...]
    weight: float = 1.0  # beside that of a question that somebody wrote

    def holds_gold(self, entry: int) -> bool:
        """Whether the entry's passage holds any of the question's gold strings."""
        return any(gold in self.library.entries[entry].passage.text for gold in self.question["gold"])


def lowest_point(loss: Callable[[Vector], tuple[float, Vector]], fits: Mapping[Feature, Fit], pull: float) -> Weights:
    """Return the weights where `loss` and the priors' pull together are least; `loss` returns its slope as well."""
    prior = np.array([fit.prior for fit in fits.values()])

    def pulled(weights: Vector) -> tuple[float, Vector]:
        value, slope = loss(weights)
        away = weights - prior
        return value + pull / 2 * float(away @ away), slope + pull * away

    found = minimize(pulled, prior, jac=True, method="L-BFGS-B", options={"ftol": 1e-12, "gtol": 1e-7, "maxiter": 1000})
    if not found.success:
        raise ArithmeticError(f"the fit did not converge: {found.message}")
    return dict(zip(fits, map(float, found.x), strict=True))


def matrix(rows: Sequence[Mapping[Feature, float]], columns: Iterable[Feature]) -> Vector:
    """Return the features of `rows` as a matrix."""
    wanted = list(columns)
    return np.array([[row.get(feature, 0.0) for feature in wanted] for row in rows])


def fit_rank(examples: Sequence[RankedCase]) -> Weights:
    """Return the ranking weights: softmax over the candidates of each view that may be said, if one is right."""
    views = [
        (example, [r for r in reading.ranked if not vetoed(r)], example.weight / len(example.readings))
        for example in examples
        if example.question["kind"] not in ("silent", "list")
        for reading in example.readings
    ]
    views = [view for view in views if any(view[0].holds_gold(r.entry) for r in view[1])]
    fits = {feature: feature.rank for feature in FEATURES if feature.rank}
    values = matrix([r.features for _, candidates, _ in views for r in candidates], fits)
    gold = np.array([example.holds_gold(r.entry) for example, candidates, _ in views for r in candidates], float)
    sizes = [len(candidates) for _, candidates, _ in views]
    starts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(views)), sizes)
    share = np.array([weight for *_, weight in views]) / sum({id(view[0]): view[0].weight for view in views}.values())

    def loss(weights: Vector) -> tuple[float, Vector]:
        scores = values @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        right = likely * gold
        every, golden = np.add.reduceat(likely, starts), np.add.reduceat(right, starts)
        slope = values.T @ (share[owner] * (likely / every[owner] - right / golden[owner]))
        return float(share @ np.log(every / golden)), slope

    return lowest_point(loss, fits, RANK_PULL)


def best_of(library: Library, reading: Reading, rank: Mapping[Feature, float]) -> tuple[Ranked, Weights] | None:
    """Return a view's best candidate under `rank`, with the signs the decision weighs."""
    rescored = [replace(r, score=weigh_up(r.features, rank)) for r in reading.ranked]
    rescored.sort(key=lambda r: (-r.score, r.entry))
    sayable = [r for r in rescored if not vetoed(r)]
    if not sayable:
        return None
    passages = [library.entries[r.entry].passage.number for r in sayable]
    return sayable[0], signs(sayable, passages, eclipse(rescored, rank))


def fit_decision(examples: Sequence[RankedCase], rank: Mapping[Feature, float]) -> Weights:
    """Return the decision weights: logistic regression of whether a view's best candidate is right."""
    rows: list[tuple[Weights, bool, float]] = []
    for example in examples:
        found = [best for view in example.readings if (best := best_of(example.library, view, rank)) is not None]
        if example.question["kind"] != "list":
            rows += [(s, example.holds_gold(r.entry), example.weight / len(found)) for r, s in found]
    fits = {feature: feature.decide for feature in FEATURES if feature.decide}
    values = matrix([row for row, _, _ in rows], fits)
    right = np.array([float(ok) for _, ok, _ in rows])
    share = np.array([weight for *_, weight in rows]) / sum(weight for *_, weight in rows)

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = values @ weights
        likely = 1 / (1 + np.exp(-odds))
        return float(share @ (np.logaddexp(0, odds) - right * odds)), values.T @ (share * (likely - right))

    return lowest_point(loss, fits, DECIDE_PULL)


def fit(examples: Sequence[RankedCase]) -> Calibration:
    """Return both models' weights as fitted to `examples`, with thresholds of even odds."""
    rank = fit_rank(examples)
    return Calibration(rank, fit_decision(examples, rank), 0.0, 0.0)


@dataclass
class Count:
    """How many of how many were right, by what was asked: answerable, silent group or silent private."""

    right: dict[str, int]
    asked: dict[str, int]

    @classmethod
    def of(cls, library: Library, questions: Sequence[QuestionCase]) -> Count:
        """Count `questions` as score.py does."""
        count = cls({}, {})
        for question in questions:
            key = "answerable" if answerable(question) else f"silent {question['where']}"
            answer = library.ask(question["q"], Where(question["where"]))
            texts = [s.text for s in answer.sources] if answer.outcome is Outcome.ANSWER else []
            count.asked[key] = count.asked.get(key, 0) + 1
            count.right[key] = count.right.get(key, 0) + is_right(question, reply(texts))
        return count

    def add(self, other: Count) -> None:
        """Add another count to this one."""
        for key, asked in other.asked.items():
            self.asked[key] = self.asked.get(key, 0) + asked
            self.right[key] = self.right.get(key, 0) + other.right[key]

    def share(self, key: str) -> float:
        """Return the share that was right, 1.0 where nothing was asked."""
        return self.right.get(key, 0) / self.asked[key] if self.asked.get(key) else 1.0

    def __str__(self) -> str:
        return "  ".join(f"{k} {self.right[k]}/{n} {self.right[k] / n:.3f}" for k, n in sorted(self.asked.items()))


def leave_out(examples: Mapping[str, Sequence[RankedCase]]) -> dict[str, dict[float, Count]]:
    """Return how the questions about each report fare, by threshold, under weights fitted to the other reports."""
    found = {}
    for name, own in examples.items():
        fitted = fit([one for other, some in examples.items() if other != name for one in some])
        library, questions = own[0].library, [one.question for one in own if one.weight == 1.0]
        found[name] = {
            threshold: Count.of(
                library.with_calibration(replace(fitted, private=threshold, group=threshold)), questions
            )
            for threshold in THRESHOLDS
        }
    return found


def together(found: Iterable[Mapping[float, Count]]) -> dict[float, Count]:
    """Return the counts of several reports as one, by threshold."""
    every = {threshold: Count({}, {}) for threshold in THRESHOLDS}
    for counts in found:
        for threshold, count in counts.items():
            every[threshold].add(count)
    return every


def lowest(found: Mapping[float, Count], key: str, share: float) -> float:
    """Return the lowest threshold from which on at least `share` of the `key` questions is right."""
    fitting = [t for t in sorted(found) if all(found[u].share(key) >= share for u in found if u >= t)]
    return fitting[0] if fitting else max(found)


def write(calibration: Calibration, path: Path = TABLE) -> None:
    """Write the weights and thresholds of `calibration` into the table of features."""
    text = path.read_text(encoding="utf8")
    for feature in FEATURES:
        fits = (feature.rank, calibration.rank), (feature.decide, calibration.decide)
        written = (f"Fit({fit.prior}, {weights[feature]:.3f}), " if fit else "None, " for fit, weights in fits)
        text = re.sub(rf"(?m)(?<=^    {feature.name.upper()} = Feature\()[^\"]*", "".join(written), text)
    for name, threshold in (("PRIVATE", calibration.private), ("GROUP", calibration.group)):
        text = re.sub(rf"(?m)(?<=^{name} = )\S+", f"{threshold:.2f}", text)
    path.write_text(text, encoding="utf8")


def as_chosen(weights: Mapping[Feature, float], fits: Mapping[Feature, Fit | None]) -> str:
    """Say how many weights with a prior other than 0 lie near it: these were chosen as much as fitted."""
    believed = {feature: fit.prior for feature, fit in fits.items() if fit and fit.prior}
    close = sum(abs(weights[feature] - prior) <= CLOSE * abs(prior) for feature, prior in believed.items())
    return f"{close} of {len(believed)} weights with a prior lie within {CLOSE:.0%} of it, of {len(weights)} weights"


def read_examples(library: Library, questions: Iterable[QuestionCase], weight: float = 1.0) -> list[RankedCase]:
    """Ask `questions` and return them, with that weight, and with what there was to choose from."""
    return [
        RankedCase(library, q, tuple(r for r in library.read(q["q"], Where(q["where"])) if r.ranked), weight)
        for q in questions
    ]


def fitted_to() -> dict[str, list[RankedCase]]:
    """Return what the weights are fitted to, by report; ours alone where the other reports' texts are not there."""
    ours = [*read_questions(QUESTIONS), *read_questions(OWN_QUESTIONS)]
    library = load(KNOWLEDGE)
    made = read_questions(CONTRASTS)
    found = {OURS: read_examples(library, ours) + read_examples(library, made, CONTRAST_WEIGHT)}
    for name in reports():
        library = drafted(name)
        made = contrasts(library, OF_A_DRAFT)
        found[name] = read_examples(library, read_questions(REPORTS / f"{name}.jsonl"))
        found[name] += read_examples(library, made, CONTRAST_WEIGHT)
    return found


def main() -> None:
    """Leaves out report by report, fits to everything, and writes the result when asked to."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--write", action="store_true", help="write the result into the table of features")
    wanted = options.parse_args()
    examples = fitted_to()
    found = leave_out(examples)
    every = together(counts for name, counts in found.items() if name != OURS) if len(found) > 1 else found[OURS]
    private = LENIENT
    group = max(lowest(every, "silent group", GROUP_SILENCE), private + STRICTER)
    for threshold, count in every.items():
        print(f"{threshold:5.1f}  {count}")
    for name, counts in found.items():
        print(f"{name:14} left out, at {private}: {counts[private]}")
    fitted = replace(fit([one for some in examples.values() for one in some]), private=private, group=group)
    print(f"rank: {as_chosen(fitted.rank, {f: f.rank for f in FEATURES})}")
    print(f"decide: {as_chosen(fitted.decide, {f: f.decide for f in FEATURES})}")
    print(f"thresholds: private {fitted.private:.2f}, group {fitted.group:.2f}")
    ours = examples[OURS][0].library.with_calibration(fitted)
    print(f"held out: {Count.of(ours, read_questions(HELD_OUT))}")
    if wanted.write:
        write(fitted)


if __name__ == "__main__":
    main()

"""Fits what knowledge/finding/calibrated.py holds: `python -m bench.calibrate [--write]`.

Two logistic models over named features. The first ranks: for each answerable question, the softmax over its candidates
should favour those whose passage holds a gold string. The second decides: the log-odds that the best candidate is
right. Both are maximum a posteriori: weights are drawn towards priors, what we believe before seeing a question (a
passage of another year is no answer; see priors.py). The thresholds are the lowest that keep the reference set's
silence and restraint out of fold, and a margin above; a group's is the stricter. What is printed is five-fold
cross-validation: each question answered under weights fitted without it.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.priors import DECISION_PRIOR, RANK_PRIOR
from bench.questions import HOME, KNOWLEDGE, QUESTIONS, Question, answerable, is_right, read_questions, reply
from knowledge import load
from knowledge.engine import Library
from knowledge.finding.calibration import Calibration
from knowledge.finding.decide import SIGNS, signs
from knowledge.finding.pipeline import Reading
from knowledge.finding.rank import Ranked, eclipse, vetoed, weigh_up
from knowledge.model import Outcome, Where

HELD_OUT = HOME / "held_out.jsonl"  # never fitted to, though its misses were read once
OWN_QUESTIONS = HOME / "own_questions.jsonl"
CALIBRATED = KNOWLEDGE.parent / "finding" / "calibrated.py"

FOLDS = 5
# Of the reference set, out of fold. Our own silent questions say nothing of the share to expect: they are contrasts,
# made to be nearly answered.
GROUP_SILENCE, PRIVATE_RESTRAINT = 0.99, 0.95
MARGIN = 0.1  # added to both: unseen questions differ, and an answer too many is worse than one too few
STRICTER = 0.2  # by how much a group's threshold is above the other at least: others are talking there
THRESHOLDS = tuple(step / 10 for step in range(-10, 31))

RANK_PULL, DECISION_PULL = 0.003, 0.002  # strength of the priors, per question
OF_THE_QUESTION = {
    "bias",
    "group",
    "asks",
    "chatter",
    "unknown",
    "group_statement",
    "group_plain",
}  # alike for all its candidates

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A question with every view of it that has candidates."""

    question: Question
    readings: tuple[Reading, ...]


def holds_gold(library: Library, question: Question, entry: int) -> bool:
    """Whether the entry's passage holds any of the question's gold strings."""
    return any(gold in library.entries[entry].passage.text for gold in question["gold"])


def descend(gradient: Callable[[Vector], Vector], size: int, steps: int) -> Vector:
    """Returns where Adam arrives from zero, following `gradient`."""
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        slope = gradient(weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope * slope
        rate = 0.1 if step < 0.7 * steps else 0.03
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Vector:
    """Returns the features of `rows` as a matrix, one column a name."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def fit_rank(library: Library, examples: Sequence[Example]) -> dict[str, float]:
    """Returns the ranking weights: softmax over the candidates of each view that has a right one."""
    views = [
        (example.question, reading.ranked, 1 / len(example.readings))
        for example in examples
        if example.question["kind"] not in ("silent", "list")
        for reading in example.readings
        if any(holds_gold(library, example.question, r.entry) for r in reading.ranked)
    ]
    ranked = [r for _, candidates, _ in views for r in candidates]
    names = sorted({name for r in ranked for name in r.features} - OF_THE_QUESTION)
    features = matrix([r.features for r in ranked], names)
    gold = np.array([holds_gold(library, q, r.entry) for q, candidates, _ in views for r in candidates], float)
    sizes = [len(candidates) for _, candidates, _ in views]
    starts, owner = np.cumsum([0, *sizes[:-1]]), np.repeat(np.arange(len(views)), sizes)
    share = np.repeat([weight for *_, weight in views], sizes)
    prior = np.array([RANK_PRIOR.get(name, 0.0) for name in names])

    def gradient(weights: Vector) -> Vector:
        scores = features @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        right = likely * gold
        likely /= np.add.reduceat(likely, starts)[owner]
        right /= np.add.reduceat(right, starts)[owner]
        return RANK_PULL * (weights - prior) + features.T @ (share * (likely - right)) / len(views)

    return dict(zip(names, map(float, descend(gradient, len(names), 250)), strict=True))


def best_of(library: Library, reading: Reading, rank: Mapping[str, float]) -> tuple[Ranked, dict[str, float]] | None:
    """Returns a view's best candidate under `rank`, with the signs the decision weighs."""
    rescored = [replace(r, score=weigh_up(r.features, rank)) for r in reading.ranked]
    rescored.sort(key=lambda r: (-r.score, r.entry))
    sayable = [r for r in rescored if not vetoed(r)]
    if not sayable:
        return None
    passages = [library.entries[r.entry].passage.number for r in sayable]
    return sayable[0], signs(sayable, passages, eclipse(rescored, rank))


def fit_decision(library: Library, examples: Sequence[Example], rank: Mapping[str, float]) -> dict[str, float]:
    """Returns the decision weights: logistic regression of whether a view's best candidate is right."""
    rows: list[tuple[dict[str, float], bool, float]] = []
    for example in examples:
        found = [best for reading in example.readings if (best := best_of(library, reading, rank)) is not None]
        if example.question["kind"] != "list":
            rows += [(s, holds_gold(library, example.question, r.entry), 1 / len(found)) for r, s in found]
    names = sorted(SIGNS.union(*(row for row, _, _ in rows)))
    features = matrix([row for row, _, _ in rows], names)
    right = np.array([float(ok) for _, ok, _ in rows])
    share = np.array([weight for *_, weight in rows])
    prior = np.array([DECISION_PRIOR.get(name, 0.0) for name in names])

    def gradient(weights: Vector) -> Vector:
        likely = 1 / (1 + np.exp(-features @ weights))
        return DECISION_PULL * (weights - prior) + features.T @ (share * (likely - right)) / len(rows)

    return dict(zip(names, map(float, descend(gradient, len(names), 700)), strict=True))


def fit(library: Library, examples: Sequence[Example]) -> Calibration:
    """Returns both models' weights as fitted to `examples`, with thresholds of even odds."""
    rank = fit_rank(library, examples)
    return Calibration(rank, fit_decision(library, examples, rank), 0.0, 0.0)


@dataclass
class Count:
    """How many of how many were right, by what was asked: answerable, silent group or silent private."""

    right: dict[str, int]
    asked: dict[str, int]

    @classmethod
    def of(cls, library: Library, questions: Sequence[Question]) -> Count:
        """Counts `questions` as score.py does."""
        count = cls({}, {})
        for question in questions:
            key = "answerable" if answerable(question) else f"silent {question['where']}"
            answer = library.ask(question["q"], Where(question["where"]))
            texts = [s.text for s in answer.sources] if answer.outcome is Outcome.ANSWER else []
            count.asked[key] = count.asked.get(key, 0) + 1
            count.right[key] = count.right.get(key, 0) + is_right(question, reply(texts))
        return count

    def add(self, other: Count) -> None:
        """Adds another count to this one."""
        for key, asked in other.asked.items():
            self.asked[key] = self.asked.get(key, 0) + asked
            self.right[key] = self.right.get(key, 0) + other.right[key]

    def share(self, key: str) -> float:
        """Returns the share that was right, 1.0 where nothing was asked."""
        return self.right.get(key, 0) / self.asked[key] if self.asked.get(key) else 1.0

    def __str__(self) -> str:
        return "  ".join(f"{k} {self.right[k]}/{n} {self.right[k] / n:.3f}" for k, n in sorted(self.asked.items()))


def cross_validate(
    library: Library, examples: Sequence[Example], counted: Callable[[Question], bool]
) -> dict[float, Count]:
    """Returns, for each threshold, how the `counted` questions fare under weights fitted without them."""
    order = list(range(len(examples)))
    random.Random(1).shuffle(order)
    found = {threshold: Count({}, {}) for threshold in THRESHOLDS}
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        fitted = fit(library, [e for i, e in enumerate(examples) if i not in held])
        questions = [examples[i].question for i in sorted(held) if counted(examples[i].question)]
        for threshold, count in found.items():
            under = library.with_calibration(replace(fitted, private=threshold, group=threshold))
            count.add(Count.of(under, questions))
    return found


def lowest(found: Mapping[float, Count], key: str, share: float) -> float:
    """Returns the lowest threshold from which on at least `share` of the `key` questions is right."""
    fitting = [t for t in sorted(found) if all(found[u].share(key) >= share for u in found if u >= t)]
    return fitting[0] if fitting else max(found)


def write(calibration: Calibration, questions: int, path: Path = CALIBRATED) -> None:
    """Writes `calibration` as the module that the engine reads."""
    lines = [
        f'"""Written by `python -m bench.calibrate --write` from {questions} questions; not edited by hand."""',
        "",
        "from __future__ import annotations",
        "",
        "from knowledge.finding.calibration import Calibration",
        "",
    ]
    for name, weights in (("RANK", calibration.rank), ("DECISION", calibration.decision)):
        lines += [
            f"{name} = {{",
            *(f'    "{k}": {v:.3f},' for k, v in sorted(weights.items()) if abs(v) >= 0.0005),
            "}",
        ]
    lines += [
        f"PRIVATE = {calibration.private:.2f}  # log-odds from which on a direct question is answered",
        f"GROUP = {calibration.group:.2f}  # the same for what is overheard in a group",
        "",
        "",
        "def calibration() -> Calibration:",
        '    """Returns the weights and thresholds as fitted."""',
        "    return Calibration(RANK, DECISION, PRIVATE, GROUP)",
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf8")


def main() -> None:
    """Cross-validates, fits to everything, and writes the result when asked to."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--write", action="store_true", help="write knowledge/finding/calibrated.py")
    wanted = options.parse_args()
    library = load(KNOWLEDGE)
    questions = [*read_questions(QUESTIONS), *read_questions(OWN_QUESTIONS)]
    examples = [Example(q, tuple(r for r in library.read(q["q"], Where(q["where"])) if r.ranked)) for q in questions]
    reference = {q["id"] for q in read_questions(QUESTIONS)}
    found = cross_validate(library, examples, lambda q: q["id"] in reference)
    ours = cross_validate(library, examples, lambda q: q["id"] not in reference)
    for threshold in THRESHOLDS:
        print(f"{threshold:5.1f}  reference: {found[threshold]}   ours: {ours[threshold]}")
    private = lowest(found, "silent private", PRIVATE_RESTRAINT) + MARGIN
    group = max(lowest(found, "silent group", GROUP_SILENCE) + MARGIN, private + STRICTER)
    fitted = replace(fit(library, examples), private=round(private, 2), group=round(group, 2))
    print(f"thresholds: private {fitted.private}, group {fitted.group}")
    print(f"held out: {Count.of(library.with_calibration(fitted), read_questions(HELD_OUT))}")
    if wanted.write:
        write(fitted, len(questions))


if __name__ == "__main__":
    main()

"""Fitting moves weights the way the examples say, thresholds are chosen as documented, and what is written loads."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench import calibrate
from bench.calibrate import (
    Count,
    RankedCase,
    best_of,
    fit_decision,
    fit_rank,
    leave_out,
    lowest,
    lowest_point,
    together,
    write,
)
from bench.question_sets import QuestionCase
from knowledge import Library, load
from knowledge.finding.features import FEATURES, F, Feature, Fit
from knowledge.finding.rank import Calibration, Ranked, calibration
from knowledge.model import Kind, Where
from tests.knowledge.samples import SMALL

GOLD = "粮食产量12.6亿斤"


@pytest.fixture(scope="module")
def library() -> Library:
    return load(SMALL)


def question(text: str, *, kind: str = "figure", gold: str = GOLD, where: str = "private") -> QuestionCase:
    held = [] if kind == "silent" else [gold]
    return {"id": text, "q": text, "kind": kind, "gold": held, "style": "plain", "where": where, "note": ""}


def entry(library: Library, title: str, kind: Kind = Kind.FIGURE) -> int:
    return next(n for n, one in enumerate(library.entries) if one.title == title and one.kind is kind)


def example(library: Library, asked: QuestionCase, *candidates: tuple[str, Mapping[Feature, float]]) -> RankedCase:
    """Return the question with one view, whose candidates are (title of a figure, features)."""
    [view] = library.read("粮食产量", Where.ADDRESSED)
    ranked = tuple(Ranked(entry(library, title), 0.0, features) for title, features in candidates)
    return RankedCase(library, asked, (replace(view, ranked=ranked),))


RIGHT, WRONG = "粮食产量", "农村户厕改造"


@pytest.mark.parametrize(("pull", "point"), [(0.0, [3.0, -1.0]), (2.0, [2.0, 0.0]), (1e6, [1.0, 1.0])])
def test_the_lowest_point_lies_between_the_examples_and_the_priors(pull: float, point: Sequence[float]) -> None:
    examples = np.array([3.0, -1.0])
    fits = {F.COVER: Fit(1.0, 0.0), F.DICE: Fit(1.0, 0.0)}
    found = lowest_point(
        lambda weights: (float(np.sum((weights - examples) ** 2)), 2 * (weights - examples)), fits, pull
    )

    assert list(found) == [F.COVER, F.DICE]
    assert [*found.values()] == pytest.approx(point, abs=1e-4)


def test_what_right_candidates_have_gains_weight_and_what_wrong_ones_have_loses(library: Library) -> None:
    asked = question("粮食产量多少")
    few = [example(library, asked, (RIGHT, {F.COVER: 0.9, F.FOUND: 0.2}), (WRONG, {F.COVER: 0.3, F.GAP: 1.0}))]
    weights = fit_rank(few * 5)

    assert weights[F.COVER] > 0.1
    assert weights[F.FOUND] > 0.1
    assert weights[F.GAP] < -0.1


def test_what_no_example_tells_keeps_what_is_believed_beforehand(library: Library) -> None:
    both = {F.YEAR_OK: 1.0, F.NAME: 1.0}
    few = [example(library, question("粮食产量"), (RIGHT, {**both, F.COVER: 1.0}), (WRONG, {**both, F.COVER: 0.0}))]
    weights = fit_rank(few * 5)
    learned = {feature for feature in weights if feature.rank and weights[feature] != pytest.approx(feature.rank.prior)}

    assert learned == {F.COVER}
    assert weights[F.YEAR_OK] == pytest.approx(1.0)


def test_a_question_without_a_right_candidate_teaches_ranking_nothing(library: Library) -> None:
    told = example(library, question("粮食产量"), (RIGHT, {F.COVER: 1.0}), (WRONG, {F.COVER: 0.0}))
    lost = example(library, question("粮食", gold="别处"), (RIGHT, {F.GAP: 1.0}), (WRONG, {F.GAP: 0.0}))
    silent = example(library, question("在吗", kind="silent"), (RIGHT, {F.GAP: 1.0}))

    assert fit_rank([told, lost, silent]) == fit_rank([told])


def test_a_candidate_that_a_rule_forbids_teaches_ranking_nothing(library: Library) -> None:
    right, wrong = (RIGHT, {F.COVER: 0.5}), (WRONG, {F.COVER: 0.2})
    forbidden = ("地区生产总值", {F.COVER: 1.0, F.NAME: 1.0, F.YEAR_OFF: 1.0})
    asked = question("粮食产量")

    assert fit_rank([example(library, asked, right, wrong, forbidden)]) == fit_rank(
        [example(library, asked, right, wrong)]
    )


def test_the_decision_learns_what_tells_right_from_wrong(library: Library) -> None:
    strong, weak = {F.EVIDENCE: 2.5, F.COVER2: 0.8}, {F.EVIDENCE: 0.3, F.COVER2: 0.6, F.GAP_SHARE: 1.0}
    examples = [
        example(library, question("粮食产量多少"), (RIGHT, strong)),
        example(library, question("吃粮食吗", kind="silent"), (RIGHT, weak)),
    ]
    weights = fit_decision(examples * 10, {F.COVER: 1.0})

    assert weights[F.EVIDENCE] > 0
    assert weights[F.GAP_SHARE] < -1.0


def test_more_small_talk_makes_answering_rarer(library: Library) -> None:
    told = example(library, question("粮食产量多少"), (RIGHT, {F.COVER: 0.8}))
    talk = example(library, question("吃粮食吗", kind="silent"), (RIGHT, {F.COVER: 0.8}))
    few, many = (fit_decision([told] * 10 + [talk] * count, {F.COVER: 1.0}) for count in (2, 30))

    assert many[F.BIAS] < few[F.BIAS]


def test_the_best_of_a_view_is_chosen_anew_and_never_a_vetoed_one(library: Library) -> None:
    [view] = example(
        library,
        question("粮食产量"),
        (WRONG, {F.COVER: 0.4, F.DICE: 1.0}),
        (RIGHT, {F.COVER: 0.9}),
        ("地区生产总值", {F.COVER: 1.0, F.YEAR_OFF: 1.0}),
    ).readings

    for weights, title in (({F.COVER: 1.0}, RIGHT), ({F.DICE: 1.0}, WRONG)):
        best = best_of(library, view, weights)
        assert best is not None
        assert best[0].entry == entry(library, title)
    assert best_of(library, replace(view, ranked=view.ranked[2:]), {F.COVER: 1.0}) is None


def counts(*rights: int) -> dict[float, Count]:
    """Return what threshold 0.0, 0.1, … brings: so many of ten silent questions right."""
    return {place / 10: Count({"silent group": right}, {"silent group": 10}) for place, right in enumerate(rights)}


@pytest.mark.parametrize(
    ("rights", "share", "threshold"),
    [
        ((5, 8, 9, 10), 0.9, 0.2),
        ((9, 9, 9, 10), 0.9, 0.0),
        ((9, 8, 9, 10), 0.9, 0.2),
        ((5, 6, 7, 8), 0.9, 0.3),
    ],
)
def test_the_threshold_is_the_lowest_from_which_on_silence_is_kept(
    rights: Sequence[int], share: float, threshold: float
) -> None:
    assert lowest(counts(*rights), "silent group", share) == threshold


def test_questions_are_counted_as_score_does(library: Library) -> None:
    asked = [
        question("粮食产量多少亿斤"),
        question("三链工程是什么", gold="延链工程、补链工程"),
        question("粮食产量多少亿斤", gold="别处"),
        question("晚上吃啥", kind="silent", where="group"),
        question("你好呀", kind="silent"),
    ]
    count = Count.of(library, asked)

    assert count.right == {"answerable": 2, "silent group": 1, "silent private": 1}
    assert count.asked == {"answerable": 3, "silent group": 1, "silent private": 1}
    count.add(Count({"answerable": 1}, {"answerable": 1}))
    assert count.share("answerable") == 0.75
    assert Count({}, {}).share("answerable") == 1.0
    assert str(count) == "answerable 3/4 0.750  silent group 1/1 1.000  silent private 1/1 1.000"


def test_each_report_is_judged_by_weights_fitted_to_the_others(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = {name: [RankedCase(library, question(f"粮食产量{name}{n}"), ()) for n in range(3)] for name in "abc"}
    taught: list[set[str]] = []
    judged: list[set[str]] = []

    def fit(some: Sequence[RankedCase]) -> Calibration:
        taught.append({one.question["id"] for one in some})
        return calibration()

    def count(_: Library, some: Sequence[QuestionCase]) -> Count:
        judged.append({one["id"] for one in some})
        return Count({"answerable": 0}, {"answerable": len(some)})

    monkeypatch.setattr(calibrate, "fit", fit)
    monkeypatch.setattr(Count, "of", count)
    found = leave_out(examples)

    steps = len(calibrate.THRESHOLDS)
    every = {one.question["id"] for some in examples.values() for one in some}
    assert [one | two for one, two in zip(taught, judged[::steps], strict=True)] == [every] * 3
    assert [one & two for one, two in zip(taught, judged[::steps], strict=True)] == [set()] * 3
    assert {count.asked["answerable"] for count in together(found.values()).values()} == {len(every)}


def test_what_is_written_stands_in_the_table_beside_its_prior(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {feature: number / 8 - 4 for number, feature in enumerate(FEATURES)}
    made = Calibration(weights, {feature: -weight for feature, weight in weights.items()}, private=-0.4, group=1.6)
    path = tmp_path / "features.py"
    path.write_bytes(calibrate.TABLE.read_bytes())
    write(made, path)
    spec = importlib.util.spec_from_file_location("features_again", path)
    assert spec is not None
    assert spec.loader is not None
    again = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "features_again", again)
    spec.loader.exec_module(again)

    def row(feature: Feature, rank: float, decide: float) -> tuple[object, ...]:
        fits = (feature.rank and Fit(feature.rank.prior, rank), feature.decide and Fit(feature.decide.prior, decide))
        return feature.name, *fits, feature.meaning, feature.veto

    written = [(one.name, one.rank, one.decide, one.meaning, one.veto) for one in again.FEATURES]
    assert written == [row(one, weights[one], -weights[one]) for one in FEATURES]
    assert (again.PRIVATE, again.GROUP) == (-0.4, 1.6)

"""Fitting moves weights the way the examples say, thresholds are chosen as documented, and what is written loads."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench import calibrate
from bench.calibrate import Count, Example, best_of, cross_validate, descend, fit_decision, fit_rank, lowest, write
from bench.questions import Question
from knowledge import Library, load
from knowledge.finding.calibrated import calibration
from knowledge.finding.calibration import Calibration
from knowledge.finding.rank import Ranked
from knowledge.model import Kind, Where
from tests.knowledge.samples import SMALL

GOLD = "粮食产量12.6亿斤"


@pytest.fixture(scope="module")
def library() -> Library:
    return load(SMALL)


def question(text: str, *, kind: str = "figure", gold: str = GOLD, where: str = "private") -> Question:
    held = [] if kind == "silent" else [gold]
    return {"id": text, "q": text, "kind": kind, "gold": held, "style": "plain", "where": where, "note": ""}


def entry(library: Library, title: str, kind: Kind = Kind.FIGURE) -> int:
    return next(n for n, one in enumerate(library.entries) if one.title == title and one.kind is kind)


def example(library: Library, asked: Question, *candidates: tuple[str, Mapping[str, float]]) -> Example:
    """Return the question with one view, whose candidates are (title of a figure, features)."""
    [view] = library.read("粮食产量", Where.PRIVATE)
    ranked = tuple(Ranked(entry(library, title), 0.0, features) for title, features in candidates)
    return Example(asked, (replace(view, ranked=ranked),))


RIGHT, WRONG = "粮食产量", "农村户厕改造"


def test_descending_arrives_at_the_lowest_point() -> None:
    found = descend(lambda weights: 2 * (weights - np.array([3.0, -1.0])), 2, 300)

    assert found == pytest.approx([3.0, -1.0], abs=0.05)


def test_what_right_candidates_have_gains_weight_and_what_wrong_ones_have_loses(library: Library) -> None:
    asked = question("粮食产量多少")
    few = [
        example(
            library, asked, (RIGHT, {"cover": 0.9, "lucky": 0.2, "bias": 1.0}), (WRONG, {"cover": 0.3, "trap": 1.0})
        )
    ]
    weights = fit_rank(library, few * 5)

    assert weights["cover"] > 0.1
    assert weights["lucky"] > 0.1
    assert weights["trap"] < -0.1
    assert "bias" not in weights


def test_what_no_example_tells_keeps_what_is_believed_beforehand(library: Library) -> None:
    both = {"year_off": 1.0, "unheard": 1.0}
    few = [example(library, question("粮食产量"), (RIGHT, {**both, "cover": 1.0}), (WRONG, {**both, "cover": 0.0}))]
    weights = fit_rank(library, few * 5)

    assert weights["year_off"] == pytest.approx(calibrate.RANK_PRIOR["year_off"], abs=0.05)
    assert weights["unheard"] == pytest.approx(0.0, abs=0.05)


def test_a_question_without_a_right_candidate_teaches_ranking_nothing(library: Library) -> None:
    told = example(library, question("粮食产量"), (RIGHT, {"cover": 1.0}), (WRONG, {"cover": 0.0}))
    lost = example(library, question("粮食", gold="别处"), (RIGHT, {"trap": 1.0}), (WRONG, {"trap": 0.0}))
    silent = example(library, question("在吗", kind="silent"), (RIGHT, {"trap": 1.0}))

    assert set(fit_rank(library, [told, lost, silent])) == {"cover"}


def test_the_decision_learns_what_tells_right_from_wrong(library: Library) -> None:
    strong, weak = {"evidence": 2.5, "cover": 0.9}, {"evidence": 0.3, "cover": 0.8, "gap": 1.0}
    examples = [
        example(library, question("粮食产量多少"), (RIGHT, strong)),
        example(library, question("吃粮食吗", kind="silent"), (RIGHT, weak)),
    ]
    weights = fit_decision(library, examples * 10, {"cover": 1.0})

    assert weights["evidence"] > 0
    assert weights["gap"] < 0


def test_more_small_talk_makes_answering_rarer(library: Library) -> None:
    told = example(library, question("粮食产量多少"), (RIGHT, {"cover": 0.8}))
    talk = example(library, question("吃粮食吗", kind="silent"), (RIGHT, {"cover": 0.8}))
    few, many = (fit_decision(library, [told] * 10 + [talk] * count, {"cover": 1.0}) for count in (2, 30))

    assert many["bias"] < few["bias"]


def test_the_best_of_a_view_is_chosen_anew_and_never_a_vetoed_one(library: Library) -> None:
    [view] = example(
        library,
        question("粮食产量"),
        (WRONG, {"cover": 0.4, "dice": 1.0}),
        (RIGHT, {"cover": 0.9}),
        ("地区生产总值", {"cover": 1.0, "year_off": 1.0}),
    ).readings

    for weights, title in (({"cover": 1.0}, RIGHT), ({"dice": 1.0}, WRONG)):
        best = best_of(library, view, weights)
        assert best is not None
        assert best[0].entry == entry(library, title)
    assert best_of(library, replace(view, ranked=view.ranked[2:]), {"cover": 1.0}) is None


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


def test_each_question_is_judged_by_weights_fitted_without_it(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = [Example(question(f"粮食产量{number}"), ()) for number in range(12)]
    taught: list[set[str]] = []
    judged: list[set[str]] = []

    def fit(_: Library, some: Sequence[Example]) -> Calibration:
        taught.append({one.question["id"] for one in some})
        return calibration()

    def count(_: Library, some: Sequence[Question]) -> Count:
        judged.append({one["id"] for one in some})
        return Count({"answerable": 0}, {"answerable": len(some)})

    monkeypatch.setattr(calibrate, "fit", fit)
    monkeypatch.setattr(Count, "of", count)
    found = cross_validate(library, examples, lambda _: True)

    steps = len(calibrate.THRESHOLDS)
    assert [one & two for one, two in zip(taught, judged[::steps], strict=True)] == [set()] * calibrate.FOLDS
    assert set.union(*judged) == {one.question["id"] for one in examples}
    assert {one.asked["answerable"] for one in found.values()} == {len(examples)}


def test_what_is_written_loads_back_equal(tmp_path: Path) -> None:
    made = Calibration({"cover": 1.25, "year_off": -2.0, "dust": 0.0001}, {"bias": -0.5}, private=0.4, group=0.6)
    path = tmp_path / "calibrated.py"
    write(made, 7, path)
    spec = importlib.util.spec_from_file_location("calibrated_again", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    assert module.calibration() == replace(made, rank={"cover": 1.25, "year_off": -2.0})
    assert "from 7 questions" in path.read_text(encoding="utf-8")


def test_the_engines_own_calibration_is_as_it_would_be_written(tmp_path: Path) -> None:
    path = tmp_path / "calibrated.py"
    write(calibration(), 0, path)

    assert path.read_text(encoding="utf-8").splitlines()[1:] == calibrate.CALIBRATED.read_text("utf-8").splitlines()[1:]

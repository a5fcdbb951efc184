"""What stands in the table of features is what the questions make of its priors, and nothing stands there in vain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from bench.calibrate import RankedCase, fit, fitted_to
from bench.question_sets import REPORTS
from knowledge.finding.features import FEATURES, VETOES, Feature
from knowledge.finding.rank import calibration

CLOSE = 0.005  # weights are written with three decimals, and what is read changes a little with the weights


@pytest.fixture(scope="module")
def examples() -> Sequence[RankedCase]:
    found = fitted_to()
    if len(found) <= len(list(REPORTS.glob("*.jsonl"))):
        pytest.skip("the other reports' texts are not there")
    return [one for some in found.values() for one in some]


def test_fitting_again_gives_the_weights_that_are_written(examples: Sequence[RankedCase]) -> None:
    again, written = fit(examples), calibration()

    def moved(old: Mapping[Feature, float], new: Mapping[Feature, float]) -> dict[str, tuple[float, float]]:
        assert set(old) == set(new)
        return {one.name: (old[one], new[one]) for one in old if abs(old[one] - new[one]) > CLOSE}

    assert moved(written.rank, again.rank) == {}, "make calibrate"
    assert moved(written.decide, again.decide) == {}, "make calibrate"


def test_every_feature_is_had_by_a_candidate_for_some_question(examples: Sequence[RankedCase]) -> None:
    readings = [reading for example in examples for reading in example.readings]
    had = {feature for reading in readings for feature, value in reading.signs.items() if value}
    had |= {
        feature for reading in readings for one in reading.ranked for feature, value in one.features.items() if value
    }

    assert {feature.name for feature in FEATURES} == {feature.name for feature in had}


def test_a_rule_has_no_weight_and_everything_else_has() -> None:
    assert {feature for feature in FEATURES if not (feature.rank or feature.decide)} == VETOES

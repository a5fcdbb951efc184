"""Whether the best candidate is good enough: the numbers that confidence weighs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.finding.calibrated import DECISION, calibration
from knowledge.finding.decide import confidence, signs
from knowledge.finding.rank import Ranked

BEST = Ranked(0, 4.0, {"cover": 0.9, "year_ok": 1.0, "unheard": 1.0})
SAME_PASSAGE = Ranked(1, 3.9, {})
OTHER = Ranked(2, 2.0, {})


def test_the_margin_is_to_the_best_of_another_passage() -> None:
    assert signs([BEST, SAME_PASSAGE, OTHER], [7, 7, 8], 0.0)["margin"] == 0.5
    assert signs([BEST, OTHER], [7, 8], 0.0)["margin"] == 0.5


@pytest.mark.parametrize("others", [[], [SAME_PASSAGE]])
def test_what_has_no_rival_has_the_whole_margin(others: list[Ranked]) -> None:
    assert signs([BEST, *others], [7] * (1 + len(others)), 0.0)["margin"] == 1.0


def test_signs_are_the_best_ones_and_none_is_nought() -> None:
    found = signs([BEST, OTHER], [7, 8], 0.3)

    assert (found["cover"], found["year_ok"], found["eclipsed"], found["bias"]) == (0.9, 1, 0.3, 1)
    assert "rank_off" not in found
    assert "unheard" not in found


@pytest.mark.parametrize("score", [-1e9, -10.0, 10.0, 1e9])
def test_no_sign_grows_without_end(score: float) -> None:
    found = signs([replace(BEST, score=score), OTHER], [7, 8], 1e9)

    assert abs(found["score"]) <= 1
    assert found["margin"] <= 1
    assert found["eclipsed"] <= 4


def test_confidence_is_a_weighted_sum() -> None:
    assert confidence({"bias": 1.0, "cover": 0.5, "unheard": 3.0}, {"bias": -1.0, "cover": 4.0}) == 1.0


@pytest.mark.parametrize("sign", ["eclipsed", "gap_share", "definition_off", "level_off", "rank_off", "moment_off"])
def test_what_was_asked_and_is_missing_speaks_against_an_answer(sign: str) -> None:
    assert DECISION[sign] < 0


@pytest.mark.parametrize("sign", ["evidence", "score", "margin", "cover2"])
def test_what_fits_speaks_for_an_answer(sign: str) -> None:
    assert DECISION[sign] > 0


def test_a_group_is_answered_no_sooner_than_a_person() -> None:
    assert calibration().group >= calibration().private

"""Whether the best candidate is good enough: the numbers that the decision weighs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.finding.features import F, Feature
from knowledge.finding.rank import Ranked, calibration, signs

BEST = Ranked(0, 4.0, {F.COVER2: 0.8, F.YEAR_OK: 1.0, F.QUANTITY_OK: 1.0})
SAME_PASSAGE = Ranked(1, 3.9, {})
OTHER = Ranked(2, 2.0, {})


def test_the_margin_is_to_the_best_of_another_passage() -> None:
    assert signs([BEST, SAME_PASSAGE, OTHER], [7, 7, 8], 0.0)[F.MARGIN] == 0.5
    assert signs([BEST, OTHER], [7, 8], 0.0)[F.MARGIN] == 0.5


@pytest.mark.parametrize("others", [[], [SAME_PASSAGE]])
def test_what_has_no_rival_has_the_whole_margin(others: list[Ranked]) -> None:
    assert signs([BEST, *others], [7] * (1 + len(others)), 0.0)[F.MARGIN] == 1.0


def test_signs_are_the_best_ones_and_none_is_nought() -> None:
    found = signs([BEST, OTHER], [7, 8], 0.3)

    assert (found[F.COVER2], found[F.YEAR_OK], found[F.ECLIPSED], found[F.BIAS]) == (0.8, 1, 0.3, 1)
    assert F.LEVEL_OFF not in found
    assert F.QUANTITY_OK not in found  # it ranks, but doesn't decide


@pytest.mark.parametrize("score", [-1e9, -10.0, 10.0, 1e9])
def test_no_sign_grows_without_end(score: float) -> None:
    found = signs([replace(BEST, score=score), OTHER], [7, 8], 1e9)

    assert abs(found[F.SCORE]) <= 1
    assert found[F.MARGIN] <= 1
    assert found[F.ECLIPSED] <= 4


@pytest.mark.parametrize("sign", [F.ECLIPSED, F.GAP_SHARE, F.DEFINITION_OFF, F.LEVEL_OFF, F.SHARE_OFF, F.MOMENT_OFF])
def test_what_was_asked_and_is_missing_speaks_against_an_answer(sign: Feature) -> None:
    assert calibration().decide[sign] < 0


@pytest.mark.parametrize("sign", [F.EVIDENCE, F.SCORE, F.MARGIN, F.COVER2])
def test_what_fits_speaks_for_an_answer(sign: Feature) -> None:
    assert calibration().decide[sign] > 0


def test_a_group_is_answered_no_sooner_than_a_person() -> None:
    assert calibration().group >= calibration().private

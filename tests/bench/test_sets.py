"""What is measured was neither fitted to nor measured twice."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from bench.question_sets import QUESTIONS
from tests.bench.sets import HELD_OUT, OWN, bare, words_of


@pytest.mark.parametrize(("one", "other"), [*combinations((QUESTIONS, OWN, HELD_OUT), 2)], ids=lambda path: path.stem)
def test_no_question_stands_in_two_sets(one: Path, other: Path) -> None:
    assert words_of(one) & words_of(other) == set()


def test_width_case_spaces_and_punctuation_make_no_other_question() -> None:
    assert bare("ＧＤＰ 增长,多少？") == bare("gdp增长多少")
    assert len({bare("+1"), bare("1"), bare("？？"), bare("。。")}) == 4

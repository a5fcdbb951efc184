"""Titles and clauses: verbatim, and never cut in an amount, a name or a pair of marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Library
from knowledge.model import Livelihood
from knowledge.report.lines import HEAD_LENGTH, LONGEST_CLAUSE, clauses, first_clause, head, is_shortened

LEAD = "(牵头责任单位:自治区民政厅)"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"1.新增婴幼儿托位1.5万个,全区每个旗县至少1所{LEAD}。", "新增婴幼儿托位1.5万个"),
        (f"2.新建儿童(护童)之家50个,实现全覆盖{LEAD}。", "新建儿童(护童)之家50个"),
        (f"3.每个旗县(市、区)至少建设1个病区{LEAD}。", "每个旗县(市、区)至少建设1个病区"),
        (f"4.“两癌,应筛尽筛”;扩大范围{LEAD}。", "“两癌,应筛尽筛”"),
        (f"5.管道870公里、燃气管道210公里{LEAD};新增车位3万个。", "管道870公里、燃气管道210公里"),
        (f"{'长' * (LONGEST_CLAUSE + 1)},短。", "长" * HEAD_LENGTH),
        ("没有标点", "没有标点"),
        ("", ""),
    ],
)
def test_an_items_title_is_its_first_clause(text: str, title: str) -> None:
    assert first_clause(text) == title


def test_every_item_of_the_report_has_a_short_title_of_its_own_words(library: Library) -> None:
    items = [entry for entry in library.entries if isinstance(entry, Livelihood)]
    assert len({item.title for item in items}) == 33
    for item in items:
        assert 4 <= len(item.title) <= 14, item.title
        assert is_shortened(item.title, item.quote), item.title


@pytest.mark.parametrize(
    ("title", "is_its_own"),
    [
        ("适老化改造和养老服务", True),
        ("适老化改造、服务中心", True),
        ("", True),
        ("养老服务和适老化改造", False),
        ("老年人养老服务", False),
        ("适老化改造2万户", False),
    ],
)
def test_a_title_has_the_characters_of_its_item_in_their_order(title: str, *, is_its_own: bool) -> None:
    assert is_shortened(title, f"8.完成适老化改造1.3万户,建设养老服务中心170个{LEAD}。") is is_its_own


@given(st.text("甲乙1.5万个,，;；。!？“”()（牵头责任单位:）、 ", max_size=60))
def test_clauses_are_verbatim_and_in_order(text: str) -> None:
    position = 0
    for clause in clauses(text):
        position = text.index(clause, position) + len(clause)
    assert first_clause(text) in text
    assert head(text) in text

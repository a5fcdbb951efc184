"""Titles and clauses: verbatim, and never cut in an amount, a name or a pair of marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Library
from knowledge.model import Livelihood
from knowledge.report.lines import HEAD_LENGTH, LONGEST_CLAUSE, clauses, first_clause, head

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


def test_no_item_of_the_report_has_a_title_that_stops_within_a_phrase(library: Library) -> None:
    items = [entry for entry in library.entries if isinstance(entry, Livelihood)]
    assert len(items) == 33
    for item in items:
        after = item.quote[item.quote.index(item.title) + len(item.title) :]
        assert after[0] in ",;。(", item.title


@given(st.text("甲乙1.5万个,，;；。!？“”()（牵头责任单位:）、 ", max_size=60))
def test_clauses_are_verbatim_and_in_order(text: str) -> None:
    position = 0
    for clause in clauses(text):
        position = text.index(clause, position) + len(clause)
    assert first_clause(text) in text
    assert head(text) in text

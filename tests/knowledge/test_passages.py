"""Splitting paragraphs into sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.reading.passages import sentences


def test_a_sentence_ends_outside_quotation_marks_and_brackets_only() -> None:
    assert sentences("打响“放心办!舒心办。”品牌(含网上;掌上)。到位;有力！") == [
        "打响“放心办!舒心办。”品牌(含网上;掌上)。",
        "到位;",
        "有力！",
    ]


def test_a_quotation_mark_that_never_closes_does_not_swallow_the_paragraph() -> None:
    assert sentences("打响“放心办品牌。到位。") == ["打响“放心办品牌。", "到位。"]


@given(st.text(alphabet="甲乙。!；“”() \n", max_size=40))
def test_sentences_lose_nothing_but_white_space(paragraph: str) -> None:
    assert "".join("".join(sentences(paragraph)).split()) == "".join(paragraph.split())

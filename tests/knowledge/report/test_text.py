"""Splitting paragraphs into sentences, and finding quotes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.report.text import QuoteFinder, sentences

_TEXTS = st.text("甲乙丙\n", max_size=40)


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


def searched(whole: str, piece: str) -> tuple[int, ...]:
    """Return the first two places of `piece`, found one by one."""
    return tuple(start for start in range(len(whole)) if whole.startswith(piece, start))[:2]


@given(
    _TEXTS, st.lists(st.text("甲乙丙", min_size=1, max_size=7), max_size=5), st.text("甲乙丙", min_size=1, max_size=7)
)
def test_pieces_are_found_whether_they_were_announced_or_not(whole: str, pieces: list[str], other: str) -> None:
    finder = QuoteFinder(whole, pieces)

    assert [finder.positions(piece) for piece in (*pieces, other)] == [
        searched(whole, piece) for piece in (*pieces, other)
    ]

"""From a question's words to a few candidates."""

from __future__ import annotations

import pytest

from knowledge.finding.recall import MOST_CANDIDATES, Candidate, recall
from knowledge.model import Kind
from tests.knowledge.finding.conftest import Workshop


def recalled(workshop: Workshop, text: str, kinds: frozenset[Kind] | None = None) -> list[Candidate]:
    return recall(*workshop.ask(text), workshop.index, kinds=kinds)


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("天骏计划是什么", Kind.TERM, "天骏计划"),
        ("小矛盾即知即调", Kind.TERM, "三分吸附法"),
        ("天俊计划", Kind.TERM, "天骏计划"),
        ("六个公程", Kind.TERM, "六个工程"),
        ("去年粮食打了多少斤", Kind.FIGURE, "粮食产量"),
        ("GDP增速", Kind.FIGURE, "地区生产总值"),
        ("GDP目标", Kind.TARGET, "地区生产总值"),
    ],
)
def test_the_entry_asked_for_is_among_the_candidates(workshop: Workshop, text: str, kind: Kind, title: str) -> None:
    assert workshop.number(kind, title) in [candidate.entry for candidate in recalled(workshop, text)]


@pytest.mark.parametrize("text", ["增长", "今年全区的工作目标是多少", "的" * 60, "增长多少" * 15, "全区经济社会发展"])
def test_common_words_bring_no_more_than_a_few(workshop: Workshop, text: str) -> None:
    candidates = recalled(workshop, text)

    assert 0 < len(candidates) <= MOST_CANDIDATES
    assert len({candidate.entry for candidate in candidates}) == len(candidates)


@pytest.mark.parametrize("text", ["", "😀😀", "???", "zzzz"])
def test_nothing_known_brings_nothing(workshop: Workshop, text: str) -> None:
    assert recalled(workshop, text) == []


@pytest.mark.parametrize("kind", [Kind.TERM, Kind.FIGURE, Kind.TARGET, Kind.LIVELIHOOD, Kind.TEXT])
def test_only_the_kinds_asked_for_come(workshop: Workshop, kind: Kind) -> None:
    candidates = recalled(workshop, "今年老旧小区改造的目标和六个工程", frozenset({kind}))

    assert candidates
    assert {workshop.index.entries[candidate.entry].kind for candidate in candidates} == {kind}


def test_the_likeliest_comes_first(workshop: Workshop) -> None:
    assert recalled(workshop, "天骏计划是什么")[0].entry == workshop.number(Kind.TERM, "天骏计划")


def test_a_name_in_the_question_is_marked_where_it_stands(workshop: Workshop) -> None:
    question, _ = workshop.ask("请问天骏计划是什么")
    term = workshop.number(Kind.TERM, "天骏计划")
    [place] = [c.name for c in recalled(workshop, "请问天骏计划是什么") if c.entry == term]

    assert place is not None
    assert question.units.slice(*place) == "天骏计划"


def test_what_a_wording_and_the_question_share_is_a_share(workshop: Workshop) -> None:
    for candidate in recalled(workshop, "去年城镇新增就业完成了多少"):
        assert 0 <= candidate.dice <= 1
        assert 0 <= candidate.shared <= candidate.asked + 1e-9

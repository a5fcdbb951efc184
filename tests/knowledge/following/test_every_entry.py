"""What holds for a follow-up and a comparison on every entry of the report."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Library
from knowledge.finding.lists import MOST
from knowledge.model import Figure, Kind, Livelihood, Outcome, Status, Term, Where
from tests.knowledge.test_engine import MESSAGES, assert_sound

QUESTIONS = ("谁负责", "还有吗", "第二个", "什么意思", "原文呢", "是多少", "去年呢", "明年呢", "排第几", "那粮食呢")
STEP = 5  # each question is asked of every so-manieth entry, from another one on: all are met, by two questions each


def figures(library: Library) -> list[Figure]:
    return [entry for entry in library.entries if isinstance(entry, Figure)]


def sides(library: Library, figure: Figure, status: Status) -> dict[str, Figure]:
    """Return the figures of the same indicator and place on one side, by id."""
    same = (other for other in figures(library) if (other.indicator, other.place) == (figure.indicator, figure.place))
    return {other.id: other for other in same if other.status is status}


def test_the_target_of_an_actual_is_exactly_that_target(library: Library) -> None:
    for figure in figures(library):
        year = library.report.year
        targets = {f.id for f in sides(library, figure, Status.TARGET).values() if f.period == year}
        answer = library.ask("那今年目标呢", before=[figure.id])

        shown = {source.entry_id for source in answer.sources if source.kind is not Kind.LIVELIHOOD}
        assert shown <= targets, figure.title
        assert bool(shown) is bool(targets), figure.title


def test_last_years_figure_is_never_anothers(library: Library) -> None:
    for figure in figures(library):
        actual = sides(library, figure, Status.ACTUAL)
        answer = library.ask("那去年呢", before=[figure.id])

        assert {source.entry_id for source in answer.sources} <= actual.keys(), figure.title
        assert (answer.outcome is Outcome.ANSWER) is bool(actual), figure.title


def test_a_rank_is_told_in_the_reports_words(library: Library) -> None:
    for figure in figures(library):
        every = sides(library, figure, Status.ACTUAL) | sides(library, figure, Status.TARGET)
        answer = library.ask("排第几", before=[figure.id])

        assert [s.direct for s in answer.sources] == [every[s.entry_id].rank for s in answer.sources], figure.title
        assert bool(answer.sources) is any(other.rank for other in every.values()), figure.title


def test_every_item_names_its_departments(library: Library) -> None:
    for entry in library.entries:
        if isinstance(entry, Livelihood):
            answer = library.ask("谁负责", before=[entry.id])
            [source] = answer.sources
            bold = "".join(source.text[start:end] for start, end in source.highlights)
            assert all(name in bold for measure in entry.measures for name in measure.departments)


def test_every_part_of_every_term_is_found_by_its_number(library: Library) -> None:
    for entry in library.entries:
        if isinstance(entry, Term):
            for number, part in enumerate(entry.parts, start=1):
                answer = library.ask(f"第{number}个是什么", before=[entry.id])
                assert answer.sources[0].direct == part


@pytest.mark.parametrize(("first", "text"), [*enumerate(QUESTIONS)])
def test_what_is_told_of_one_entry_opens_again_or_is_left_open(library: Library, first: int, text: str) -> None:
    for entry in library.entries[first % STEP :: STEP]:
        answer = library.ask(text, before=[entry.id])
        if not answer.leaned:
            continue
        assert_sound(library, answer, Where.ADDRESSED)
        assert answer.outcome is Outcome.ANSWER or text == "那粮食呢" or answer.suggestions[0].title == entry.title
        for source in answer.sources:
            opened = library.open(source.entry_id, source.focus)
            assert opened is not None
            assert opened.sources[0] == source or (source.focus is None and "、" in source.title)


@settings(max_examples=30)
@given(MESSAGES, st.lists(st.integers(0, 700), max_size=20))
def test_whatever_is_said_after_any_answer_is_answered_soundly(library: Library, text: str, before: list[int]) -> None:
    shown = [library.entries[number].id for number in before if number < len(library.entries)]
    answer = library.ask(text, before=shown)

    if answer.leaned:
        assert_sound(library, answer, Where.ADDRESSED)
        assert len(answer.sources) <= MOST
        assert answer.asked in text


@settings(max_examples=30)
@given(MESSAGES)
def test_whatever_is_compared_is_compared_soundly(library: Library, text: str) -> None:
    answer = library.compare(text)

    assert_sound(library, answer, Where.ADDRESSED)
    assert {source.kind for source in answer.sources} <= {Kind.FIGURE, Kind.TARGET, Kind.LIVELIHOOD}
    assert answer.comparison is (len(answer.sources) == 2)

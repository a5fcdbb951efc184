"""Searching as one types: half a word, pinyin, initials, one character; page after page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Library
from knowledge.finding.search import MOST_FOUND
from knowledge.model import Kind, Outcome

WORDS = st.sampled_from(
    ["粮", "粮食产", "六个工", "增长", "2024", "第", "的", "民生实事", "liang", "lggc", "gd", "包头", "7.3%", "？", " "]
)
TYPED = st.lists(WORDS, max_size=4).map("".join) | st.text(max_size=30)


@settings(max_examples=20)  # each of up to 50 pages
@given(TYPED, st.integers(1, 50))
def test_pages_that_follow_each_other_are_one_list_cut_up(library: Library, text: str, limit: int) -> None:
    whole = library.search(text, MOST_FOUND)

    paged = [each for offset in range(0, MOST_FOUND, limit) for each in library.search(text, limit, offset)]

    assert tuple(paged) == whole
    assert len({each.entry_id for each in whole}) == len(whole)
    assert all((opened := library.open(each.entry_id)) and opened.sources for each in whole)


@settings(max_examples=40)
@given(TYPED)
def test_a_sure_answer_comes_first(library: Library, text: str) -> None:
    answer = library.ask(text)

    if answer.outcome is Outcome.ANSWER and not answer.mentioned:
        assert library.search(text)[0].entry_id == answer.sources[0].entry_id


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [
        ("粮食产", Kind.FIGURE, "粮食产量"),
        ("粮", Kind.FIGURE, "粮食产量"),
        ("六个工", Kind.TERM, "六个工程"),
        ("6个工", Kind.TERM, "六个工程"),
        ("六個工", Kind.TERM, "六个工程"),
        ("liangshi", Kind.FIGURE, "粮食产量"),
        ("liangshi chan", Kind.FIGURE, "粮食产量"),
        ("liangs", Kind.FIGURE, "粮食产量"),
        ("lggc", Kind.TERM, "六个工程"),
        ("lgg", Kind.TERM, "六个工程"),
        ("gd", Kind.FIGURE, "地区生产总值"),
        ("失业", Kind.TARGET, "城镇调查失业率"),
        ("天骏", Kind.TERM, "天骏计划"),
    ],
)
def test_a_name_is_found_before_it_is_typed_to_its_end(library: Library, typed: str, kind: Kind, title: str) -> None:
    found = library.search(typed)[0]

    assert (found.kind, found.title) == (kind, title)


def test_both_sides_of_an_indicator_and_its_sentences_are_offered(library: Library) -> None:
    kinds = {each.kind for each in library.search("地区生产总值", 50)}

    assert {Kind.FIGURE, Kind.TARGET} <= kinds


def test_one_character_brings_many_and_each_says_it_or_is_named_so(library: Library) -> None:
    found = library.search("煤", 20)
    entries = {entry.id: entry for entry in library.entries}

    assert len(found) == 20
    for each in found:
        entry = entries[each.entry_id]
        assert any("煤" in words for words in (entry.passage.text, entry.title, *entry.aliases, *entry.asks))


def test_what_is_called_so_comes_before_what_only_says_so(library: Library) -> None:
    titles = [each.title for each in library.search("固定资产", 50)]

    assert titles[:2] == ["固定资产投资", "固定资产投资"]


def test_a_number_half_typed_is_no_other_number(library: Library) -> None:
    """791.6 is said; 791 is not, and 91.6 is not."""
    assert any("791.6" in each.text for each in library.search("791.6"))
    assert not any("791.6" in each.text for typed in ("791", "91.6") for each in library.search(typed, 50))


def test_places_stand_beside_what_was_found(library: Library) -> None:
    assert [each.place for each in library.search("六个工程", 1)] == ["附件2·名词解释"]


@pytest.mark.parametrize("typed", ["", " ", "\n", "？", "@somebody", "😀"])
def test_nothing_typed_finds_nothing(library: Library, typed: str) -> None:
    assert library.search(typed) == ()


def test_behind_the_last_page_there_is_nothing(library: Library) -> None:
    assert library.search("增长", 50, MOST_FOUND) == ()
    assert library.search("增长", 50, -1) == ()


def test_a_passage_that_is_found_is_shown_around_the_words(library: Library) -> None:
    shown = [passage.text for passage in library.search("营商环境") if "营商环境" in passage.text]
    held = {entry.passage.text for entry in library.entries if "营商环境" in entry.passage.text}
    assert len(shown) == len(held)

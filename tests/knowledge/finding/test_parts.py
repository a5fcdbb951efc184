"""A source's focus: enough to show the same source again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.question_sets import HOME, QUESTIONS, read_questions
from knowledge import Library
from knowledge.model import Entry, Source

SETS = (QUESTIONS, HOME / "own_questions.jsonl", HOME / "held_out.jsonl")
STEP = 3  # of each set every so-manieth question is asked, from another one on


def opened(library: Library, entry_id: str, focus: tuple[int, int] | None = None) -> Source:
    answer = library.open(entry_id, focus)
    assert answer is not None
    assert answer.nearest == entry_id
    return answer.sources[0]


@pytest.mark.parametrize(("first", "path"), [*enumerate(SETS)], ids=[path.stem for path in SETS])
def test_the_source_of_an_answer_opens_again_just_as_it_was(library: Library, first: int, path: Path) -> None:
    for question in read_questions(path)[first::STEP]:
        answer = library.ask(question["q"])
        sources = () if answer.mentioned else answer.sources  # of a word it is the word that is emphasised
        for source in sources:
            if len(sources) == 1 or source.focus is not None:
                assert opened(library, source.entry_id, source.focus) == source, question["q"]


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("六个工程第三个", "温暖工程"),
        ("GDP排名", "增长7.3%、居全国第3"),
        ("去年引进到位资金增长多少", "增长40.2%"),
        ("两癌救助多少钱", "对符合条件的低收入家庭确诊“两癌”妇女给予每人1万元救助"),
    ],
)
def test_the_focus_is_the_part_that_was_asked_for(library: Library, text: str, piece: str) -> None:
    [source] = library.ask(text).sources

    assert source.focus is not None
    assert source.text[slice(*source.focus)] == piece


@pytest.mark.parametrize("text", ["六个工程是什么", "去年GDP增长多少", "民生实事第7件"])
def test_what_an_entry_shows_anyway_needs_no_focus(library: Library, text: str) -> None:
    assert [source.focus for source in library.ask(text).sources] == [None]


def wrong(entry: Entry) -> list[tuple[int, int]]:
    length = len(entry.passage.text)
    return [(-1, 2), (0, 0), (3, 1), (length, length + 4), (0, length + 1), (length - 1, length), (10**9, 10**9 + 1)]


def test_a_focus_that_is_no_part_of_the_entry_changes_nothing(library: Library) -> None:
    for entry in library.entries:
        usual = opened(library, entry.id)
        assert all(opened(library, entry.id, focus) == usual for focus in wrong(entry))


def test_two_figures_of_one_sentence_open_together_again(library: Library) -> None:
    [source] = library.ask("黄河滩区迁建多少户多少人").sources

    assert opened(library, source.entry_id, source.focus) == source

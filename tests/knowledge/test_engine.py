"""What the engine promises of every answer, whatever is asked."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge import Library
from knowledge.explain import Explanation
from knowledge.finding.answers import MOST_SUGGESTIONS
from knowledge.finding.lists import MOST
from knowledge.language.normalise import LONGEST
from knowledge.model import Answer, Kind, Outcome, Where

PLACES = st.sampled_from(Where)
PIECES = st.sampled_from(
    [
        *"去今明年的是多少哪几个第一七三十件排全国增长工程目标民政厅包头广东，。？！、\n 　😀",
        *["GDP", "六个工程", "粮食产量", "民生实事", "牵头", "有哪些", "分别", "lggc", "liangshi chanliang ", "7.3%"],
        *[
            "2023年",
            "growth ",
            "https://a.b/c",
            "> ",
            "「甲：",
            "」",
            "@某人 ",
            "増長",
            "\u200b",
            "停车泊位",
            "老旧小区",
        ],
    ]
)
MESSAGES = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200)


def assert_sound(library: Library, answer: Answer, where: Where) -> None:
    """Assert what holds for every answer."""
    passages = {(entry.passage.text, entry.passage.place) for entry in library.entries}
    assert 0 <= answer.score <= 100
    assert bool(answer.sources) is (answer.outcome is Outcome.ANSWER) is (answer.kind is not None)
    assert not (answer.sources and answer.suggestions)
    assert len(answer.sources) <= MOST
    assert len(answer.suggestions) <= MOST_SUGGESTIONS
    assert len({source.text for source in answer.sources}) == len(answer.sources)
    for source in answer.sources:
        assert (source.text, source.place) in passages
        assert source.direct in source.text
        assert all(0 <= start < end <= len(source.text) for start, end in source.highlights)
    for one in answer.suggestions:
        assert any(one.text in passage for passage, _ in passages)
    if where is Where.GROUP:
        assert answer.outcome is not Outcome.UNSURE
        assert not answer.suggestions
    else:
        assert answer.outcome is not Outcome.SILENT


@settings(max_examples=100)
@given(MESSAGES, PLACES)
def test_whatever_is_said_only_the_reports_own_words_come_back(library: Library, text: str, where: Where) -> None:
    assert_sound(library, library.ask(text, where), where)


@settings(max_examples=25)
@given(st.lists(PIECES, min_size=50, max_size=3000).map("".join), PLACES)
def test_messages_of_any_length_are_answered_soundly(library: Library, text: str, where: Where) -> None:
    assert_sound(library, library.ask(text, where), where)


@settings(max_examples=50)
@given(MESSAGES, PLACES)
def test_the_same_question_has_the_same_answer(library: Library, text: str, where: Where) -> None:
    assert library.ask(text, where) == library.ask(text, where)


@settings(max_examples=60)
@given(MESSAGES, st.frozensets(st.sampled_from([kind for kind in Kind if kind is not Kind.LIST]), min_size=1))
@example(text="民生实事第7件", kinds=frozenset({Kind.TERM}))
@example(text="民政厅负责哪几件实事", kinds=frozenset({Kind.FIGURE}))
@example(text="停车泊位", kinds=frozenset({Kind.TERM}))
def test_a_command_brings_only_its_kinds(library: Library, text: str, kinds: frozenset[Kind]) -> None:
    answer = library.ask(text, kinds=kinds)

    assert {source.kind for source in answer.sources} <= kinds
    assert {one.kind for one in answer.suggestions} <= kinds
    assert_sound(library, answer, Where.ADDRESSED)


@settings(max_examples=60)
@given(MESSAGES, st.integers(0, 20))
def test_a_search_brings_at_most_what_was_wished_for(library: Library, text: str, limit: int) -> None:
    found = library.search(text, limit)

    assert len(found) <= limit
    assert len({one.entry_id for one in found}) == len(found)
    assert all(library.open(one.entry_id) for one in found)


@settings(max_examples=30)
@given(MESSAGES, PLACES)
def test_every_answer_can_be_explained(library: Library, text: str, where: Where) -> None:
    explanation = library.explain(text, where)

    assert explanation.steps[0][0] == "Normalise"
    assert all(len(row) == len(rows[0]) for _, rows in explanation.steps for row in rows)


@pytest.mark.parametrize("where", Where)
@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "?", "\x00", "\ud83d", "😀" * 100, "的" * LONGEST, "\u200b" * 9, "「" * 99]
)
def test_odd_messages_are_no_error(library: Library, text: str, where: Where) -> None:
    assert_sound(library, library.ask(text, where), where)


def test_what_stands_behind_the_longest_message_is_not_read(library: Library) -> None:
    hidden = "\n" * LONGEST + "去年粮食产量多少亿斤"

    assert library.ask(hidden).outcome is Outcome.UNSURE
    assert library.ask(hidden[-LONGEST:]).outcome is Outcome.ANSWER


def test_every_entry_opens_by_its_id(library: Library) -> None:
    for entry in library.entries:
        answer = library.open(entry.id)

        assert answer is not None
        assert (answer.outcome, answer.kind, answer.title) == (Outcome.ANSWER, entry.kind, entry.title)
        assert [source.entry_id for source in answer.sources] == [entry.id]
        assert_sound(library, answer, Where.ADDRESSED)


@pytest.mark.parametrize("entry_id", ["", "t0000000000", "第7件"])
def test_an_id_that_is_no_entrys_opens_nothing(library: Library, entry_id: str) -> None:
    assert library.open(entry_id) is None


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("老旧小区", Kind.LIVELIHOOD, "改造城镇老旧小区1185个"),
        ("老旧小区", Kind.FIGURE, "老旧小区1639个"),
        ("城镇新增就业", Kind.TARGET, "18万人以上"),
        ("城镇新增就业", Kind.FIGURE, "21.87万人"),
        ("7", Kind.LIVELIHOOD, "7.三级、二级、一级医疗机构"),
        ("六个工程", Kind.TERM, "“六个工程”:政策落地工程"),
    ],
)
def test_a_command_finds_its_own_kind_by_a_word(library: Library, text: str, kind: Kind, piece: str) -> None:
    assert piece in library.ask(text, kinds=frozenset({kind})).sources[0].text


def test_a_search_puts_the_nearest_first(library: Library) -> None:
    assert "停车泊位" in library.search("停车泊位")[0].text


def test_a_steps_result_is_shown_in_order(library: Library) -> None:
    explanation = library.explain("去年粮食产量多少亿斤")

    assert isinstance(explanation, Explanation)
    assert [name for name, _ in explanation.steps] == ["Normalise", "Frame", "Recall", "Unify", "Rank", "Decide"]
    shown = {name: {row[0]: row[1] for row in rows} for name, rows in explanation.steps}
    assert shown["Frame"]["years"] == "2023"
    assert shown["Decide"]["decision"] == "answer"


def test_each_candidates_slots_are_shown(library: Library) -> None:
    explanation = library.explain("呼伦贝尔去年地区生产总值总量是多少亿元")

    assert isinstance(explanation, Explanation)
    header, first, *_ = dict(explanation.steps)["Unify"]
    assert {slot: said for slot, said in zip(header, first, strict=True) if said != "implied"} == {
        "entry": "地区生产总值",
        "subject": "same",
        "measure": "conflict",
        "unit": "conflict",
        "period": "same",
        "place": "conflict",
    }


def test_the_questions_to_begin_with_are_answered(library: Library) -> None:
    assert library.report.examples
    for text in library.report.examples:
        assert library.ask(text).outcome is Outcome.ANSWER, text

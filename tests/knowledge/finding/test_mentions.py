"""Words that stand in the report are found there: how many passages hold them, which, and where in each."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Answer, Kind, Outcome, Where

REPORT_SAYS = [
    ("科技", 23),
    ("就业", 12),
    ("机场", 1),
    ("营商环境", 3),
    ("牛", 2),
    ("三北", 5),
    ("3.4", 1),
    ("高铁", 1),
    ("报告提到机场了吗", 1),
    ("有没有提到氢能", 3),
    ("养老方面的内容", 6),
    ("教育怎么样", 13),
    ("科技呢", 23),
    ("jichang", 1),
    ("機場", 1),
]


@pytest.mark.parametrize(("text", "passages"), REPORT_SAYS)
def test_a_word_is_found_wherever_it_stands(library: Library, text: str, passages: int) -> None:
    answer = library.ask(text)
    assert (answer.outcome, answer.mentioned, len(answer.sources)) == (Outcome.ANSWER, passages, passages)


def test_all_passages_that_hold_a_word_are_given_and_no_other(library: Library) -> None:
    held = {entry.passage.text for entry in library.entries if "科技" in entry.passage.text}
    assert {source.text for source in library.ask("科技").sources} == held


def emphasised(answer: Answer) -> set[str]:
    return {source.text[slice(*span)] for source in answer.sources for span in source.highlights}


@pytest.mark.parametrize(
    ("text", "words"), [("三北", {"三北"}), ("5G", {"5G"}), ("数字经济 发展", {"数字经济", "发展"})]
)
def test_the_words_are_emphasised_as_the_report_writes_them(library: Library, text: str, words: set[str]) -> None:
    assert emphasised(library.ask(text)) == words


def test_a_word_that_stands_nowhere_gives_way_to_those_like_it(library: Library) -> None:
    answer = library.ask("老人")
    assert (answer.title, answer.mentioned) == ("老年人", 3)


def test_a_long_passage_is_shown_around_the_word(library: Library) -> None:
    for source in library.ask("科技").sources:
        if source.excerpt is not None:
            start, end = source.excerpt
            assert end - start <= 100
            assert "科技" in source.text[start:end]
            assert start == 0 or source.text[start - 1] in ",;:。、"


@pytest.mark.parametrize("text", ["房价", "鄂尔多斯机场", "彩礼", "天鹰计划", "ChatGPT", "科技 房价"])
def test_what_stands_nowhere_is_not_said_to(library: Library, text: str) -> None:
    assert library.ask(text).outcome is Outcome.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "好",
        "嗯",
        "谢谢",
        "在吗",
        "为什么要搞科技",
        "机场什么时候建好",
        "科技厅电话",
        "怎么办理医保",
        "谁开发的你呀",
    ],
)
def test_what_asks_something_else_is_no_word_to_look_up(library: Library, text: str) -> None:
    assert library.ask(text).mentioned == 0


@pytest.mark.parametrize("text", ["科技", "机场", "养老怎么样"])
def test_a_group_isnt_told_where_a_word_stands(library: Library, text: str) -> None:
    assert library.ask(text, Where.GROUP).outcome is Outcome.SILENT


@pytest.mark.parametrize(("text", "title"), [("六个工程", "六个工程"), ("棚户区改造", "棚户区改造")])
def test_a_name_gives_what_it_names(library: Library, text: str, title: str) -> None:
    answer = library.ask(text)
    assert (answer.title, answer.mentioned) == (title, 0)


@pytest.mark.parametrize("text", ["GDP", "城镇新增就业", "一般公共预算收入"])
def test_a_bare_indicator_gives_what_was_reached_and_what_is_aimed_at(library: Library, text: str) -> None:
    assert [source.kind for source in library.ask(text).sources] == [Kind.FIGURE, Kind.TARGET]


@pytest.mark.parametrize("text", ["住房为什么", "机场什么时候建好", "高铁谁来修"])
def test_unsure_about_a_word_that_stands_there_offers_where(library: Library, text: str) -> None:
    answer = library.ask(text)
    assert answer.outcome is Outcome.ANSWER or answer.suggestions

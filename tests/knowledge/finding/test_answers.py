"""What was found becomes sources with places, words to emphasise, and a direct answer."""

from __future__ import annotations

import pytest

from knowledge.finding.answers import MOST_SUGGESTIONS, SUGGESTION_LENGTH, Answers
from knowledge.model import Kind, Livelihood, Source
from tests.knowledge.finding.conftest import Workshop

FIGURE, TARGET, TERM = Kind.FIGURE, Kind.TARGET, Kind.TERM


@pytest.fixture(scope="module")
def answers(workshop: Workshop) -> Answers:
    return Answers(workshop.index)


def bold(source: Source) -> list[str]:
    return [source.text[start:end] for start, end in source.highlights]


@pytest.mark.parametrize(
    ("text", "kind", "title", "direct"),
    [
        ("去年粮食产量", FIGURE, "粮食产量", "791.6亿斤"),
        ("粮食产量排全国第几", FIGURE, "粮食产量", "791.6亿斤、实现二十连丰、稳居全国第6"),
        ("GDP排名", FIGURE, "地区生产总值", "增长7.3%、居全国第3"),
        ("到位资金", FIGURE, "引进到位资金", "4778亿元"),
        ("到位资金增长多少", FIGURE, "引进到位资金", "增长40.2%"),
        ("煤制烯烃", FIGURE, "煤制烯烃产能", "全国第2"),
        ("GDP目标", TARGET, "地区生产总值", "增长6%以上"),
        ("六个工程第三个", TERM, "六个工程", "温暖工程"),
        ("六个工程最后一个", TERM, "六个工程", "自贸区创建工程"),
        ("三大优势的第二个", TERM, "三大优势", "战略资源优势"),
        ("六个工程", TERM, "六个工程", ""),
        ("六个工程第九个", TERM, "六个工程", ""),
    ],
)
def test_the_direct_answer_is_the_value_rank_change_or_part_that_was_asked_for(
    workshop: Workshop, text: str, kind: Kind, title: str, direct: str
) -> None:
    source = Answers(workshop.index).source(workshop.number(kind, title), workshop.read(text))

    assert source.direct == direct
    assert direct in source.text


def test_the_part_of_a_term_that_was_asked_for_is_bold(workshop: Workshop, answers: Answers) -> None:
    number = workshop.number(TERM, "六个工程")

    assert bold(answers.source(number, workshop.read("六个工程第四个"))) == ["诚信建设工程"]
    assert bold(answers.source(number, workshop.read("六个工程"))) == []


@pytest.mark.parametrize(
    ("item", "department", "words"),
    [
        (13, "妇联", "对符合条件的低收入家庭确诊“两癌”妇女给予每人1万元救助"),
        (23, "住建厅", "实施温暖工程,改造供热管道420公里"),
        (28, "住建厅", "完成100个人口1000人以上行政村生活垃圾集中处理"),
    ],
)
def test_of_an_item_with_several_departments_the_asked_ones_measure_is_bold(
    workshop: Workshop, answers: Answers, item: int, department: str, words: str
) -> None:
    entries = enumerate(workshop.index.entries)
    number = next(n for n, e in entries if isinstance(e, Livelihood) and e.number == item)
    source = answers.source(number, workshop.read(f"{department}负责哪几件实事"))

    assert bold(source) == [words]
    assert source.number == item


def test_every_entry_is_a_source_whose_words_stand_in_its_passage(workshop: Workshop, answers: Answers) -> None:
    question = workshop.read("去年增长多少排全国第几的第一个")
    for number, entry in enumerate(workshop.index.entries):
        source = answers.source(number, question)

        assert (source.text, source.place, source.entry_id) == (entry.passage.text, entry.passage.place, entry.id)
        assert source.direct in source.text
        assert all(0 <= start < end <= len(source.text) for start, end in source.highlights)
        assert source.title


def test_each_passage_stands_once_and_the_order_stays(workshop: Workshop, answers: Answers) -> None:
    titles = ("人均地区生产总值", "地区生产总值", "粮食产量", "主要肉类产量")
    sources = answers.sources([workshop.number(FIGURE, title) for title in titles], workshop.read("产量"))

    assert [source.text[:4] for source in sources] == ["地区生产", "粮食播种"]
    assert all(source.highlights == tuple(sorted(source.highlights)) for source in sources)


def test_two_figures_of_one_passage_are_both_named(workshop: Workshop, answers: Answers) -> None:
    numbers = [workshop.number(FIGURE, title) for title in ("工业投资", "制造业投资")]
    [source] = answers.sources(numbers, workshop.read("投资增长多少"))

    assert source.title == "工业投资、制造业投资"
    assert len(source.highlights) == 2


def test_suggestions_are_few_short_verbatim_and_of_different_passages(workshop: Workshop, answers: Answers) -> None:
    every = range(len(workshop.index.entries))
    suggestions = answers.suggestions(every)
    passages = [entry.passage.text for entry in workshop.index.entries]

    assert len(suggestions) == MOST_SUGGESTIONS
    assert len({one.text for one in suggestions}) == len(suggestions)
    for one in answers.suggestions(every, most=len(every)):
        assert len(one.text) <= SUGGESTION_LENGTH
        assert any(one.text in passage for passage in passages)
    assert answers.suggestions([]) == ()


@pytest.mark.parametrize(
    ("item", "text", "words"),
    [
        (24, "今年新增多少停车位", "新增停车泊位供给3万个"),
        (13, "两癌救助多少钱", "对符合条件的低收入家庭确诊“两癌”妇女给予每人1万元救助"),
        (7, "退休人员的起付线", "退休人员分别降到300元、200元、50元"),
        (24, "第24件", ""),
        (24, "明天会下雨", ""),
        (30, "农村户厕", ""),
    ],
)
def test_of_an_item_the_clause_that_answers_is_bold_and_its_title(
    workshop: Workshop, answers: Answers, item: int, text: str, words: str
) -> None:
    number = next(n for n, e in enumerate(workshop.index.entries) if isinstance(e, Livelihood) and e.number == item)
    source = answers.source(number, workshop.read(text))

    assert bold(source) == ([words] if words else [])
    assert source.title == (words or workshop.index.entries[number].title)


def test_of_a_passage_in_a_list_the_figures_speak_that_say_what_it_is_named_after(
    workshop: Workshop, answers: Answers
) -> None:
    question = workshop.read("哪些指标居全国第2")
    other = workshop.number(FIGURE, "现代煤化工产业增加值")
    [source] = answers.sources([other], question, "全国第2")
    assert (source.title, source.direct) == ("煤制乙二醇产能、煤制烯烃产能", "全国第2")
    assert bold(source) == ["煤制乙二醇、煤制烯烃产能均居全国第2"]

    [given] = answers.sources([other], question, "全国第2", frozenset({TERM}))
    assert given.title == "现代煤化工产业增加值"

    [itself] = answers.sources([workshop.number(FIGURE, "地区生产总值")], question, "地区生产总值")
    assert itself.title == "地区生产总值"

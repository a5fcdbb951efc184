"""What a question asks for beside its topic, as a table of questions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Library
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.language.question import NATION, Question
from knowledge.language.understand import understand

Reader = Callable[[str], Question]


@pytest.fixture(scope="module")
def read(library: Library, lexicon: Lexicon, normaliser: Normaliser) -> Reader:
    """Read a question to a report of 2024 on Inner Mongolia."""
    own = lexicon.for_region(normaliser.forms(list(library.report.region_names)))
    return lambda text: understand(normaliser.question(text), own, library.report)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("去年粮食产量", {2023}),
        ("今年GDP目标", {2024}),
        ("明年失业率", {2025}),
        ("前年外贸", {2022}),
        ("2021年固投", {2021}),
        ("二〇二五年装机", {2025}),
        ("24年的目标", {2024}),
        ("GDP去年和今年", {2023, 2024}),
        ("60岁以上老年人", set()),
        ("增长2024万亩", {2024}),
        ("20年前", {2004}),
        ("新增装机", set()),
    ],
)
def test_years_are_counted_from_the_reports(read: Reader, text: str, years: set[int]) -> None:
    assert read(text).years == years


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("完成了多少", {"actual", "done"}),
        ("力争多少", {"target"}),
        ("打算建几个", {"target"}),
        ("目标是多少", {"target", "goal"}),
        ("粮食产量", set()),
    ],
)
def test_what_was_reached_is_told_from_what_is_aimed_at(read: Reader, text: str, status: set[str]) -> None:
    assert read(text).status == status


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("GDP增速", {"growth"}),
        ("GDP总量", {"level"}),
        ("GDP排全国第几", {"rank"}),
        ("税收占比", {"share"}),
        ("外贸同比涨了多少排名第几", {"growth", "rank"}),
        ("高速公路", set()),
    ],
)
def test_the_measure_that_is_asked_for(read: Reader, text: str, measures: set[str]) -> None:
    assert read(text).measures == measures


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("花了多少钱", "money"),
        ("利润几亿元", "hundred millions"),
        ("粮食多少亿斤", "weight"),
        ("公路几公里", "length"),
        ("农田多少万亩", "area"),
        ("装机多少千瓦", "power"),
        ("外送多少亿度电", "energy"),
        ("节水多少立方米", "volume"),
        ("改造多少户", "homes"),
        ("培训多少人", "people"),
        ("新增几家", "count"),
        ("新增多少个", "count"),
        ("提高多少个百分点", "ratio"),
        ("租房自己掏多少", "money"),
        ("第几名", ""),
        ("增长多少", ""),
        ("5000公里", ""),
    ],
)
def test_the_unit_is_what_stands_behind_the_asking_word(read: Reader, text: str, unit: str) -> None:
    assert read(text).unit == unit


@pytest.mark.parametrize(
    ("text", "ordinal", "classifier"),
    [
        ("第7件", 7, "件"),
        ("民生实事第三十三件", 33, "件"),
        ("头一件民生实事", 1, "件"),
        ("首个工程", 1, "个"),
        ("最后一件", -1, "件"),
        ("倒数第二件", -2, "件"),
        ("倒数第3项", -3, "项"),
        ("六个工程第三个", 3, "个"),
        ("六部条例的第五部", 5, "部"),
        ("民生清单25", 25, "件"),
        ("30号实事", 30, "件"),
        ("第2", 2, ""),
        ("居全国第3", None, ""),
        ("排名第3", None, ""),
        ("第14位", None, ""),
        ("第十四届人大第二次会议", None, ""),
        ("最后三件", None, ""),
        ("33件实事", None, ""),
    ],
)
def test_a_place_in_an_order(read: Reader, text: str, ordinal: int | None, classifier: str) -> None:
    question = read(text)

    assert (question.ordinal, question.classifier) == (ordinal, classifier)


@pytest.mark.parametrize(
    ("text", "numbers", "exact"),
    [
        ("增长19.8%的是什么", {"19.8%"}, {"19.8%"}),
        ("3500例手术", {"3500"}, {"3500"}),
        ("六个工程", {"6"}, set()),
        ("2023年第7件", set(), set()),
        ("2万个充电桩", {"2"}, set()),
    ],
)
def test_numbers_that_are_no_year_and_no_order(read: Reader, text: str, numbers: set[str], exact: set[str]) -> None:
    question = read(text)

    assert (set(question.numbers), set(question.exact)) == (numbers, exact)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("呼市的增速", {"呼和浩特市"}),
        ("青城和鹿城", {"呼和浩特市", "包头市"}),
        ("呼包鄂乌一体化", {"呼和浩特市", "包头市", "鄂尔多斯市", "乌兰察布市"}),
        ("锡盟装机", {"锡林郭勒盟"}),
        ("内蒙古的增速", set()),
    ],
)
def test_places_of_the_region_by_any_name_or_group(read: Reader, text: str, places: set[str]) -> None:
    assert read(text).places == places


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("广东去年增速", {"广东"}),
        ("北京和上海的GDP", {"北京", "上海"}),
        ("全国粮食产量", {NATION}),
        ("去年全国的失业率", {NATION}),
        ("GDP居全国第几", set()),
        ("全国第一的指标", set()),
        ("全区在全国排第几", set()),
        ("内蒙古粮食产量", set()),
    ],
)
def test_places_outside_are_noticed_and_the_nations_own_value_too(read: Reader, text: str, outside: set[str]) -> None:
    assert read(text).outside == outside


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("民政厅负责啥", {"自治区民政厅"}),
        ("人社局和残联", {"自治区人力资源和社会保障厅", "自治区残疾人联合会"}),
        ("自治区卫生健康委员会", {"自治区卫生健康委员会"}),
        ("民生实事", set()),
    ],
)
def test_departments_by_what_people_call_them(read: Reader, text: str, departments: set[str]) -> None:
    assert read(text).departments == departments


@pytest.mark.parametrize(
    ("text", "kinds", "defines"),
    [
        ("天骏计划什么意思", {"meaning", "term"}, True),
        ("六个工程是什么", {"term"}, True),
        ("六个工程", set(), True),
        ("民生实事有几件", {"livelihood"}, False),
        ("去年粮食产量", set(), False),
    ],
)
def test_the_kind_that_is_asked_for(read: Reader, text: str, kinds: set[str], defines: bool) -> None:
    question = read(text)

    assert (set(question.kinds), question.defines) == (kinds, defines)


@pytest.mark.parametrize(
    ("text", "lists", "enumerates"),
    [
        ("哪些指标居全国第一", True, None),
        ("民政厅负责哪几件", True, 0),
        ("六个工程是哪六个", False, 6),
        ("分别是哪三个", True, 3),
        ("各是多少", True, None),
        ("粮食产量多少", False, None),
    ],
)
def test_whether_several_are_asked_for_and_how_many(
    read: Reader, text: str, lists: bool, enumerates: int | None
) -> None:
    question = read(text)

    assert (question.lists, question.enumerates) == (lists, enumerates)


@pytest.mark.parametrize("text", ["几点开会", "什么时候开工", "哪天发布"])
def test_a_moment_is_asked_for(read: Reader, text: str) -> None:
    assert read(text).moment


@pytest.mark.parametrize("text", ["民政厅电话多少", "现在房价", "工资多少"])
def test_what_no_report_says_is_noticed(read: Reader, text: str) -> None:
    assert read(text).beyond


@pytest.mark.parametrize("text", ["粮食产量多少", "有没有新机场", "新机场?", "啥叫清四乱"])
def test_a_question_is_told_from_a_statement(read: Reader, text: str) -> None:
    assert read(text).asks
    assert not read("今天下了一场大雪").asks


def test_the_topic_is_what_is_left(read: Reader) -> None:
    assert read("请问一下，报告里说的三分吸附法到底是什么呀").core == "3分吸附法"
    assert read("去年GDP增速是多少").core == "gdp增速"


def test_a_part_keeps_what_only_the_whole_says(read: Reader) -> None:
    whole = read("去年包头的增速和粮食产量分别是多少")
    part = read("粮食产量").framed_by(whole)

    assert (set(part.years), set(part.places), part.asks) == ({2023}, {"包头市"}, True)
    assert read("今年增速").framed_by(whole).years == {2024}


@given(st.text("去今年第一二三十件个哪几多少全国包头民政厅GDP目标增长7.3%，？ ", max_size=60))
def test_anything_is_understood_and_its_units_stay_in_step(read: Reader, text: str) -> None:
    question = read(text)

    assert len(question.light) == len(question.units)
    assert all(0 <= span.start < span.end <= len(question.units) for span in question.spans)
    assert question.exact <= question.numbers

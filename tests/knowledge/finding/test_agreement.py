"""Whether an entry has what is asked beside the topic: one row a judgement."""

from __future__ import annotations

import pytest

from knowledge.finding.agreement import Agreement
from knowledge.finding.recall import Candidate
from knowledge.model import Kind, Livelihood
from tests.knowledge.finding.conftest import Workshop

FIGURE, TARGET, TERM, TEXT = Kind.FIGURE, Kind.TARGET, Kind.TERM, Kind.TEXT


def judged(workshop: Workshop, text: str, number: int) -> set[str]:
    """Return what is judged of entry `number` where `text` is asked."""
    question, topic = workshop.ask(text)
    candidate = Candidate(number, dice=0.0, surface=-1, shared=0.0, asked=1.0, name=None)
    return set(Agreement(workshop.index, workshop.facts, workshop.lexicon).of(candidate, question, topic))


def item(workshop: Workshop, number: int) -> int:
    entries = enumerate(workshop.index.entries)
    return next(n for n, entry in entries if isinstance(entry, Livelihood) and entry.number == number)


@pytest.mark.parametrize(
    ("text", "kind", "title", "judgement"),
    [
        ("去年GDP", FIGURE, "地区生产总值", "year_ok"),
        ("去年GDP", TARGET, "地区生产总值", "year_off"),
        ("2025年GDP", TARGET, "地区生产总值", "year_off"),
        ("完成了多少", FIGURE, "城镇新增就业", "status_ok"),
        ("力争多少", FIGURE, "城镇新增就业", "status_off"),
        ("GDP目标", FIGURE, "地区生产总值", "goal_off"),
        ("GDP目标", TARGET, "地区生产总值", "goal_ok"),
        ("增长多少", FIGURE, "固定资产投资", "growth_ok"),
        ("增长多少", FIGURE, "粮食产量", "growth_off"),
        ("引进到位资金增长多少", FIGURE, "引进到位资金", "growth_ok"),
        ("总额多少", FIGURE, "固定资产投资", "level_off"),
        ("总额多少", FIGURE, "实际使用外资", "level_ok"),
        ("排全国第几", FIGURE, "粮食产量", "rank_ok"),
        ("排全国第几", FIGURE, "牛奶产量", "rank_off"),
        ("占比多少", FIGURE, "60岁以上老年人口占比", "share_ok"),
        ("占比多少", FIGURE, "粮食产量", "share_off"),
        ("多少亿元", FIGURE, "实际使用外资", "unit_ok"),
        ("多少亿元", FIGURE, "地区生产总值", "unit_off"),
        ("多少公里", FIGURE, "老旧小区改造", "unit_off"),
        ("多少家", FIGURE, "新增高新技术企业", "count_ok"),
        ("多少户", FIGURE, "老旧小区改造", "count_ok"),
        ("多少户", FIGURE, "固定资产投资", "count_off"),
        ("多少人", FIGURE, "城镇新增就业", "people_ok"),
        ("多少人", FIGURE, "危房改造", "people_off"),
        ("多少", FIGURE, "粮食产量", "quantity_ok"),
        ("多少", TEXT, "自治区主席王莉霞", "quantity_off"),
        ("增长19.8%的", FIGURE, "固定资产投资", "number_ok"),
        ("增长19.8%的", FIGURE, "粮食产量", "number_off"),
        ("包头GDP", FIGURE, "包头市地区生产总值", "place_ok"),
        ("包头GDP", FIGURE, "地区生产总值", "place_off"),
        ("GDP", FIGURE, "包头市地区生产总值", "place_extra"),
        ("广东GDP", FIGURE, "地区生产总值", "outside_off"),
        ("全国粮食产量", FIGURE, "粮食产量", "outside_off"),
        ("粤港澳", FIGURE, "地区生产总值", "is_figure"),
        ("粮食产量什么时候公布", FIGURE, "粮食产量", "moment_off"),
        ("房价", FIGURE, "地区生产总值", "beyond_off"),
        ("六个工程什么意思", TERM, "六个工程", "meaning_ok"),
        ("六个工程什么意思", TEXT, "自治区主席王莉霞", "meaning_off"),
        ("六个工程是什么", TERM, "六个工程", "term_ok"),
        ("粮食产量是什么", FIGURE, "粮食产量", "term_off"),
        ("哪六个", TERM, "六个工程", "members_ok"),
        ("哪五个", TERM, "六个工程", "members_off"),
        ("哪几个", TERM, "六个工程", "members_ok"),
        ("六个工程", TERM, "六个工程", "name_number_ok"),
        ("八个工程", TERM, "六个工程", "name_number_off"),
        ("民生实事", FIGURE, "粮食产量", "livelihood_off"),
    ],
)
def test_what_is_asked_is_judged(workshop: Workshop, text: str, kind: Kind, title: str, judgement: str) -> None:
    assert judgement in judged(workshop, text, workshop.number(kind, title))


@pytest.mark.parametrize(
    ("text", "number", "judgement"),
    [
        ("卫健委牵头的", 13, "department_ok"),
        ("妇联牵头的", 13, "department_ok"),
        ("民政厅牵头的", 13, "department_off"),
        ("能源局负责", 23, "department_ok"),
        ("生态环境厅负责", 28, "department_ok"),
        ("民生实事", 7, "livelihood_ok"),
        ("包头医疗集团", 18, "place_ok"),
        ("通辽医疗集团", 18, "place_off"),
    ],
)
def test_an_items_departments_and_places_are_judged(workshop: Workshop, text: str, number: int, judgement: str) -> None:
    assert judgement in judged(workshop, text, item(workshop, number))


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        (
            "粮食产量",
            ("year", "status", "growth", "rank", "unit", "place", "outside", "department", "moment", "number"),
        ),
        ("去年粮食产量", ("status", "goal", "place", "department")),
    ],
)
def test_what_was_not_asked_is_not_judged(workshop: Workshop, text: str, absent: tuple[str, ...]) -> None:
    found = judged(workshop, text, workshop.number(FIGURE, "粮食产量"))

    assert not found & {f"{name}_{end}" for name in absent for end in ("ok", "off")}


def test_a_term_has_no_year_and_no_unit(workshop: Workshop) -> None:
    found = judged(workshop, "去年六个工程增长多少亿元", workshop.number(TERM, "六个工程"))

    assert not {"year_ok", "year_off", "unit_ok", "unit_off", "growth_off"} & found

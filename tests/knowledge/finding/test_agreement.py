"""Whether an entry has what is asked beside the topic: one row a judgement."""

from __future__ import annotations

import pytest

from knowledge.finding.agreement import Agreement
from knowledge.finding.features import F, Feature
from knowledge.finding.recall import Candidate
from knowledge.model import Kind, Livelihood
from tests.knowledge.finding.conftest import Workshop

FIGURE, TARGET, TERM, TEXT = Kind.FIGURE, Kind.TARGET, Kind.TERM, Kind.TEXT


def judged(workshop: Workshop, text: str, number: int) -> set[Feature]:
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
        ("去年GDP", FIGURE, "地区生产总值", F.YEAR_OK),
        ("去年GDP", TARGET, "地区生产总值", F.YEAR_OFF),
        ("2025年GDP", TARGET, "地区生产总值", F.YEAR_OFF),
        ("力争多少", FIGURE, "城镇新增就业", F.STATUS_OFF),
        ("GDP目标", FIGURE, "地区生产总值", F.GOAL_OFF),
        ("增长多少", FIGURE, "粮食产量", F.GROWTH_OFF),
        ("总额多少", FIGURE, "固定资产投资", F.LEVEL_OFF),
        ("排全国第几", FIGURE, "牛奶产量", F.RANK_OFF),
        ("占比多少", FIGURE, "粮食产量", F.SHARE_OFF),
        ("多少亿元", FIGURE, "实际使用外资", F.UNIT_OK),
        ("多少亿元", FIGURE, "地区生产总值", F.UNIT_OFF),
        ("多少公里", FIGURE, "老旧小区改造", F.UNIT_OFF),
        ("多少家", FIGURE, "新增高新技术企业", F.COUNT_OK),
        ("多少户", FIGURE, "老旧小区改造", F.COUNT_OK),
        ("多少户", FIGURE, "固定资产投资", F.COUNT_OFF),
        ("多少人", FIGURE, "危房改造", F.PEOPLE_OFF),
        ("多少", FIGURE, "粮食产量", F.QUANTITY_OK),
        ("多少", TEXT, "自治区主席王莉霞", F.QUANTITY_OFF),
        ("增长19.8%的", FIGURE, "固定资产投资", F.NUMBER_OK),
        ("增长19.8%的", FIGURE, "粮食产量", F.NUMBER_OFF),
        ("包头GDP", FIGURE, "包头市地区生产总值", F.PLACE_OK),
        ("包头GDP", FIGURE, "地区生产总值", F.PLACE_OFF),
        ("GDP", FIGURE, "包头市地区生产总值", F.PLACE_EXTRA),
        ("广东GDP", FIGURE, "地区生产总值", F.OUTSIDE_OFF),
        ("全国粮食产量", FIGURE, "粮食产量", F.OUTSIDE_OFF),
        ("粤港澳", FIGURE, "地区生产总值", F.IS_FIGURE),
        ("粮食产量什么时候公布", FIGURE, "粮食产量", F.MOMENT_OFF),
        ("房价", FIGURE, "地区生产总值", F.BEYOND_OFF),
        ("六个工程什么意思", TERM, "六个工程", F.MEANING_OK),
        ("六个工程什么意思", TEXT, "自治区主席王莉霞", F.MEANING_OFF),
        ("六个工程是什么", TERM, "六个工程", F.TERM_OK),
        ("粮食产量是什么", FIGURE, "粮食产量", F.TERM_OFF),
        ("哪六个", TERM, "六个工程", F.MEMBERS_OK),
        ("哪五个", TERM, "六个工程", F.MEMBERS_OFF),
        ("哪几个", TERM, "六个工程", F.MEMBERS_OK),
        ("六个工程", TERM, "六个工程", F.NAME_NUMBER_OK),
        ("八个工程", TERM, "六个工程", F.NAME_NUMBER_OFF),
    ],
)
def test_what_is_asked_is_judged(workshop: Workshop, text: str, kind: Kind, title: str, judgement: Feature) -> None:
    assert judgement in judged(workshop, text, workshop.number(kind, title))


@pytest.mark.parametrize(
    ("text", "kind", "title", "judgement"),
    [
        ("完成了多少", FIGURE, "城镇新增就业", F.STATUS_OFF),
        ("GDP目标", TARGET, "地区生产总值", F.GOAL_OFF),
        ("增长多少", FIGURE, "固定资产投资", F.GROWTH_OFF),
        ("引进到位资金增长多少", FIGURE, "引进到位资金", F.GROWTH_OFF),
        ("总额多少", FIGURE, "实际使用外资", F.LEVEL_OFF),
        ("排全国第几", FIGURE, "粮食产量", F.RANK_OFF),
        ("占比多少", FIGURE, "60岁以上老年人占常住人口比重", F.SHARE_OFF),
        ("多少人", FIGURE, "城镇新增就业", F.PEOPLE_OFF),
    ],
)
def test_what_an_entry_has_is_not_held_against_it(
    workshop: Workshop, text: str, kind: Kind, title: str, judgement: Feature
) -> None:
    assert judgement not in judged(workshop, text, workshop.number(kind, title))


@pytest.mark.parametrize(
    ("text", "number", "leads"),
    [
        ("卫健委牵头的", 13, True),
        ("妇联牵头的", 13, True),
        ("民政厅牵头的", 13, False),
        ("能源局负责", 23, True),
        ("生态环境厅负责", 28, True),
    ],
)
def test_an_item_is_held_back_from_departments_that_do_not_lead_it(
    workshop: Workshop, text: str, number: int, leads: bool
) -> None:
    assert (F.DEPARTMENT_OFF in judged(workshop, text, item(workshop, number))) != leads


@pytest.mark.parametrize(("text", "judgement"), [("包头医疗集团", F.PLACE_OK), ("通辽医疗集团", F.PLACE_OFF)])
def test_an_items_places_are_judged(workshop: Workshop, text: str, judgement: Feature) -> None:
    assert judgement in judged(workshop, text, item(workshop, 18))


def test_what_was_not_asked_is_not_judged(workshop: Workshop) -> None:
    grain = workshop.number(FIGURE, "粮食产量")

    assert judged(workshop, "粮食产量", grain) == {F.IS_FIGURE}
    assert judged(workshop, "去年粮食产量", grain) == {F.IS_FIGURE, F.YEAR_OK}


def test_a_term_has_no_year_and_no_unit(workshop: Workshop) -> None:
    found = judged(workshop, "去年六个工程增长多少亿元", workshop.number(TERM, "六个工程"))

    assert not {F.YEAR_OK, F.YEAR_OFF, F.UNIT_OK, F.UNIT_OFF, F.GROWTH_OFF} & found

"""How well candidates answer, and when a better topic stands for another year, place or unit."""

from __future__ import annotations

import pytest

from knowledge.finding.features import VETOES, F, Feature
from knowledge.finding.rank import Ranked, Ranker, calibration, eclipse, vetoed, weigh_up
from knowledge.finding.recall import recall
from knowledge.model import Kind
from tests.knowledge.finding.conftest import Workshop

WEIGHTS = {F.COVER: 1.0, F.DICE: 2.0, F.YEAR_OK: 3.0}
HELD_BACK = (  # a question, what it may not be answered by, and the rule
    ("2021年粮食产量多少", Kind.FIGURE, "粮食产量", F.YEAR_OFF),
    ("粮食产量目标多少", Kind.FIGURE, "粮食产量", F.GOAL_OFF),
    ("城镇新增就业完成了多少", Kind.TARGET, "城镇新增就业", F.DONE_OFF),
    ("赤峰去年粮食产量", Kind.FIGURE, "粮食产量", F.PLACE_OFF),
    ("山西去年粮食产量", Kind.FIGURE, "粮食产量", F.OUTSIDE_OFF),
    ("粮食产量天气预报", Kind.FIGURE, "粮食产量", F.BEYOND_OFF),
    ("教育厅老旧小区改造", Kind.FIGURE, "老旧小区改造", F.DEPARTMENT_OFF),
    ("去年粮食产量多少公里", Kind.FIGURE, "粮食产量", F.UNIT_OFF),
    ("八个工程是什么", Kind.TERM, "六个工程", F.NAME_NUMBER_OFF),
    ("六个行动是什么", Kind.TERM, "六个工程", F.NOUN_OFF),
    ("天鹰计划是什么", Kind.TERM, "天骏计划", F.NAME_OFF),
    ("六个工程的第九个是什么", Kind.TERM, "六个工程", F.PART_OFF),
    ("固定资产投资增速全国第九", Kind.FIGURE, "固定资产投资", F.RANK_NUMBER_OFF),
    ("HPV九价疫苗", Kind.TERM, "天骏计划", F.GRADE_OFF),
    ("粮食产量增长多少", Kind.FIGURE, "粮食产量", F.FIGURE_GROWTH_OFF),
    ("牛奶产量排全国第几", Kind.FIGURE, "牛奶产量", F.RANK_OFF),
    ("固定资产投资总额", Kind.FIGURE, "固定资产投资", F.FIGURE_LEVEL_OFF),
    ("煤制烯烃产能多少", Kind.FIGURE, "煤制烯烃产能", F.FIGURE_AMOUNT_OFF),
    ("赤峰有色金属之乡产量多少", Kind.TEXT, "赤峰的定位", F.AMOUNT_OFF),
    ("农田灌溉水有效利用系数是多少", Kind.TEXT, "农田灌溉水有效利用系数", F.NAMED_AMOUNT_OFF),
    ("去年社会消费品零售总额增长多少", Kind.FIGURE, "粮油食品消费", F.INDICATOR_OFF),
    ("2023年43件民生实事的第5件是什么", Kind.FIGURE, "民生实事", F.ITEM_OFF),
)


def ranked(workshop: Workshop, text: str, *, group: bool = False) -> list[Ranked]:
    question, topic = workshop.ask(text)
    ranker = Ranker(workshop.index, workshop.facts, workshop.lexicon, calibration().rank)
    return ranker.rank(question, topic, recall(question, topic, workshop.index), group)


def titles(workshop: Workshop, candidates: list[Ranked], *, sayable: bool) -> list[tuple[Kind, str]]:
    entries = (workshop.index.entries[one.entry] for one in candidates if vetoed(one) != sayable)
    return [(entry.kind, entry.title) for entry in entries]


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("去年城镇新增就业多少人", Kind.FIGURE, "城镇新增就业"),
        ("今年城镇新增就业多少人", Kind.TARGET, "城镇新增就业"),
        ("包头GDP增速", Kind.FIGURE, "包头市地区生产总值"),
        ("天骏计划是什么", Kind.TERM, "天骏计划"),
        ("去年制造业投资增长多少", Kind.FIGURE, "制造业投资"),
        ("去年工业投资增长多少", Kind.FIGURE, "工业投资"),
    ],
)
def test_the_best_that_may_be_said_is_what_was_asked(workshop: Workshop, text: str, kind: Kind, title: str) -> None:
    assert titles(workshop, ranked(workshop, text), sayable=True)[0] == (kind, title)


@pytest.mark.parametrize(("text", "kind", "title", "rule"), HELD_BACK, ids=[rule.name for *_, rule in HELD_BACK])
def test_what_a_rule_forbids_is_never_said(
    workshop: Workshop, text: str, kind: Kind, title: str, rule: Feature
) -> None:
    candidates = ranked(workshop, text)
    number = workshop.number(kind, title)

    assert rule in next(one for one in candidates if one.entry == number).features
    assert (kind, title) not in titles(workshop, candidates, sayable=True)


def test_every_rule_is_shown_at_work() -> None:
    assert {rule for *_, rule in HELD_BACK} == VETOES


def test_the_better_comes_first_and_of_equals_the_earlier(workshop: Workshop) -> None:
    scores = [(-one.score, one.entry) for one in ranked(workshop, "今年老旧小区改造多少个")]

    assert scores == sorted(scores)


def test_a_score_is_the_weighted_sum_of_what_has_a_weight() -> None:
    assert weigh_up({F.COVER: 0.5, F.DICE: 0.75, F.BARE: 9.0}, {F.COVER: -1.0, F.DICE: 2.0}) == 1.0


def test_ranking_knows_where_it_was_asked(workshop: Workshop) -> None:
    private, group = (ranked(workshop, "粮食产量", group=group)[0].features for group in (False, True))

    assert (private[F.GROUP], group[F.GROUP]) == (0.0, 1.0)
    assert (private[F.GROUP_STATEMENT], group[F.GROUP_STATEMENT]) == (0.0, 1.0)


def test_a_better_topic_of_another_year_eclipses() -> None:
    other_year = Ranked(0, 0.0, {F.COVER: 1.0, F.DICE: 0.8, F.YEAR_OFF: 1.0})
    sayable = Ranked(1, 0.0, {F.COVER: 0.6, F.DICE: 0.3, F.YEAR_OK: 1.0})  # the year is no part of the topic

    assert eclipse([other_year, sayable], WEIGHTS) == pytest.approx(1.4)


@pytest.mark.parametrize(
    "candidates",
    [
        [],
        [Ranked(0, 1.0, {F.COVER: 1.0})],
        [Ranked(0, 1.0, {F.COVER: 1.0, F.YEAR_OFF: 1.0})],
        [Ranked(0, 1.0, {F.COVER: 1.0}), Ranked(1, 1.0, {F.COVER: 0.4, F.YEAR_OFF: 1.0})],
    ],
)
def test_what_has_no_better_vetoed_topic_is_not_eclipsed(candidates: list[Ranked]) -> None:
    assert eclipse(candidates, WEIGHTS) == 0.0

"""What of a question an entry leaves open, and what contradicts it."""

from __future__ import annotations

import pytest

from knowledge.finding.features import F, Feature
from knowledge.finding.unify import Unifier
from knowledge.model import Kind
from tests.knowledge.finding.conftest import Workshop


def unified(workshop: Workshop, text: str, kind: Kind, title: str) -> dict[Feature, float]:
    unifier = Unifier(workshop.read(text), workshop.index, workshop.facts, workshop.lexicon)
    return unifier.of(workshop.number(kind, title))


@pytest.mark.parametrize(
    ("text", "title", "feature"),
    [
        ("农村牧区居民人均可支配收入增长多少", "全体居民人均可支配收入", F.FIGURE_CONTRAST),
        ("一般公共预算支出多少亿", "一般公共预算收入", F.FIGURE_CONTRAST),
        ("羊肉产量多少万吨", "主要肉类产量", F.FIGURE_CONTRAST),
        ("青年失业率是多少", "城镇调查失业率", F.FIGURE_RESTRICTED),
        ("固定资产投资总额多少亿元", "固定资产投资", F.ONLY_RATIO),
        ("固定资产投资多少公里", "固定资产投资", F.ONLY_RATIO),
        ("粮食产量多少公里", "粮食产量", F.OTHER_UNIT),
        ("牛奶产量排名第几", "牛奶产量", F.NO_RANK),
        ("五年来粮食产量怎么样，为什么", "粮食产量", F.HOLE_REASON),
        ("粮食产量的负责人是谁", "粮食产量", F.HOLE_PERSON),
        ("鄱阳湖粮食产量多少", "粮食产量", F.FIGURE_NOUN_OPEN),
    ],
)
def test_what_a_figure_does_not_say_is_a_feature(workshop: Workshop, text: str, title: str, feature: Feature) -> None:
    kind = next(entry.kind for entry in workshop.index.entries if entry.title == title)

    assert unified(workshop, text, kind, title).get(feature, 0.0) > 0


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("去年粮食产量多少亿斤", "粮食产量"),
        ("打了多少粮食", "粮食产量"),
        ("固定资产投资增长多少", "固定资产投资"),
    ],
)
def test_nothing_of_what_it_says_is_open(workshop: Workshop, text: str, title: str) -> None:
    found = unified(workshop, text, Kind.FIGURE, title)

    assert not {F.FIGURE_NOUN_OPEN, F.FIGURE_CONTRAST, F.ONLY_RATIO, F.OTHER_UNIT, F.NO_AMOUNT} & {
        feature for feature, value in found.items() if value
    }


def test_members_that_are_counted_and_not_listed_are_told(workshop: Workshop) -> None:
    found = unified(workshop, "改造的老旧小区名单", Kind.FIGURE, "老旧小区改造")

    assert found[F.UNLISTED] == found[F.UNLISTED_COUNT] == 1.0

"""Questions that ask twice."""

from __future__ import annotations

import pytest

from knowledge.finding.focus import MOST_PARTS, both_years, counterpart, subjects, year_halves
from knowledge.finding.rank import Ranked
from knowledge.model import Kind
from tests.knowledge.finding.conftest import Workshop


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("GDP去年和今年分别多少", True),
        ("2023年和2024年固投增速", True),
        ("就业去年完成多少，今年目标多少", True),
        ("GDP完成情况和目标", True),
        ("去年GDP", False),
        ("今年的目标", False),
        ("2021年和2022年粮食产量", False),
        ("去年我在包头打工,今年回来了,想问社保怎么办", False),
    ],
)
def test_both_years_are_asked_for(workshop: Workshop, text: str, both: bool) -> None:
    assert both_years(workshop.read(text), workshop.report) is both


def test_each_half_asks_of_its_own_year(workshop: Workshop) -> None:
    past, plan = year_halves(workshop.read("GDP去年完成多少今年目标多少"), workshop.report)

    assert (set(past.years), set(plan.years)) == ({2023}, {2024})
    assert not past.status | plan.status
    assert past.core == plan.core


def test_the_other_side_of_an_indicator_has_its_name_and_place(workshop: Workshop) -> None:
    entries = workshop.index.entries
    actual, target, place = (
        workshop.number(Kind.FIGURE, "地区生产总值"),
        workshop.number(Kind.TARGET, "地区生产总值"),
        workshop.number(Kind.FIGURE, "包头市地区生产总值"),
    )
    others = [Ranked(place, 9.0, {}), Ranked(actual, 8.0, {}), Ranked(target, 1.0, {})]

    assert counterpart(entries[actual], others, workshop.index) == target  # type: ignore[arg-type]
    assert counterpart(entries[target], others, workshop.index) == actual  # type: ignore[arg-type]
    assert counterpart(entries[actual], others[:2], workshop.index) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("CPI和失业率的目标分别是多少", ("cpi", "失业率的目标分别是多少")),
        ("户厕、公路、快递点各建多少", ("户厕", "公路", "快递点各建多少")),
        ("停车位多少个，充电桩多少个", ("停车位多少个", "充电桩多少个")),
        ("有哪些与教育有关的", ("有哪些", "教育有关的")),
    ],
)
def test_several_subjects_in_one_breath(workshop: Workshop, text: str, pieces: tuple[str, ...]) -> None:
    assert subjects(workshop.read(text)) == pieces


@pytest.mark.parametrize(
    "text",
    [
        "我是村干部,今年想给村里修路,国家有没有政策",
        "粮食产量多少",
        "粮食和肉类产量",
        "各盟市的增速和全区的增速",
        "、".join(["粮食"] * (MOST_PARTS + 1)) + "分别多少",
        "",
    ],
)
def test_a_story_with_commas_is_not_several(workshop: Workshop, text: str) -> None:
    assert subjects(workshop.read(text)) == ()

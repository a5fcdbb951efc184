"""What each entry can answer beside its topic."""

from __future__ import annotations

import pytest

from knowledge.finding.facts import Facts
from knowledge.model import Figure, Kind
from tests.knowledge.finding.conftest import Workshop


def facts(workshop: Workshop, kind: Kind, title: str) -> Facts:
    return workshop.facts[workshop.number(kind, title)]


def test_a_figure_speaks_of_its_own_year_status_unit_and_place(workshop: Workshop) -> None:
    found = facts(workshop, Kind.FIGURE, "鄂尔多斯市固定资产投资")

    assert (set(found.years), set(found.status), set(found.measures)) == ({2023}, {"actual"}, {"growth"})
    assert set(found.places) == {"鄂尔多斯市"}
    assert "ratio" in found.units


def test_a_target_for_a_later_year_is_of_that_year(workshop: Workshop) -> None:
    entries = enumerate(workshop.index.entries)
    later = [workshop.facts[n] for n, e in entries if isinstance(e, Figure) and e.period > workshop.report.year]

    assert later
    assert all(2025 in found.years for found in later)
    assert set(facts(workshop, Kind.TARGET, "地区生产总值").years) == {2024}


@pytest.mark.parametrize(
    ("title", "measures"),
    [
        ("引进到位资金", {"level", "growth"}),
        ("粮食产量", {"level", "rank"}),
        ("固定资产投资", {"growth", "rank"}),
        ("煤制烯烃产能", {"rank"}),
        ("农畜产品加工转化率", {"share"}),
    ],
)
def test_a_figure_with_change_and_rank_answers_those_too(workshop: Workshop, title: str, measures: set[str]) -> None:
    assert facts(workshop, Kind.FIGURE, title).measures == measures


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("粮食产量", "weight"),
        ("新增高速公路通车里程", "length"),
        ("清偿拖欠企业账款", "hundred millions"),
        ("农业节水", "volume"),
        ("蒙电入京", "energy"),
        ("电力总装机", "power"),
        ("造林面积", "area"),
        ("城镇新增就业", "people"),
        ("保交楼", "homes"),
        ("创新联合体", "count"),
        ("接待游客", "people"),
    ],
)
def test_a_figure_counts_in_the_class_of_its_unit(workshop: Workshop, title: str, unit: str) -> None:
    assert unit in facts(workshop, Kind.FIGURE, title).units


def test_a_group_of_places_speaks_of_its_members(workshop: Workshop) -> None:
    places = facts(workshop, Kind.FIGURE, "呼包鄂通4个基地占风光氢储装备制造业产值比重").places

    assert {"呼和浩特市", "包头市", "鄂尔多斯市", "通辽市"} <= places


def test_what_was_done_is_told_from_what_will_be(workshop: Workshop) -> None:
    past = facts(workshop, Kind.TEXT, "文得根水利枢纽下闸蓄水")
    plan = next(
        found
        for entry, found in zip(workshop.index.entries, workshop.facts, strict=True)
        if "打造国家级示范基地" in entry.quote
    )

    assert (set(past.years), set(past.status)) == ({2023}, {"actual"})
    assert (set(plan.years), set(plan.status)) == ({2024}, {"target"})

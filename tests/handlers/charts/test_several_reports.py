"""Charts of several reports: years as a line, what was aimed at beside what came of it, regions side by side."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from handlers.charts.choosing import chart_for, chart_of
from handlers.charts.drawing import svg
from handlers.charts.series import Chart, Scale
from handlers.replies.phrases import Phrases
from handlers.snapshots import Snapshot
from knowledge import collection_of, read_reports
from tests.knowledge.collection.drafts import drafted_into

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return Snapshot.of_collection(collection_of(read_reports([drafted_into(tmp_path_factory.mktemp("reports"))])))


def asked(question: str, snapshot: Snapshot) -> Chart:
    chart = chart_for(snapshot.engine.ask(question), snapshot)
    assert chart is not None
    return chart


def told(chart: Chart) -> list[tuple[str, int | None, bool, str]]:
    return [(group.name, mark.year, mark.is_target, mark.said) for group in chart.groups for mark in group.marks]


def test_years_are_a_line_of_results_and_one_of_targets(snapshot: Snapshot) -> None:
    chart = asked("青禾历年粮食产量", snapshot)
    assert told(chart) == [
        ("", 2023, False, "达到31.5万吨"),
        ("", 2024, False, "达到32.6万吨"),
        ("", 2024, True, "稳定在32万吨以上"),
        ("", 2025, True, "稳定在33万吨以上"),
    ]
    picture = ElementTree.fromstring(svg(chart, Phrases()))  # noqa: S314 - our own
    results, targets = picture.iter(f"{SVG}polyline")
    assert "stroke-dasharray" not in results.attrib
    assert "stroke-dasharray" in targets.attrib
    dots = [float(each.attrib["cx"]) for each in picture.iter(f"{SVG}circle")]
    assert sorted(range(4), key=dots.__getitem__) == [0, 2, 1, 3]  # 31.5, 32, 32.6, 33
    words = [each.text for each in picture.iter(f"{SVG}text")]
    assert words[:2] == ["粮食产量", "2023年 达到31.5万吨"]


def test_each_value_names_its_report(snapshot: Snapshot) -> None:
    first, *_ = asked("青禾历年GDP增速", snapshot).marks
    assert (first.said, first.place) == ("增长5.2%", "青禾县2024年政府工作报告 · 一、2023年工作回顾 · 第1段")


def test_regions_stand_side_by_side(snapshot: Snapshot) -> None:
    chart = asked("青禾和柳川的GDP目标", snapshot)
    assert (chart.scale, chart.title) == (Scale.SHARED, "地区生产总值")
    assert told(chart) == [("青禾县", 2025, True, "增长6.5%左右"), ("柳川市", 2025, True, "增长5%以上")]


def test_a_target_stands_beside_what_became_of_it(snapshot: Snapshot) -> None:
    chart = asked("青禾2024年GDP目标完成了吗", snapshot)
    assert told(chart) == [("", 2024, False, "增长6.3%"), ("", 2024, True, "增长6%左右")]
    assert chart.scale is Scale.SHARED


def test_a_chart_is_found_again_by_its_name_even_where_two_reports_say_the_same(snapshot: Snapshot) -> None:
    for question in ("青禾历年粮食产量", "青禾和柳川的GDP", "青禾2024年GDP目标完成了吗"):
        chart = asked(question, snapshot)
        assert chart_of(chart.name, snapshot) == chart


@pytest.mark.parametrize("name", ["f1@青禾县2024,f2@青禾县2025", "@", "f1@nowhere", "fe2b767dec0@青禾县2024"])
def test_names_of_nothing_or_of_one_figure_alone_have_no_chart(name: str, snapshot: Snapshot) -> None:
    assert chart_of(name, snapshot) is None


def test_what_was_measured_otherwise_has_no_chart(snapshot: Snapshot) -> None:
    answer = snapshot.engine.ask("青禾和柳川的引进到位资金目标")
    assert chart_for(answer, snapshot) is None

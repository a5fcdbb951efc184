"""Charts of the real report: what stands in them, and that it can be read where there is no font."""

from __future__ import annotations

import struct
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from handlers.charts.choosing import chart_for, chart_of
from handlers.charts.drawing import WIDTH, ZOOM, png, svg
from handlers.charts.series import CHARTS, Chart, Scale, figures_of
from handlers.replies import Language
from handlers.replies.phrases import Phrases
from handlers.snapshots import Snapshot
from knowledge import Library
from knowledge.model import Entry, Measure

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def snapshot(library: Library) -> Snapshot:
    return Snapshot(library, library.report)


def drawn(chart: Chart, language: Language = Language.SIMPLIFIED) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart, Phrases(language)))  # noqa: S314 - our own


def texts(picture: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in picture.iter(f"{SVG}text")]


def known(name: str, snapshot: Snapshot) -> Chart:
    chart = chart_of(name, snapshot)
    assert chart is not None
    return chart


def entry(indicator: str, snapshot: Snapshot) -> str:
    return next(each.id for each in figures_of(snapshot).values() if each.indicator == indicator)


def test_a_target_stands_beside_what_was_reached_in_the_reports_words(snapshot: Snapshot) -> None:
    picture = drawn(known(entry("地区生产总值", snapshot), snapshot))
    assert texts(picture)[:3] == ["地区生产总值", "2023年 增长7.3%", "2024年目标 增长6%以上"]
    assert "".join(texts(picture)[3:]) == "出处：一、过去一年工作回顾 · 第3段；二、2024年工作安排 · 第4段"
    reached, aimed = (picture.find(f"{SVG}rect[@class='{name}']") for name in ("first", "second"))
    assert reached is not None
    assert aimed is not None
    assert float(reached.attrib["width"]) / (float(aimed.attrib["width"]) + 2) == pytest.approx(7.3 / 6, abs=0.01)
    assert aimed.attrib["fill"] == "none"


def test_in_english_its_own_words_are(snapshot: Snapshot) -> None:
    picture = drawn(known(entry("地区生产总值", snapshot), snapshot), Language.ENGLISH)
    assert texts(picture)[:3] == ["地区生产总值", "In 2023 增长7.3%", "2024 target 增长6%以上"]


@pytest.mark.parametrize("indicator", ["外贸进出口总额", "一般公共预算收入", "接待游客", "高新技术企业"])
def test_what_is_measured_otherwise_or_stands_alone_has_no_chart(indicator: str, snapshot: Snapshot) -> None:
    assert chart_of(entry(indicator, snapshot), snapshot) is None


def test_what_nobody_knows_has_no_chart_and_leaves_nothing_behind(snapshot: Snapshot) -> None:
    assert chart_of("nothing", snapshot) is None


@pytest.mark.parametrize("name", CHARTS)
def test_every_value_is_said_in_the_report_and_fits_the_picture(name: str, snapshot: Snapshot) -> None:
    chart = known(name, snapshot)
    passages = {each.id: each.passage.text for each in snapshot.engine.entries if isinstance(each, Entry)}
    assert chart.marks
    for mark in chart.marks:
        if mark.entry_id:
            assert mark.said in passages[mark.entry_id]
    for bar in drawn(chart).iter(f"{SVG}rect"):
        assert 0 < float(bar.attrib["width"]) <= WIDTH


def test_only_what_has_one_measure_and_unit_shares_a_scale(snapshot: Snapshot) -> None:
    figures = figures_of(snapshot)
    for name in ("targets", "industries"):
        chart = known(name, snapshot)
        assert chart.scale is Scale.SHARED
        assert {(figures[each.entry_id].measure, figures[each.entry_id].unit) for each in chart.marks} == {
            (Measure.GROWTH, "%")
        }
    for group in known("amounts", snapshot).groups:
        assert len({figures[each.entry_id].unit for each in group.marks}) == 1


def test_amounts_of_livelihood_items_share_a_scale_where_they_share_a_unit(snapshot: Snapshot) -> None:
    chart = known("livelihood", snapshot)
    assert chart.scale is Scale.UNIT
    kilometres = [group for group in chart.groups if group.heading == "公里"]
    assert [(group.name, group.marks[0].said) for group in kilometres][:2] == [
        ("开工建设农村牧区公路5000公里", "5000公里"),
        ("改造供排水老旧管道870公里", "870公里"),
    ]
    assert all(group.marks[0].said.removesuffix("以上").endswith(group.heading) for group in chart.groups)
    assert all(mark.is_target for mark in chart.marks)


def test_a_list_of_figures_alike_is_a_series_largest_first(snapshot: Snapshot) -> None:
    chart = chart_for(snapshot.engine.ask("今年经济社会发展的主要预期目标有哪些"), snapshot)
    assert chart is not None
    assert [(group.name, group.marks[0].said) for group in chart.groups] == [
        ("固定资产投资", "增长15%左右"),
        ("规上工业增加值", "增长7%左右"),
        ("地区生产总值", "增长6%以上"),  # from a passage of its own in the list
        ("一般公共预算收入", "同口径增长5.5%左右"),
        ("居民消费价格", "涨幅控制在3%左右"),
    ]
    assert texts(drawn(chart))[0] == "2024年目标"
    assert chart_of(chart.name, snapshot) == chart


@pytest.mark.parametrize("asked", ["六个工程是什么", "民政厅牵头哪些民生实事", "哪些指标居全国第2", "去年GDP增长多少"])
def test_other_answers_are_no_series(asked: str, snapshot: Snapshot) -> None:
    assert chart_for(snapshot.engine.ask(asked), snapshot) is None


def test_what_falls_and_what_has_another_unit_stand_in_no_series(snapshot: Snapshot) -> None:
    growth, other = entry("地区生产总值", snapshot), entry("单位地区生产总值能耗", snapshot)
    assert chart_of(f"{growth},{other}", snapshot) is None
    assert chart_of(f"{growth},nothing", snapshot) is None


def test_a_long_picture_has_columns(snapshot: Snapshot) -> None:
    for name, columns in (("industries", 1), ("ranks", 2), ("livelihood", 3)):
        width, height = struct.unpack(">II", png(known(name, snapshot), Phrases())[16:24])
        assert (width == round(WIDTH * ZOOM)) is (columns == 1)
        assert 0.6 < width / height < 1.5


def test_sorted_charts_are_sorted(snapshot: Snapshot) -> None:
    for name, sign in (("ranks", 1), ("industries", -1), ("investment", -1), ("departments", -1)):
        values = [sign * mark.value for mark in known(name, snapshot).marks]
        assert values == sorted(values)


def test_a_picture_shows_chinese_without_a_font_of_the_system(snapshot: Snapshot) -> None:
    chart = known(entry("地区生产总值", snapshot), snapshot)
    picture = png(chart, Phrases())
    assert struct.unpack(">I", picture[16:20])[0] == round(WIDTH * ZOOM)
    renamed = Chart(chart.name, "产" * 6, chart.groups, places=chart.places)
    assert png(renamed, Phrases()) != png(Chart(chart.name, "值" * 6, chart.groups, places=chart.places), Phrases())


def test_nothing_that_draws_is_imported_before_a_chart_is_asked_for() -> None:
    asked = "import sys, bot.web, handlers.charts.drawing; print('resvg_py' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)  # noqa: S603
    assert found.stdout.strip() == "False"

"""The figures of a draft: their time, status, doubts and names."""

from __future__ import annotations

from knowledge.language.indicators import common_indicators
from knowledge.report.build import draft
from knowledge.report.document import parse
from knowledge.report.schema import FigureForm, FileForm, validate


def figures(*lines: str) -> list[FigureForm]:
    return list(validate(parse(draft("\n".join(lines)), "draft"), FileForm).figures)


def timed(*lines: str) -> list[tuple[str, int | str, str]]:
    return [(one.indicator, one.period, one.status) for one in figures("青禾县2026年政府工作报告", *lines)]


def test_a_figure_is_of_the_year_that_its_clause_paragraph_or_chapter_tells() -> None:
    assert timed(
        "一、2025年和“十四五”时期工作回顾",
        "过去一年,粮食产量12亿斤。比2020年增长3%。",
        "五年来,我们接续奋斗。累计新增就业700万人,城镇化率提高到76%,2023年建成公路50公里。",
        "二、“十五五”时期主要目标",
        "“十五五”时期的主要目标是:地区生产总值年均增长5%,到2030年粮食产量达到15亿斤。",
        "三、2026年工作安排",
        "今年的目标是:粮食产量13亿斤。去年我县接待游客2亿人次,今年力争突破3亿人次。",
    ) == [
        ("粮食产量", 2025, "actual"),
        ("粮食产量", "2021-2025", "actual"),
        ("新增就业", "2021-2025", "actual"),
        ("城镇化率", 2025, "actual"),
        ("公路", 2023, "actual"),
        ("地区生产总值", "2026-2030", "target"),
        ("粮食产量", 2030, "target"),
        ("粮食产量", 2026, "target"),
        ("接待游客", 2025, "actual"),
        ("接待游客", 2026, "target"),
    ]


def test_a_chapter_about_the_reports_year_is_a_plan_whatever_else_its_heading_says() -> None:
    assert timed("一、关于2025年工作", "粮食产量12亿斤。", "二、关于2026年工作", "粮食产量13亿斤。") == [
        ("粮食产量", 2025, "actual"),
        ("粮食产量", 2026, "target"),
    ]


def test_the_value_risen_from_is_of_the_year_before() -> None:
    assert timed("二、2026年工作安排", "将补贴标准从77元提高到80元。") == [
        ("补贴标准", 2025, "actual"),
        ("补贴标准", 2026, "target"),
    ]


def test_a_draft_says_where_the_reader_is_not_sure() -> None:
    [one, other] = figures("一、2023年工作回顾", "煤炭产量8亿吨、有12座。")

    assert (one.doubt, other.doubt) == ("", "subject taken from the clause before")


def test_common_indicators_get_the_names_that_people_use_unless_those_name_something_else() -> None:
    found = figures(
        "一、2023年工作回顾",
        "地区生产总值增长5%,居民消费价格上涨2%,粮食产量5亿斤。",
        "GDP增长6%。",
        "名词解释",
        "1.粮食:谷物。",
    )

    assert [(one.indicator, one.aliases) for one in found] == [
        ("地区生产总值", ("经济总量", "经济增长")),
        ("居民消费价格", ("物价", "CPI", "消费价格")),
        ("粮食产量", ("打粮", "粮食收成", "粮产")),
        ("GDP", ()),
    ]


def test_each_everyday_name_leads_to_one_common_indicator() -> None:
    official = [name for names, _ in common_indicators() for name in names]

    assert len(official) == len(set(official))

"""What the reader understands of a sentence's figures."""

from __future__ import annotations

import pytest
import yaml

from knowledge.report.build import draft
from knowledge.report.build.figures import read
from knowledge.report.build.indicators import INDICATORS
from knowledge.report.document import parse
from knowledge.report.schema import FigureForm, FileForm, validate


def named(sentence: str) -> list[tuple[str, float, str, str]]:
    return [(one.indicator, one.value, one.unit, one.measure) for one in read(sentence).figures]


def figures(*lines: str) -> list[FigureForm]:
    return list(validate(parse(draft("\n".join(lines)), "draft"), FileForm).figures)


def timed(*lines: str) -> list[tuple[str, int | str, str]]:
    return [(one.indicator, one.period, one.status) for one in figures("青禾县2026年政府工作报告", *lines)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "实际使用外资11.6亿元、增长11.3%。",
            [("实际使用外资", 11.6, "亿元", "level"), ("实际使用外资", 11.3, "%", "growth")],
        ),
        (
            "新增高新技术企业15家、科技型中小企业216家。",
            [("新增高新技术企业", 15, "家", "increment"), ("新增科技型中小企业", 216, "家", "increment")],
        ),
        (
            "货运量、客运量分别增长3.5倍和2.5倍。",
            [("货运量", 3.5, "倍", "growth"), ("客运量", 2.5, "倍", "growth")],
        ),
        (
            "青山镇和白河镇游客均增长10%。",
            [("青山镇", 10, "%", "growth"), ("白河镇游客", 10, "%", "growth")],
        ),
        ("碳汇交易量8万吨、交易额27万元。", [("碳汇交易量", 8, "万吨", "level"), ("碳汇交易额", 27, "万元", "level")]),
        (
            "煤炭产量8.3亿吨、占全省34.5%。",
            [("煤炭产量", 8.3, "亿吨", "level"), ("煤炭产量占全省比重", 34.5, "%", "share")],
        ),
        (
            "低保、特困供养标准分别从209元、280元提高到217元、290元。",
            [
                ("低保标准", 209, "元", "level"),
                ("特困供养标准", 280, "元", "level"),
                ("低保标准", 217, "元", "level"),
                ("特困供养标准", 290, "元", "level"),
            ],
        ),
        ("基础养老金月最低标准提高20元。", [("基础养老金月最低标准", 20, "元", "increment")]),
        ("新建中小学校、幼儿园89所。", [("新建中小学校、幼儿园", 89, "所", "level")]),
        ("198项服务事项实现跨境通办。", [("跨境通办服务事项", 198, "项", "level")]),
        ("6600多万纳税人受益。", [("受益纳税人", 6600, "万人", "level")]),
        ("地区生产总值增长百分之七点三。", [("地区生产总值", 7.3, "%", "growth")]),
        ("完成投资１２.５亿元,存款1,234万元。", [("投资", 12.5, "亿元", "level"), ("存款", 1234, "万元", "level")]),
    ],
)
def test_a_value_has_its_subject_and_measure(sentence: str, expected: list[tuple[str, float, str, str]]) -> None:
    assert named(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "推广5G应用,培育世界500强。",
        "为0—6岁儿童和65岁以上老人体检。",
        "落实常态化防控措施[6]。",
        "今年是建国75周年。",
        "用13年时间基本实现现代化。",
        "C919投入运营。",
    ],
)
def test_names_ages_footnotes_and_durations_are_no_figures(sentence: str) -> None:
    assert named(sentence) == []


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
        ("粮食产量", 2025, "actual"),
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


def test_a_quote_holds_its_subject_value_and_change() -> None:
    sentence = "全省货运量8亿吨、增长3%。"

    assert [sentence[one.start : one.end] for one in read(sentence).figures] == ["货运量8亿吨、增长3%", "增长3%"]


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
    table = yaml.safe_load(INDICATORS.read_text(encoding="utf-8"))
    official = [name for names in table for name in names.split()]

    assert len(official) == len(set(official))

"""Reports as they come: copied twice on a page, among menus, with lists and glossaries of any shape."""

from __future__ import annotations

import pytest

from knowledge.report.build import draft
from knowledge.report.document import parse
from knowledge.report.schema import FileForm, validate

HEAD = """青禾县政府工作报告
——2024年1月5日在青禾县第三届人民代表大会第二次会议上
县长 林青
各位代表:
现在,我代表县人民政府向大会报告工作。
"""
BODY = """一、2023年工作回顾
过去一年,地区生产总值增长5%,粮食产量12亿斤。
二、2024年工作安排
今年的主要预期目标是:地区生产总值增长6%,粮食产量13亿斤。
"""
FIGURES = [("地区生产总值", 2023), ("粮食产量", 2023), ("地区生产总值", 2024), ("粮食产量", 2024)]


def drafted(text: str) -> FileForm:
    return validate(parse(draft(text), "draft"), FileForm)


def shape(form: FileForm) -> list[tuple[str, str, int]]:
    return [(section.section, section.kind, len(section.paragraphs)) for section in form.text]


def test_a_page_that_holds_the_report_twice_is_read_once() -> None:
    form = drafted(f"{HEAD}{BODY}政府工作报告\n{HEAD}{BODY}")

    assert [(one.indicator, one.period) for one in form.figures] == FIGURES
    assert shape(form)[-1][1] == "clutter"


def test_menus_and_footers_of_a_page_are_not_the_report() -> None:
    menu = (
        "网站首页\n政务公开\n无障碍阅读\n当前位置:首页>政府工作报告\n2024年政府工作报告\n浏览次数:12\n字体:大 中 小\n"
    )
    form = drafted(f"{menu}{HEAD}{BODY}版权所有:青禾县人民政府\n网站地图\n")

    assert shape(form) == [
        ("", "clutter", 7),
        ("", "body", 5),
        ("一、2023年工作回顾", "body", 1),
        ("二、2024年工作安排", "body", 1),
        ("", "clutter", 2),
    ]


@pytest.mark.parametrize(
    "glossary",
    [
        "名 词 解 释\n1.两新:设备更新。\n2.双碳:碳达峰与碳中和。\n3.一网通办:在一个平台办理。\n",
        "注释:\n①两新:设备更新。\n②双碳:碳达峰与碳中和。\n③一网通办:在一个平台办理。\n",
        "有关名词解释\n1.“两新”——设备更新。\n2.“双碳”——碳达峰与碳中和。\n3.“一网通办”——在一个平台办理。\n",
        "【1】两新:指设备更新。\n【2】双碳:指碳达峰与碳中和。\n【3】一网通办:指在一个平台办理。\n",
    ],
    ids=["spaced heading", "circled numbers", "dashes", "no heading"],
)
def test_a_glossary_is_found_however_it_is_set(glossary: str) -> None:
    assert [term.name for term in drafted(HEAD + BODY + glossary).terms] == ["两新", "双碳", "一网通办"]


@pytest.mark.parametrize(
    "items",
    [
        "办好5件民生实事:新建学校5所;改造危房30户;建桥2座;通水3村;建站4个。",
        "着力办好以下5件实事:①新建学校5所;②改造危房30户;③建桥2座;④通水3村;⑤建站4个。",
        "今年要办好的民生实事是:(一)新建学校5所。(二)改造危房30户。(三)建桥2座。(四)通水3村。(五)建站4个。",
        "办好五项民生工程。(1)教育工程。新建学校5所。(2)住房工程。改造危房30户。(3)桥梁工程。建桥2座。(4)饮水工程。通水3村。(5)养老工程。建站4个。",
    ],
    ids=["without marks", "circled numbers", "uncounted", "titled"],
)
def test_livelihood_items_inside_a_paragraph_are_found(items: str) -> None:
    form = drafted(f"{HEAD}{BODY}{items}\n")

    assert [item.number for item in form.livelihood] == [1, 2, 3, 4, 5]
    assert ["5所" in item.quote for item in form.livelihood] == [True, False, False, False, False]


def test_an_old_report_has_its_years_and_amounts_in_chinese_numerals() -> None:
    form = drafted(
        "政府工作报告\n——一九八七年三月二十五日在第六届全国人民代表大会第五次会议上\n各位代表:\n"
        "一九八六年,工农业总产值达到一万五千一百零四亿元,比上年增长百分之九点三。\n一九八七年计划安排工业总产值增长百分之七。\n"
    )

    assert [(one.indicator, one.value, one.unit, one.period, one.status) for one in form.figures] == [
        ("工农业总产值", 15104, "亿元", 1986, "actual"),
        ("工农业总产值", 9.3, "%", 1986, "actual"),
        ("工业总产值", 7, "%", 1987, "target"),
    ]


def test_a_value_that_a_page_broke_off_is_read_with_its_line() -> None:
    form = drafted(f"{HEAD}一、2023年工作回顾\n地区生产总值增长\n5.2%,粮食产量达到\n12\n亿斤。\n")

    assert [(one.indicator, one.value, one.unit) for one in form.figures] == [
        ("地区生产总值", 5.2, "%"),
        ("粮食产量", 12, "亿斤"),
    ]

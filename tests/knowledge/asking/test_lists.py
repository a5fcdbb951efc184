"""Asking for several passages at once."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Kind
from tests.knowledge.asking.dialog import assert_lists


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("哪些指标居全国第1", ["“10个全国第1”", "自驾车营地"]),
        ("哪些指标居全国第二", ["固定资产投资增长19.8%", "工业投资增长32.9%", "煤制乙二醇", "滑雪旅游度假地"]),
        ("全国第3的指标有哪些", ["地区生产总值增长7.3%", "外贸进出口"]),
        ("增长超过40%的指标有哪些", ["46.4%", "40.2%", "财政科技支出增长81.9%"]),
        ("实现翻番的指标有哪些", ["机电产品出口增长118.9%", "新能源汽车消费增长1.7倍"]),
        ("社会保障方面的民生实事有哪些", ["1769万人", "起付线", "白内障", "膝髋关节", "6万人"]),
        ("改善居住环境方面的实事都有哪些", ["供热管道420公里", "公路5000公里"]),
        ("就业增收方面有哪五件民生实事", ["就业困难人员", "残疾人就业", "家政", "拖欠", "社会化专业服务"]),
        ("和残疾人有关的民生实事有哪些", ["残疾人就业8000", "6000户困难重度残疾人"]),
        ("报告里提到包头的内容有哪些", ["包头作为老工业基地", "呼和浩特市和包头市"]),
        ("全球最大的项目有哪些", ["全球最大绿氢", "全球最大稀土绿色冶炼"]),
    ],
)
def test_a_list_holds_all_that_was_asked_for(library: Library, text: str, pieces: list[str]) -> None:
    assert_lists(library, text, *pieces)
    assert library.ask(text).kind is Kind.LIST


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("停车泊位和滑冰场今年各新增多少", ["停车泊位供给3万个", "群众滑冰场28个"]),
        ("户厕、农村公路和寄递物流点今年分别建多少", ["户厕5.5万个", "公路5000公里", "物流综合服务点5000个"]),
        ("去年造林和引进到位资金分别是多少", ["造林556万亩", "4778亿元"]),
        ("今年CPI和失业率的目标各是多少", ["涨幅控制在3%左右", "控制在6%左右"]),
    ],
)
def test_several_subjects_are_each_answered(library: Library, text: str, pieces: list[str]) -> None:
    assert_lists(library, text, *pieces)


@pytest.mark.parametrize("text", ["今年的主要目标有哪些", "今年有哪些预期目标", "今年經濟社會發展的主要預期目標有哪些"])
def test_all_nine_targets_are_listed(library: Library, text: str) -> None:
    assert_lists(
        library,
        text,
        *("地区生产总值增长6%", "规上工业增加值", "固定资产投资", "一般公共预算收入", "城镇新增就业18万人"),
        *("城镇调查失业率", "居民收入增长", "居民消费价格", "单位地区生产总值能耗"),
    )


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (
            "呼和浩特、包头、鄂尔多斯、乌兰察布四个城市各自的定位是什么",
            ["作为首府", "作为老工业基地", "顶梁柱", "铁合金"],
        ),
        ("包头和赤峰的定位分别是什么", ["作为老工业基地", "有色金属"]),
        ("关于残疾人的有哪些", ["残疾人就业8000人", "无障碍改造"]),
        ("边境方面有哪些安排", ["边境、边远旗县全覆盖", "边境旗市"]),
    ],
)
def test_each_of_several_has_its_passage(library: Library, text: str, pieces: list[str]) -> None:
    assert_lists(library, text, *pieces)


def test_a_place_with_a_topic_is_not_all_that_is_said_of_the_place(library: Library) -> None:
    assert [source.title for source in library.ask("包头定位").sources] == ["包头的定位"]

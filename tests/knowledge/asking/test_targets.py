"""Targets are kept apart from what was reached."""

from __future__ import annotations

import pytest

from knowledge import Library
from tests.knowledge.asking.dialog import assert_lists, assert_says


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("今年GDP目标", "地区生产总值增长6%以上"),
        ("2024年固定资产投资预期增长多少", "固定资产投资增长15%左右"),
        ("今年城镇新增就业要多少人", "城镇新增就业18万人以上"),
        ("失业率今年控制在多少", "城镇调查失业率控制在6%左右"),
        ("今年CPI涨幅控制目标", "居民消费价格涨幅控制在3%左右"),
        ("今年能耗要降多少", "单位地区生产总值能耗降低1.6%左右"),
        ("今年外贸规模目标", "外贸规模突破2100亿元"),
        ("今年力争引进到位资金多少", "力争引进到位资金不低于5500亿元"),
        ("今年新能源新增装机目标", "新增装机规模4000万千瓦以上"),
        ("今年要新建多少高标准农田", "新建高标准农田850万亩"),
        ("智算规模今年目标多少P", "力争智算规模突破2万P"),
        ("今年高新技术企业要达到多少家", "力争高新技术企业达到2000家"),
        ("今年旅游人次目标", "今年力争突破2.5亿"),
        ("黑土地保护今年多少万亩", "实施黑土地保护工程900万亩"),
        ("今年重大项目投资力争完成多少亿", "力争完成重大项目投资9000亿元以上"),
        ("今年新设经营主体多少万户", "力争新设经营主体30万户以上"),
        ("黄河几字弯攻坚战今年任务多少万亩", "完成758万亩"),
        ("2025年新能源装机预计多少", "预计到2025年我区新能源装机规模将达到1.5亿千瓦"),
        ("消化批而未供土地今年多少亩", "消化批而未供土地14.6万亩"),
    ],
)
def test_a_target_is_known_by_its_indicator(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece, "二、2024年工作安排")


@pytest.mark.parametrize(
    ("indicator", "reached", "aimed"),
    [
        ("保交楼多少套", "完成保交楼7万套", "2.5万套保交楼任务"),
        ("改造了多少个老旧小区", "老旧小区1639个", "1185个"),
        ("网络零售额", "网络零售额增长21.5%", "网络零售额突破700亿元"),
        ("城镇新增就业多少", "城镇新增就业21.87万人", "城镇新增就业18万人以上"),
        ("引进到位资金多少亿", "引进到位资金4778亿元", "不低于5500亿元"),
        ("固定资产投资增速", "固定资产投资增长19.8%", "固定资产投资增长15%左右"),
        ("打通断头路多少公里", "打通“断头路”260公里", "“断头路”畅通工程700公里"),
        ("新建户厕多少", "农村牧区户厕6.2万个", "新建农村牧区户厕5.5万个"),
    ],
)
def test_last_year_and_this_year_are_never_mixed_up(library: Library, indicator: str, reached: str, aimed: str) -> None:
    assert_says(library, f"去年{indicator}", reached)
    assert_says(library, f"今年{indicator}", aimed)


@pytest.mark.parametrize(
    ("text", "reached", "aimed"),
    [
        ("GDP去年完成多少今年目标多少", "地区生产总值增长7.3%", "地区生产总值增长6%以上"),
        ("固定资产投资去年和今年分别增长多少", "固定资产投资增长19.8%", "固定资产投资增长15%左右"),
        ("城镇新增就业去年完成数和今年目标", "21.87万人", "18万人以上"),
        ("保交楼去年完成多少、今年任务多少", "完成保交楼7万套", "2.5万套保交楼"),
        ("引进到位资金去年和今年的数", "4778亿元", "5500亿元"),
    ],
)
def test_both_are_told_where_both_are_asked_for(library: Library, text: str, reached: str, aimed: str) -> None:
    assert_lists(library, text, reached, aimed)

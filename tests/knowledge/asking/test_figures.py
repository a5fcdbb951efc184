"""Asking for what was reached, by indicator, everyday word, abbreviation, place, rank and change."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Kind
from tests.knowledge.asking.dialog import assert_says, told


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("2023年固定资产投资增长了多少", "固定资产投资增长19.8%"),
        ("去年粮食产量是多少亿斤", "粮食产量791.6亿斤"),
        ("牛奶产量有多少万吨", "牛奶产量792.6万吨"),
        ("煤炭产量多少亿吨", "煤炭产量12.2亿吨"),
        ("电力总装机多少千瓦", "电力总装机超过2亿千瓦"),
        ("网络零售额去年增长多少", "网络零售额增长21.5%"),
        ("住宿和餐饮业增加值增长多少", "住宿和餐饮业增加值增长20.8%"),
        ("去年新增高速公路通车里程", "新增高速公路通车里程876公里"),
        ("机电产品出口增幅", "机电产品出口增长118.9%"),
        ("跨境人民币收付金额是多少", "跨境人民币收付金额2584.2亿元"),
        ("碳汇交易额是多少万元", "交易额2709万元"),
        ("全年种草多少万亩", "种草1817万亩"),
        ("新增高新技术企业多少家", "新增高新技术企业314家"),
        ("清偿拖欠企业账款多少亿", "清偿拖欠企业账款1293亿元"),
        ("包钢集团利润多少", "包钢集团实现利润53亿元"),
        ("棚户区去年改造了多少套", "棚户区1.56万套"),
        ("改造危房多少户", "改造危房4211户"),
        ("人均地区生产总值突破了多少", "人均地区生产总值突破10万元"),
        ("去年实施重大项目几个", "实施重大项目3155个"),
        ("5G基站新增了多少个", "新增5G基站、城市公共充电桩各2万个"),
        ("每千人口托位数多少", "每千人口托位数达3.4个"),
        ("12345热线去年受理诉求多少件", "受理各类诉求641万件"),
        ("农业节水量去年多少立方米", "农业节水3.73亿立方米"),
        ("政协提案办复了多少件", "政协提案737件"),
        ("60岁以上老年人有多少万", "60岁以上老年人546万"),
    ],
)
def test_an_indicator_is_known_by_its_name(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("去年GDP涨了多少", "地区生产总值增长7.3%"),
        ("去年固投增速多少", "固定资产投资增长19.8%"),
        ("规上工业去年涨了多少", "规上工业增加值增长7.4%"),
        ("去年网购卖的钱增长多少", "网络零售额增长21.5%"),
        ("高企去年新增多少家", "新增高新技术企业314家"),
        ("去年财政收入突破多少亿", "一般公共预算收入突破3000亿元"),
        ("去年电车消费增长多少", "新能源汽车消费增长1.7倍"),
        ("去年FDI多少亿元", "实际使用外资55.8亿元"),
        ("去年修了几公里高速", "新增高速公路通车里程876公里"),
        ("去年招商引资引来多少钱", "引进到位资金4778亿元"),
        ("去年给村里建了多少厕所", "建成农村牧区户厕6.2万个"),
        ("去年老百姓收入增长多少", "可支配收入增长6.1%"),
        ("去年煤改电改造了多少户", "清洁取暖改造21.3万户"),
        ("私企被拖欠的账款还了多少", "清偿拖欠企业账款1293亿元"),
    ],
)
def test_everyday_words_and_abbreviations_mean_the_same(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece, "一、过去一年工作回顾")


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("鄂尔多斯固定资产投资增速多少", "鄂尔多斯市达到27.4%"),
        ("包头市GDP增长多少", "包头市地区生产总值均增长10%以上"),
        ("呼市规上工业增加值增速", "规上工业增加值均增长20%以上"),
        ("满洲里综保区贸易额增长多少", "满洲里综合保税区贸易额增长近3倍"),
        ("锡盟新能源装机排全国地级市第几", "均居全国地市级第2"),
        ("乌兰察布负极材料产能全国第几", "乌兰察布市合金材料"),
        ("乌兰察布之夜吸引了多少游客", "吸引游客500万人次"),
        ("阿拉善纯碱项目", "全国最大单体产量纯碱项目"),
    ],
)
def test_a_places_own_figure_is_given(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece, "一、过去一年工作回顾")


@pytest.mark.parametrize(
    ("text", "direct"),
    [
        ("固定资产投资增速排全国第几", "增长19.8%、居全国第2"),
        ("外贸增速居全国第几位", "增长30.4%、居全国第3"),
        ("工业投资增速全国位次", "增长32.9%、居全国第2"),
        ("国家级滑雪旅游度假地数量全国第几", "居全国第2"),
        ("GDP增速在全国的位次", "增长7.3%、居全国第3"),
    ],
)
def test_a_rank_is_answered_in_a_word(library: Library, text: str, direct: str) -> None:
    assert told(library, text)[0].direct == direct


@pytest.mark.parametrize(
    ("text", "direct"),
    [
        ("引进到位资金比上年增长多少", "增长40.2%"),
        ("中欧班列增长率", "增长73.7%"),
        ("新设外商投资企业增长了几倍", "增长3.2倍"),
        ("稀土产业增加值增幅", "增长21%"),
        ("财政科技支出去年增长多少", "增长81.9%"),
    ],
)
def test_a_change_is_answered_in_a_word(library: Library, text: str, direct: str) -> None:
    assert told(library, text)[0].direct == direct


@pytest.mark.parametrize(
    ("text", "year", "kind"),
    [("去年城镇新增就业多少人", 2023, Kind.FIGURE), ("今年城镇新增就业多少人", 2024, Kind.TARGET)],
)
def test_an_answer_knows_its_year_and_kind(library: Library, text: str, year: int, kind: Kind) -> None:
    source = told(library, text)[0]

    assert (source.year, source.kind) == (year, kind)

"""However a question is written, it is the same question."""

from __future__ import annotations

import pytest

from knowledge import Library
from tests.knowledge.asking.dialog import assert_lists, assert_says

SIX = "政策落地工程、防沙治沙"


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("固定资产投姿增长多少", "固定资产投资增长"),
        ("粮食产良多少", "粮食产量791.6亿斤"),
        ("三管三必需是什么", "管行业必须管安全"),
        ("停车白位新增多少", "停车泊位"),
        ("旅游四地是哪肆地", "自驾游首选地"),
        ("农村户侧今年建多少", "户厕5.5万个"),
        ("七个摒气指什么", "摒弃“我不如人”"),
        ("清四乱是亲理什么", "乱占、乱采"),
        ("温暖公程改造供热管道多少", "420公里"),
        ("智算规摸今年多少", "2万P"),
        ("倍曾计划是哪六个", "教育倍增计划"),
        ("停车波位新增多少", "停车泊位"),
        ("三份吸附法是什么", "乌审旗"),
        ("六个公程", SIX),
        ("六个公程指的是哪些", SIX),
    ],
)
def test_typos_and_homophones(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("liugegongcheng", SIX),
        ("liu ge gong cheng shi shenme", SIX),
        ("LiuGeGongCheng shi sha", SIX),
        ("tianjunjihua", "服务企业上市计划"),
        ("qi ge bing qi", "摒弃“我不如人”"),
        ("sanguansanbixu shi shenme yisi", "管行业必须管安全"),
        ("jinnian chengzhen xinzeng jiuye mubiao", "18万人以上"),
        ("liangshi chanliang duoshao", "791.6亿斤"),
        ("qigezuomofan", "在感党恩听党话"),
        ("minshengshishi di 7 jian", "起付线"),
        ("di san shi san jian minsheng shishi", "公路5000公里"),
        ("qunian gdp zengzhang duoshao", "地区生产总值增长7.3%"),
    ],
)
def test_pinyin_with_and_without_spaces(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("lggc", SIX),
        ("LGGC", SIX),
        ("lysd", "自驾游首选地"),
        ("sgsbx", "管行业必须管安全"),
        ("tjjh是啥", "服务企业上市计划"),
        ("bjl qunian wancheng duoshao", "保交楼7万套"),
    ],
)
def test_initials(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("六個工程包括什麼", SIX),
        ("去年地區生產總值增長多少", "增长7.3%"),
        ("民生實事第七件", "起付线"),
        ("旅遊四地是哪四地", "自驾游首选地"),
        ("今年高標準農田新建多少", "850万亩"),
        ("「七個摒棄」指什麼", "摒弃"),
    ],
)
def test_traditional_characters(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("今年ＧＤＰ增长目标是多少？", "6%以上"),
        ("第３３件民生实事", "公路5000公里"),
        ("６个工程是什么", SIX),
        ("二〇二三年粮食产量", "791.6亿斤"),
        ("二零二四年GDP目标", "6%以上"),
        ("7个作模范", "作模范"),
        ("民生实事第三十一件", "寄递物流"),
        ("去年开工建设的一千零八十五公里是什么路", "产业路、旅游路1085公里"),
    ],
)
def test_full_width_and_chinese_numerals(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("what is the GDP growth target this year", "6%以上"),
        ("What's the GDP growth target this year?", "6%以上"),
        ("what’s the unemployment rate target", "6%左右"),
        ("inner mongolia gdp growth last year", "7.3%"),
        ("how many new urban jobs were created in 2023", "21.87万人"),
        ("CPI target 2024", "控制在3%左右"),
        ("grain output last year", "791.6亿斤"),
        ("What are the six projects?", SIX),
        ("fixed asset investment growth in 2023", "19.8%"),
        ("foreign trade ranking last year", "居全国第3"),
        ("how many China-Europe freight trains last year", "429列"),
        ("livelihood projects number 7", "起付线"),
        ("online retail sales growth last year", "21.5%"),
        ("how many parking spaces this year", "停车泊位"),
    ],
)
def test_english(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("How much grain did Inner Mongolia produce last year?", "粮食产量791.6亿斤"),
        ("airports", "新机场航站区"),
        ("women health screening", "两癌"),
        ("artificial intelligence", "人工智能"),
    ],
)
def test_english_about_anything_that_the_report_holds(library: Library, text: str, piece: str) -> None:
    assert_lists(library, text, piece)

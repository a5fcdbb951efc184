"""Asking for anything else the report says."""

from __future__ import annotations

import pytest

from knowledge import Library
from knowledge.model import Where
from tests.knowledge.asking.dialog import assert_says


@pytest.mark.parametrize(
    ("text", "piece", "place"),
    [
        ("今年教育方面怎么说足球进校园", "足球进校园", "(九)"),
        ("关于低空经济怎么说", "低空经济", "(五)"),
        ("呼和浩特新机场今年能建成吗", "建成呼和浩特新机场航站区", "(二)"),
        ("赤峰的有色金属怎么发展", "有色金属之乡", "(八)"),
        ("金融监管要长牙带刺是哪段", "长牙带刺", "(十)"),
        ("北疆文化品牌怎么打响", "打响北疆文化品牌", "(三)"),
        ("去年短板和不足有哪些", "不少短板弱项", "一、过去一年工作回顾"),
        ("“一棵树呀万朵花”是哪首歌", "一棵树呀万朵花", "(十)"),
        ("中考统编教材一张卷", "一张卷", "一、过去一年工作回顾"),
        ("五篇大文章指哪五篇", "五篇大文章", "(五)"),
        ("呼包同城化落地多少条", "支持呼包同城化60条落地", "(八)"),
        ("要不要习惯过紧日子", "习惯过紧日子", "(十)"),
        ("枫桥经验", "枫桥经验", "(十)"),
        ("自贸区创建今年怎么推进", "自贸区创建工程", "(六)"),
        ("投资内蒙古品牌", "“投资内蒙古”品牌", "(六)"),
        ("库布其模式推广", "积极推广库布其模式", "(七)"),
        ("银发经济怎么发展", "“银发经济”发展空间巨大", "(三)"),
    ],
)
def test_a_passage_is_found_by_its_content(library: Library, text: str, piece: str, place: str) -> None:
    assert_says(library, text, piece, place)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("六个工程是哪六个", "政策落地工程"),
        ("民生实事第7件是啥", "起付线"),
        ("今年城镇新增就业目标多少", "18万人以上"),
        ("有人知道旅游四地是哪四地吗", "自驾游首选地"),
        ("去年粮食产量多少亿斤", "791.6亿斤"),
        ("今年给老人新增多少助餐点", "1200个"),
        ("卫健委牵头哪些民生实事", "婴幼儿托位"),
    ],
)
def test_a_clear_question_overheard_in_a_group_is_answered(library: Library, text: str, piece: str) -> None:
    assert_says(library, text, piece, where=Where.GROUP)

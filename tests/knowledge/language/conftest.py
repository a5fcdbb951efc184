"""How the words of a small report sound."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from knowledge.language.latin import Latin
from knowledge.language.normalise import items_of
from knowledge.language.pinyin import Sounds, hear

WORDS = [
    "6个工程", "温暖工程", "天骏计划", "摒弃", "固定资产投资", "供热", "供水", "去年", "今年", "目标", "增长多少",
    "第1件", "第33件", "第3个", "民生实事", "的", "是什么", "地方", "政协提案", "女性", "gdp",
]  # fmt: skip
ENGLISH = {
    "gdp": "gdp",
    "what is": "是什么",
    "what's": "是什么",
    "the": "",
    "growth": "增长",
    "last year": "去年",
    "rate": "率",
    "growth rate": "增速",
    "new": "新增",
    "jobs": "就业",
    "new jobs": "城镇新增就业",
}


@pytest.fixture(scope="session")
def sounds() -> Sounds:
    counted: Counter[str] = Counter()
    for word in WORDS:
        items = ["0" if item.isdecimal() else item for item in items_of(word)]
        counted.update([*items, *items_of(word), *(a + b for a, b in pairwise(items))])
    return hear(counted)


@pytest.fixture(scope="session")
def latin(sounds: Sounds) -> Latin:
    initials = {"lggc": "6个工程", "tjjh": "天骏计划"}
    return Latin(
        ENGLISH,
        lambda: {"airport": "机场"},
        initials,
        lambda: {"sandayoushi": "3大优势"},
        frozenset({"gdp", "bdo", "g"}),
        sounds,
    )

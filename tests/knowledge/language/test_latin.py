"""Latin letters in a question: English, typed pinyin, initials, and words that Chinese writes so too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.latin import LONGEST_READ, Latin


def translated(latin: Latin, form: str) -> str:
    """Return the translation; how its words are spaced tells nothing."""
    return "".join(latin.translate(form).split())


@pytest.mark.parametrize(
    ("typed", "chinese"),
    [
        ("what is the gdp growth rate last year", "是什么gdp增速去年"),
        ("what's the growth", "是什么增长"),
        ("new jobs 2024", "城镇新增就业2024"),
        ("new jobs 7.5% growth", "城镇新增就业7.5%增长"),
        ("去年gdp growth是多少", "去年gdp增长是多少"),
    ],
)
def test_english_is_put_into_chinese_the_longest_phrase_first(latin: Latin, typed: str, chinese: str) -> None:
    assert translated(latin, typed) == chinese


@pytest.mark.parametrize(
    ("typed", "chinese"),
    [
        ("wennuangongcheng", "温暖工程"),
        ("wen nuan gong cheng", "温暖工程"),
        ("wennuan gongcheng shi shenme", "温暖工程是什么"),
        ("liugegongcheng", "6个工程"),
        ("minsheng shishi di 33 jian", "民生实事第33件"),
        ("zhengxie ti'an", "政协提案"),
        ("请问wennuangongcheng是什么", "请问温暖工程是什么"),
    ],
)
def test_pinyin_is_read_with_and_without_spaces(latin: Latin, typed: str, chinese: str) -> None:
    assert translated(latin, typed) == chinese


@pytest.mark.parametrize(
    ("typed", "chinese"),
    [("lggc", "6个工程"), ("lggc shi shenme", "6个工程是什么"), ("去年tjjh", "去年天骏计划"), ("the tjjh", "天骏计划")],
)
def test_initials_stand_for_their_name(latin: Latin, typed: str, chinese: str) -> None:
    assert translated(latin, typed) == chinese


@pytest.mark.parametrize(
    ("typed", "chinese"),
    [("qunian gdp zengzhang duoshao", "去年gdp增长多少"), ("gdp mubiao", "gdp目标"), ("mubiao bdo", "目标bdo")],
)
def test_words_that_chinese_writes_too_stay_amid_pinyin(latin: Latin, typed: str, chinese: str) -> None:
    assert translated(latin, typed) == chinese


@pytest.mark.parametrize("typed", ["gdp", "bdo", "zzzz", "第33件", "6个工程", "gdp 2024"])
def test_what_is_no_foreign_word_stays(latin: Latin, typed: str) -> None:
    assert latin.translate(typed) == typed


def test_behind_the_letters_that_are_read_the_rest_stays(latin: Latin) -> None:
    rest = "wennuan" * 600

    assert latin.translate("中" * LONGEST_READ + rest) == "中" * LONGEST_READ + rest


@given(st.text("abcdeghilnoprstuwxz'&- 第3件年0.%", max_size=120))
def test_any_letters_are_read(latin: Latin, form: str) -> None:
    assert isinstance(latin.translate(form), str)


@pytest.mark.parametrize("typed", ["airport", "airports", "new airport"])
def test_words_that_the_lexicon_lacks_come_from_the_dictionary(latin: Latin, typed: str) -> None:
    assert latin.translate(typed).endswith("机场")

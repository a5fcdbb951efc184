"""Chinese numerals become Arabic ones, and words that only look like numerals stay."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.grammar.numerals import to_arabic

DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """Return a number up to 99,999 as it is read aloud: 10305 is 一万零三百零五."""
    written = ""
    for scale, name in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            written += DIGITS[digit] + name
        elif written and number and not written.endswith("零"):
            written += "零"
    return written or "零"


def value(text: str) -> int:
    """Return the number that Arabic digits with 万 stand for."""
    match = re.fullmatch(r"(?:(\d+)万)?(\d*)", text)
    assert match, text
    return int(match[1] or 0) * 10_000 + int(match[2] or 0)


@given(st.integers(0, 9_999))
def test_a_number_below_ten_thousand_is_written_in_digits(number: int) -> None:
    assert to_arabic(f"第{spoken(number)}件") == f"第{number}件"


@given(st.integers(0, 99_999))
def test_ten_thousands_keep_their_unit(number: int) -> None:
    assert value(to_arabic(spoken(number))) == number


@given(st.integers(1_000, 9_999))
def test_digits_read_one_by_one_are_a_year(number: int) -> None:
    assert to_arabic("".join(DIGITS[int(digit)] for digit in str(number)) + "年") == f"{number}年"


@given(st.integers(1, 99), st.integers(1, 999))
def test_a_percentage_is_written_with_its_sign(whole: int, fraction: int) -> None:
    decimals = "".join(DIGITS[int(digit)] for digit in str(fraction))

    assert to_arabic(f"百分之{spoken(whole)}点{decimals}") == f"{whole}.{fraction}%"
    assert to_arabic(f"百分之{spoken(whole)}") == f"{whole}%"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("六个工程", "6个工程"),
        ("第三十三件", "第33件"),
        ("十五万户", "15万户"),
        ("两千零二十四", "2024"),
        ("二〇二四年", "2024年"),
        ("十四五规划", "145规划"),
        ("一百五", "150"),
        ("三千二公里", "3200公里"),
        ("七百九十一点六亿斤", "791.6亿斤"),
        ("百分之19.8", "19.8%"),
        ("百分之零点五", "0.5%"),
        ("两位数", "2位数"),
        ("贰零贰肆", "202肆"),
    ],
)
def test_numbers_as_people_say_them(said: str, written: str) -> None:
    assert to_arabic(said) == written


@pytest.mark.parametrize(
    "idiom",
    ["一起", "统一", "老百姓", "一共", "万一", "唯一", "专一", "一直", "一样", "一定", "一下", "一些", "一般", "一点"],
)
def test_a_word_that_counts_nothing_stays(idiom: str) -> None:
    assert to_arabic(f"大家{idiom}说") == f"大家{idiom}说"


@given(st.text("零一二三四五六七八九十百千万亿点第件分之两〇0123456789%起共统", max_size=20))
def test_writing_again_changes_nothing(text: str) -> None:
    once = to_arabic(text)

    assert to_arabic(once) == once


@given(st.text("零一二三四五六七八九十百千点", max_size=300))
def test_a_row_of_numerals_without_end_is_no_error(text: str) -> None:
    assert not set(to_arabic(text)) & set("二三四五六七八九")


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("第叁拾件", "第30件"),
        ("第贰拾壹件", "第21件"),
        ("第陆件", "第6件"),
        ("伍佰万元", "500万元"),
        ("廿一", "21"),
        ("卅三件", "33件"),
    ],
)
def test_formal_and_old_numerals_are_read_whole(said: str, written: str) -> None:
    assert to_arabic(said) == written


@pytest.mark.parametrize("words", ["大陆", "队伍", "收拾", "陆续", "放肆"])
def test_formal_numerals_that_are_words_stay(words: str) -> None:
    assert to_arabic(words) == words

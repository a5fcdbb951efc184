"""Text as units: characters, whole numbers, whole Latin words, and what stood between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.normalise import items_of, split_units


@pytest.mark.parametrize(
    ("form", "items"),
    [
        ("增长7.3%", ["增", "长", "7.3%"]),
        ("gdp增速", ["gdp", "增", "速"]),
        ("第33件", ["第", "33", "件"]),
        ("新增5g基站2万个", ["新", "增", "5", "g", "基", "站", "2", "万", "个"]),
        ("pm2.5浓度", ["pm", "2.5", "浓", "度"]),
        ("4.0版,1+8", ["4.0", "版", "1", "8"]),
        ("😀?!", []),
        ("", []),
    ],
)
def test_numbers_and_latin_words_are_whole(form: str, items: list[str]) -> None:
    assert items_of(form) == items


def test_what_stood_before_a_unit_is_remembered() -> None:
    units = split_units("去年, gdp 增")

    assert list(zip(units.items, units.gaps, strict=True)) == [("去", 0), ("年", 0), ("gdp", 2), ("增", 1)]


@given(st.text("去年增长gdp7.3% ,。\n", max_size=40))
def test_units_lead_back_to_the_joined_text(form: str) -> None:
    units = split_units(form)

    assert units.joined.replace(",", "") == "".join(units.items) == units.slice(0, len(units))
    assert list(units.items) == items_of(form)
    for item, offset in zip(units.items, units.offsets, strict=True):
        assert units.joined.startswith(item, offset)


def test_numbers_next_to_each_other_stay_apart() -> None:
    assert split_units("第7、8件").joined == "第7,8件"

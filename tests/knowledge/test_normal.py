"""The normal form of a message: what is kept of a question, and what is not."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Library
from knowledge.engine import LONGEST_NORMAL


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("六個工程是什麼？", "6个工程是什么?"),
        ("  ＧＤＰ\u200b 增长\n多少 ", "gdp 增长 多少"),
        ("liangshi chanliang", "粮食产量"),
        ("@report_bot 粮食产量", "粮食产量"),
        ("看 https://example.com/a?b=c 粮食产量", "看 粮食产量"),
        ("看t.me/somebody 粮食产量", "看 粮食产量"),
        ("问 someone@example.com 粮食\x07产量", "问 粮食 产量"),
        ("> 张三说的话\n粮食产量", "粮食产量"),
    ],
)
def test_what_means_the_same_has_one_form_without_what_is_no_question(library: Library, text: str, normal: str) -> None:
    assert library.normal(text) == normal


@given(st.text(max_size=300) | st.lists(st.sampled_from(["@ab ", "t.me/x", "粮食", "\x00", "\n", "。"])).map("".join))
def test_a_normal_form_is_one_short_line_without_links_or_mentions(library: Library, text: str) -> None:
    normal = library.normal(text)

    assert len(normal) <= LONGEST_NORMAL
    assert normal == normal.strip()
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in normal)
    assert not re.search(r"https?://\w|@[a-z]|t\.me/", normal)


def test_a_long_message_is_cut(library: Library) -> None:
    assert library.normal("粮" * 1000) == "粮" * LONGEST_NORMAL

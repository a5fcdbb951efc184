"""The pages' pictures of chats: each is of a conversation that still goes so."""

from __future__ import annotations

import struct

import pytest

from docs.pictures import DOCS, PICTURES, SCALE, WEB, WIDTH, page

SHOWN = {  # what makes the picture worth looking at
    "answer": ("那今年呢", "增长6%以上", "上下文", "👎"),
    "context": ("居民收入增长与经济增长基本同步", "← 返回"),
    "comparison": ("2023年", "2024年目标"),
    "chart": ("data:image/png;base64,", "📈 图", "增长6%以上"),
    "browsing": ("名词解释", "1/3"),
    "inline": ("去私聊提问", "791.6亿斤"),
    "languages": ("only about 2023 and 2024",),
    "reminders": ("每日目标", "2024年还剩295天", "点一个时间就能开启", "08:30"),
    "group": ("<span>村里的厕所今年还改吗？</span>", "✖"),
    "introduction": ("大家好！", "/settings@report_bot"),
    "settings": ("✓ 有把握就答", "✓ 5分钟"),
}
LARGEST = 220 * 1024  # bytes of a picture that every reader of the page fetches


@pytest.mark.parametrize("name", PICTURES)
async def test_the_conversation_still_goes_so(name: str) -> None:
    """`python -m docs.pictures` draws it anew."""
    shown = await page(name)
    assert [words for words in SHOWN[name] if words not in shown] == []


@pytest.mark.parametrize("name", WEB)
def test_the_pages_are_soon_there_too(name: str) -> None:
    assert len((DOCS / f"{name}.png").read_bytes()) <= LARGEST


@pytest.mark.parametrize("name", PICTURES)
def test_it_is_sharp_on_a_phone_and_soon_there(name: str) -> None:
    drawn = (DOCS / f"{name}.png").read_bytes()
    assert struct.unpack(">I", drawn[16:20])[0] == WIDTH * SCALE
    assert len(drawn) <= LARGEST

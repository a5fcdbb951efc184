"""Messages of the greatest length that Telegram delivers, each made to be hard on some step of an engine."""

from __future__ import annotations

import random
from collections.abc import Iterable

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

from knowledge.report.loading import Knowledge

LENGTH = 4096
_SEED = 2024
_ZERO_WIDTH = "\u200b"
_MIXTURES = 30
# What the patterns and word lists of normalising and reading look for, to be mixed at random.
_PIECES = (
    *"a1-.@_/#%:,;?!\"'“(《「>\n \t+中的年第一十百千万亿点零哪几多少是什么和与件增长超2两个条到至x",
    *(
        "\u200b",
        "ﷺ",
        "㍿",
        "😀",
        "e\u0301",
        "가",
        "\u3000",
        "6\ufe0f",
        "https://",
        "www.",
        "a@b.",
        "百分之",
        "第1件",
        "1.",
        "1%",
    ),
    *(
        "哪6个",
        "分别",
        "多少几",
        "超过1%",
        "全国第",
        "倒数第",
        "，",
        "。",
        "gdp ",
        "de ",
        "di san shi ",
        "zhuang",
        "a'",
        "b c ",
    ),
    *("1-1", "a.a", "一点", "最后1", "1到1件", "「a:b」\n", "\n> ", "#中#", "@中"),
)


def messages(knowledge: Knowledge) -> dict[str, list[str]]:
    """Return messages of exactly 4,096 characters by what they are made of, the same in every run."""
    chance = random.Random(_SEED)
    text = "".join(passage.text for passage in knowledge.passages)
    asks = [ask for entry in knowledge.entries for ask in entry.asks]
    aliases = [alias for entry in knowledge.entries for alias in (entry.title, *entry.aliases)]
    made = {
        "the report's characters at random": [_random(chance, text)],
        "any Chinese characters at random": [_random(chance, [chr(code) for code in range(0x4E00, 0x9FA6)])],
        "one character repeated": [one * LENGTH for one in "中的年第增一亿1a% \n"],
        "the report's own text": _windows(text),
        "the report in traditional characters": _windows(OpenCC("s2t").convert(text)),
        "pinyin without spaces": _windows("".join(_latin(text, Style.NORMAL))),
        "pinyin with spaces": _windows(" ".join(_latin(text, Style.NORMAL))),
        "initials of pinyin": _windows("".join(_latin(text, Style.FIRST_LETTER))),
        "letters at random": [_random(chance, "abcdefghijklmnopqrstuvwxyz")],
        "digits at random": [_random(chance, "0123456789"), _random(chance, "0123456789.%,")],
        "Chinese numerals": [
            _random(chance, "零一二三四五六七八九十百千万亿点第"),
            _random(chance, "一二三四五六七八九十"),
            "一" * (LENGTH - 1) + "十",
            *_filled("百分之一", "一点"),
        ],
        "all asks, one after the other": _windows("".join(asks)),
        "all aliases, one after the other": _windows("".join(aliases)),
        "many lines": [*_windows("\n".join(asks)), *_windows("\n".join(text))],
        "quoted lines": [*_windows("\n> ".join(["", *asks])), *_filled("「中:\n", "「:", "\n>", "> 中\n- - -\n")],
        "emoji and zero-width characters": [
            _random(chance, "😀🐎🐑🌾👨‍👩‍👧🇨🇳\u200b\u200d\ufe0f"),
            *_windows(_ZERO_WIDTH.join(text)),
            *_filled("6\ufe0f\u20e3", "e\u0301", "ﷺ", "㍿"),
        ],
        "half a link, an address, a mention": _filled("a.", "a@", "www.", "https://", "@", "#中", "a-", "a_1", "//"),
        "two pieces of patterns, repeated": [_mixed(chance, 2, repeated=True) for _ in range(_MIXTURES)],
        "a few pieces of patterns at random": [_mixed(chance, chance.randint(2, 9)) for _ in range(_MIXTURES)],
        "brackets and quotation marks": _filled("“", "(", "《中》", "【", "“中”:"),
    }
    return {name: [_full(one) for one in texts] for name, texts in made.items()}


def _random(chance: random.Random, characters: str | list[str]) -> str:
    return "".join(chance.choices(characters, k=LENGTH))


def _mixed(chance: random.Random, count: int, *, repeated: bool = False) -> str:
    pieces = chance.choices(_PIECES, k=count)
    return "".join(pieces if repeated else chance.choices(pieces, k=LENGTH))


def _filled(*pieces: str) -> list[str]:
    return [piece * LENGTH for piece in pieces]


def _windows(text: str) -> list[str]:
    return [text[start : start + LENGTH] for start in range(0, len(text), LENGTH)]


def _latin(text: str, style: Style) -> Iterable[str]:
    return lazy_pinyin(text, style=style, errors="ignore")


def _full(text: str) -> str:
    """Return `text` repeated and cut to the length."""
    return (text * (LENGTH // len(text) + 1))[:LENGTH]

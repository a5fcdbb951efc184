"""Recognises numbered lists as reports print them: `1.…`, `[1]…`, `［１］…`, `一、…`, a number on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_BRACKETED = re.compile(r"[\[［【〔(（]\s*(\d{1,3})\s*[\]］】〕)）]\s*[.．、]?\s*")
_DOTTED = re.compile(r"(\d{1,3})\s*[.．、]\s*")
_ALONE = re.compile(r"(\d{1,3})\s*$")
_CHINESE = re.compile(r"([一二三四五六七八九十]{1,3})、\s*")
_COUNT = re.compile(r"\s*[(（]?(\d+)[件项][)）]?$")
_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
FEWEST = 3  # lines that make a list: fewer are chance


@dataclass(frozen=True, slots=True)
class Mark:
    """The number at the beginning of a line: which line, which number, and where the line's own words begin."""

    line: int
    number: int
    end: int


def numeral(text: str) -> int:
    """Return the value of a Chinese numeral below 100, such as 十一; 0 for what is none."""
    tens, _, units = text.rpartition("十")
    if any(sign not in _DIGITS for sign in tens + units) or len(tens) > 1 or len(units) > 1:
        return 0
    unit = _DIGITS.get(units, 0)
    return unit if "十" not in text else _DIGITS.get(tens, 1) * 10 + unit


def numbered(lines: Sequence[str], fewest: int = FEWEST) -> list[Mark]:
    """Return the marks of a list with Arabic numbers from 1 on, in one manner: brackets, dots, or lines of their own.

    Fewer than `fewest` are none. A number that doesn't follow the one before it belongs to a line's words; a second 1
    begins no new list.
    """
    for pattern in (_BRACKETED, _DOTTED, _ALONE):
        marks: list[Mark] = []
        for index, line in enumerate(lines):
            found = pattern.match(line)
            if found and int(found.group(1)) == len(marks) + 1:
                marks.append(Mark(index, len(marks) + 1, found.end()))
        if len(marks) >= fewest:
            return marks
    return []


def headed(lines: Sequence[str]) -> list[Mark]:
    """Return the marks of the lines that begin with 一、 二、 and so on, in order, without a gap."""
    marks: list[Mark] = []
    for index, line in enumerate(lines):
        found = _CHINESE.match(line)
        if found and numeral(found.group(1)) == len(marks) + 1:
            marks.append(Mark(index, len(marks) + 1, found.end()))
    return marks


def heading_words(line: str) -> tuple[str, int]:
    """Split a group's heading, `二、加强社会保障方面11件`, into its words and its count (0 where it says none)."""
    found = _CHINESE.match(line)
    words = line[found.end() :] if found else line
    count = _COUNT.search(words)
    return (words[: count.start()], int(count.group(1))) if count else (words, 0)

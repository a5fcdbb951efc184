"""How lines of a report begin: the numbers of lists and headings, and the short beginnings that serve as titles.

Numbered lists appear as `1.…`, `[1]…`, `［１］…`, `一、…`, or with the number on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import numeric

from knowledge.grammar.numerals import numeral

HEAD_LENGTH = 24  # characters of a sentence that serve as its title
LONGEST_CLAUSE = 60  # characters of an item's first clause that serve as its title: two lines on a screen
FEWEST = 3  # lines that make a list: fewer are chance

_NUMBERING = re.compile(r"^(?:——|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d{1,3}[.．、](?!\d))")
_PAUSE = re.compile(r"[，。；：！？（,;!?:(]")
_SHORTEST_HEAD = 4
_DEPARTMENTS = re.compile(r"[(（](?:牵头|责任)[^()（）]*[)）]")
_CLAUSE = re.compile(r"(?:“[^”]*”|[(（][^()（）]*[)）]|[^，。；！？,;!?])+")  # quoted pauses don't split
_BRACKETED = re.compile(r"[\[［【〔(（]\s*(\d{1,3})\s*[\]］】〕)）]\s*[.．、]?\s*")
_DOTTED = re.compile(r"(\d{1,3})\s*[.．、]\s*")
_ALONE = re.compile(r"(\d{1,3})\s*$")
_CIRCLED = re.compile(r"([①-⑳㉑-㉟])\s*")
_CHINESE = re.compile(r"([一二三四五六七八九十]{1,3})、\s*")
_JOINING = "、和"  # between the names of an item's measures
_COUNT = re.compile(r"\s*[(（]?(\d+)[件项][)）]?$")


def head(text: str) -> str:
    """Return a short verbatim beginning of a sentence, without its numbering: up to a pause, or `HEAD_LENGTH`."""
    rest = _NUMBERING.sub("", text).lstrip()
    for pause in _PAUSE.finditer(rest):
        if _SHORTEST_HEAD <= pause.start() <= HEAD_LENGTH:
            return rest[: pause.start()]
    return rest[:HEAD_LENGTH].rstrip()


def clauses(text: str) -> list[str]:
    """Return the clauses of a sentence or item, without its number and lead departments."""
    bare = _DEPARTMENTS.sub("，", _NUMBERING.sub("", text))
    return [clause for clause in (found.strip() for found in _CLAUSE.findall(bare)) if clause]


def first_clause(text: str) -> str:
    """Return the verbatim title of a livelihood item or measure: its first clause, or its head if that is very long."""
    first = next(iter(clauses(text)), text)
    return first if len(first) <= LONGEST_CLAUSE else head(text)


def is_shortened(title: str, text: str) -> bool:
    """Tell whether `title` has no character but those of `text`, in the same order, and what joins two names."""
    rest = iter(text)
    return all(sign in rest for sign in title if sign not in _JOINING)


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line that begins with a number: the line's index, the number, and where the words behind it begin."""

    line: int
    number: int
    end: int


def numbered(lines: Sequence[str], fewest: int = FEWEST) -> list[NumberedLine]:
    """Return the lines of a list numbered 1, 2, 3 … in one style: brackets, dots, or numbers on lines of their own.

    Fewer than `fewest` are no list. A number out of order belongs to a line's words; a second 1 begins no new list.
    """
    for pattern in (_BRACKETED, _DOTTED, _CIRCLED, _ALONE):
        found: list[NumberedLine] = []
        for index, line in enumerate(lines):
            match = pattern.match(line)
            if match and number_of(match.group(1)) == len(found) + 1:
                found.append(NumberedLine(index, len(found) + 1, match.end()))
        if len(found) >= fewest:
            return found
    return []


def number_of(sign: str) -> int:
    """Return the number that stands before a line or an item, such as 12, 十二 or ⑫; 0 for any other sign."""
    if sign.isdecimal():
        return int(sign)
    return numeral(sign) or (int(numeric(sign, 0)) if len(sign) == 1 else 0)


def headed(lines: Sequence[str]) -> list[NumberedLine]:
    """Return the lines that begin with 一、 二、 and so on, in order, without a gap."""
    found: list[NumberedLine] = []
    for index, line in enumerate(lines):
        match = _CHINESE.match(line)
        if match and numeral(match.group(1)) == len(found) + 1:
            found.append(NumberedLine(index, len(found) + 1, match.end()))
    return found


def heading_words(line: str) -> tuple[str, int]:
    """Split a group's heading, `二、加强社会保障方面11件`, into its words and its count (0 without one)."""
    found = _CHINESE.match(line)
    words = line[found.end() :] if found else line
    count = _COUNT.search(words)
    return (words[: count.start()], int(count.group(1))) if count else (words, 0)

"""Recognises glossary entries (名词解释) by the shape of their lines, numbered or not, on one line or two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.grammar.numerals import numeral
from knowledge.report.lines import NumberedLine, numbered

_LATEST_FIRST = 3  # lines that may stand between a glossary's heading and its first entry
_LONGEST_NAME = 60
_SHORTEST_DEFINITION = 4
_BRACKETED = re.compile(r"[\[［【〔]([^\[\]［］【】〔〕]+)[\]］】〕]\s*(.*)", re.DOTALL)
_DASH = re.compile("——|—|--")
_MEANS = re.compile(r"(?:也称|是指|指的是|即|指|是)")
_NAMES_SIGNS = re.compile(r"[“”\s]")
_NO_TERM = re.compile(r"[(（]|来源|编辑|作者|记者|时间|审核|责编|上一篇|下一篇|分享|相关|主办|附件")
_PAIRS = {"“": "”", "(": ")", "（": "）", "《": "》", "‘": "’"}
_TITLES = re.compile(r"《[^《》]+》")
_COUNT = re.compile(r"(\d{1,2})[个项大部条种类]|([一二两三四五六七八九十]{1,2})[个项大部条种类句]?")
_FEWEST_PARTS = 2


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A glossary entry: the lines `start` to `end` (exclusive) of its section, its name, and its definition."""

    start: int
    end: int
    name: str
    definition: str


def read(lines: Sequence[str]) -> list[GlossaryEntry]:
    """Return the entries of a glossary's lines (without its heading), in order; lines after the last are skipped."""
    marks = numbered(lines, fewest=1)
    if marks and marks[0].line <= _LATEST_FIRST:
        return list(_numbered(lines, marks))
    return list(_plain(lines))


def parts(name: str, definition: str) -> list[str]:
    """Return the verbatim pieces that a definition enumerates: as many as the name says, or plainly listed ones."""
    words = definition.strip().rstrip("。;；.")
    titles = _TITLES.findall(words)
    if len(titles) >= _FEWEST_PARTS and not _TITLES.sub("", words).strip("和、与及以"):
        return titles
    count = _count(name)
    candidates = [_split(words, signs) for signs in ("；;", "，,", "、")]
    for pieces in candidates:
        if count >= _FEWEST_PARTS and len(pieces) == count:
            return pieces
    listed = candidates[2]
    return listed if len(listed) > _FEWEST_PARTS and len(candidates[0]) == len(candidates[1]) == 1 else []


def _numbered(lines: Sequence[str], marks: Sequence[NumberedLine]) -> Iterator[GlossaryEntry]:
    for nth, mark in enumerate(marks):
        words = lines[mark.line][mark.end :]
        following = marks[nth + 1].line if nth + 1 < len(marks) else len(lines)
        alone = not words.rstrip("：: ") or words.endswith(("：", ":"))
        end = following if nth + 1 < len(marks) else min(mark.line + 1 + alone, following)
        text = "\n".join([words, *lines[mark.line + 1 : end]])
        name, definition = _divide(text) or (text.split("\n")[0], "")
        if cleaned := _clean(name):
            yield GlossaryEntry(mark.line, end, cleaned, definition)


def _plain(lines: Sequence[str]) -> Iterator[GlossaryEntry]:
    begun = False
    for index, line in enumerate(lines):
        colon = _colon(line)
        name, definition = line[:colon], line[colon + 1 :].strip()
        if colon <= 0 or len(definition) < _SHORTEST_DEFINITION or _NO_TERM.match(name) or not _clean(name):
            if begun or index >= _LATEST_FIRST:
                return
            continue
        begun = True
        yield GlossaryEntry(index, index + 1, _clean(name), definition)


def _clean(name: str) -> str:
    """Return a term's name without quotation marks, spaces and punctuation at its end."""
    return _NAMES_SIGNS.sub("", name).strip("：:，,。、")


def _divide(text: str) -> tuple[str, str] | None:
    """Split an entry's words into name and definition: at its brackets, its colon, or a word such as 指."""
    bracketed = _BRACKETED.match(text)
    if bracketed:
        return bracketed.group(1), bracketed.group(2)
    colon = _colon(text)
    if colon > 0:
        return text[:colon], text[colon + 1 :].strip()
    if dash := _DASH.search(text, 1, _LONGEST_NAME):
        return text[: dash.start()], text[dash.end() :].strip()
    means = _MEANS.search(text, 2, _LONGEST_NAME)
    return (text[: means.start()], text[means.start() :]) if means else None


def _colon(text: str) -> int:
    """Return the position of the first colon outside marks and brackets near the beginning; -1 without one."""
    for position, sign in _outside(text[: _LONGEST_NAME + 1]):
        if sign in "：:":
            return position
    return -1


def _outside(text: str) -> Iterator[tuple[int, str]]:
    """Yield the characters, with their positions, outside quotation marks and brackets."""
    closing: list[str] = []
    for position, sign in enumerate(text):
        if sign in _PAIRS:
            closing.append(_PAIRS[sign])
        elif closing and sign == closing[-1]:
            closing.pop()
        elif not closing:
            yield position, sign


def _split(text: str, signs: str) -> list[str]:
    """Split at `signs` outside of quotation marks and brackets."""
    pieces, start = [], 0
    for position, sign in _outside(text):
        if sign in signs:
            pieces.append(text[start:position])
            start = position + 1
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _count(name: str) -> int:
    found = _COUNT.search(name)
    if not found:
        return 0
    return int(found.group(1)) if found.group(1) else numeral(found.group(2).replace("两", "二"))

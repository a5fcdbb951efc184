"""Recognises the items of a livelihood list (民生实事): numbered lines, headings with paragraphs, a table's cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from knowledge.grammar.numbers import amounts
from knowledge.grammar.reader import find_agents
from knowledge.report.lines import (
    FEWEST,
    HEAD_LENGTH,
    NumberedLine,
    first_clause,
    headed,
    heading_words,
    number_of,
    numbered,
)

_LATEST_FIRST = 15  # lines that may stand between the list's heading and its first item: a table has its head there
_LABEL = re.compile(r"^(?:年度目标|项目内容|主要内容)[:：]\s*")
_PROMISED = re.compile(
    r"(\d{1,2}|[一二三四五六]?十[一二三四五六七八九]?|[五六七八九])[件项大][^。；;\d]{0,16}?(?:实事|"
    r"民心工程|民生工程|民生项目|惠民工程|好事)"
)
_MARKERS = tuple(
    re.compile(rf"(?:^|(?<=[:：;；。，,、\n])){pattern}", re.MULTILINE)
    for pattern in (
        r"\s*[—－-]*([一二三四五六七八九十]{1,3})是(?:要)?",
        r"\s*[(（]([一二三四五六七八九十]{1,3}|\d{1,2})[)）]\s*",
        r"\s*(\d{1,2})[.．、](?!\d)\s*",
        r"\s*([一二三四五六七八九十]{1,3})、\s*",
        r"\s*([①-⑳㉑-㉟])\s*",
    )
)
_SENTENCE_END = re.compile(r"[。;；!！?？\n]")
_FULL_STOP, _COLON = re.compile("[。!！?？\n]"), re.compile("[:：]")
_UNCOUNTED = re.compile(
    r"(?:办好|办理|实施|推进)[^。；;\n]{0,12}(?:民生实事|为民实事|惠民实事)[^。；;,，\n:：]{0,8}[:：]"
)
_NEAR = 12  # characters between words that promise a list and the list
_FEWEST_UNCOUNTED = 5
_SHORT_ITEM = 8  # characters of a title before the words of an item: 教育工程。新建学校5所
_LATEST_MARK = 120  # characters between the words that promise a list and its first item
_LONGEST_ITEM = 600  # characters
_LONGEST_LIST = 40  # paragraphs
_SHORTEST_TITLE = 6  # characters beside an amount: 建设好 and 完成 say nothing
_LONGEST_HEADING = 40  # characters
_HEADED = re.compile(r"^[(（]?[一二三四五六七八九十]{1,3}[)）]?、\s*")
_BESIDE_AMOUNT = re.compile(r"(?:扩大到|不低于|不少于|达到?|超过?|[至由为约近各和及])$")
_COUNTED = re.compile(r"(\d{1,2}|十)件.*实事")


@dataclass(frozen=True, slots=True)
class ItemLines:
    """A livelihood item: the lines `start` to `end` (exclusive) of its section, its number and its group's words."""

    start: int
    end: int
    number: int
    group: str


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A livelihood item inside a chapter: its number, and where its words stand in which paragraph."""

    number: int
    paragraph: int
    start: int
    words: str


def read(lines: Sequence[str]) -> list[ItemLines]:
    """Return the items of a list's lines (without its heading), in order; empty if they are no such list."""
    arabic = numbered(lines)
    marks = arabic or headed(lines)
    if len(marks) < FEWEST or marks[0].line > _LATEST_FIRST:
        return []
    headings = headed(lines) if arabic else []
    return list(_items(lines, marks, headings))


def measures(text: str) -> list[dict[str, object]]:
    """Return an item's measures: each piece before its lead departments in brackets, with the amounts it promises."""
    found: list[dict[str, object]] = []
    start = 0
    for lead in find_agents(text):
        if quote := _trim(text[start : lead.start]):
            found.append({"quote": quote, "amounts": amounts(quote), "departments": list(lead.departments)})
        start = lead.end
    rest = _trim(text[start:])
    if rest and not found:
        found.append({"quote": rest, "amounts": amounts(rest)})
    return found


def title(text: str) -> str:
    """Return what to call an item: its heading where it has one, else words of its first measure without an amount.

    Empty where nothing in it is short enough.
    """
    first, *rest = [line.strip() for line in text.split("\n") if line.strip()] or [""]
    if rest:
        heading = _HEADED.sub("", first).strip(" 。；;:：")
        return heading if len(heading) <= _LONGEST_HEADING else ""
    found = measures(text)
    clause = first_clause(str(found[0]["quote"])) if found else ""
    numbers = "|".join(map(re.escape, sorted(amounts(clause), key=len, reverse=True))) or "$"
    pieces = (_BESIDE_AMOUNT.sub("", piece).strip(" 、") for piece in re.split(numbers, clause))
    piece = next((piece for piece in pieces if len(piece) >= _SHORTEST_TITLE), "")
    return piece if len(piece) <= HEAD_LENGTH else ""


def inside(name: str, definition: str) -> list[str]:
    """Return the items in a glossary entry that explains N件民生实事 by exactly N pieces; else nothing."""
    counted = _COUNTED.search(name)
    if not counted:
        return []
    count = 10 if counted.group(1) == "十" else int(counted.group(1))
    for signs in ("；;", "，,", "、"):
        pieces = [one.strip() for one in re.split(f"[{signs}]", definition.rstrip("。")) if one.strip()]
        if len(pieces) == count:
            return pieces
    return []


def in_plan(paragraphs: Sequence[str]) -> list[PlanItem]:
    """Return the items that a plan lists behind words such as 办好十件民生实事: as many as those say."""
    for index, paragraph in enumerate(paragraphs):
        for promised in _PROMISED.finditer(paragraph):
            count = number_of(promised.group(1))
            block = "\n".join([paragraph[promised.end() :], *paragraphs[index + 1 : index + 1 + _LONGEST_LIST]])
            for marker in _MARKERS:
                marks = _sequence(marker, block)
                if len(marks) == count and marks[0].start() <= _LATEST_MARK:
                    return list(_plan_items(block, marks, (index, promised.end())))
            if pieces := _unmarked(paragraph, promised.end(), count):
                return [PlanItem(nth, index, *piece) for nth, piece in enumerate(pieces, 1)]
    return _uncounted(paragraphs)


def _uncounted(paragraphs: Sequence[str]) -> list[PlanItem]:
    """Return the marked items behind words that promise a list, but not of how many: 办好民生实事:一是…"""
    for index, paragraph in enumerate(paragraphs):
        if promised := _UNCOUNTED.search(paragraph):
            block = "\n".join([paragraph[promised.end() :], *paragraphs[index + 1 : index + 1 + _LONGEST_LIST]])
            lists = (_sequence(marker, block) for marker in _MARKERS)
            marks = max((one for one in lists if one and one[0].start() <= _NEAR), key=len, default=[])
            if len(marks) >= _FEWEST_UNCOUNTED:
                return list(_plan_items(block, marks, (index, promised.end())))
    return []


def _unmarked(paragraph: str, start: int, count: int) -> list[tuple[int, str]]:
    """Return the items that stand behind a colon with nothing but ; between them: as many as were promised."""
    sentence = _FULL_STOP.search(paragraph, start)
    end = sentence.start() if sentence else len(paragraph)
    colon = _COLON.search(paragraph, start, end)
    if not colon or colon.start() - start > _NEAR:
        return []
    for sign in ("[;；]", "、"):
        pieces = re.split(sign, paragraph[colon.end() : end])
        if len(pieces) == count:
            starts = accumulate((len(piece) + 1 for piece in pieces[:-1]), initial=colon.end())
            return list(zip(starts, pieces, strict=True))
    return []


def _sequence(marker: re.Pattern[str], block: str) -> list[re.Match[str]]:
    """Return the marks 1, 2, 3 … of a list in one style, in order."""
    found: list[re.Match[str]] = []
    for mark in marker.finditer(block):
        number = number_of(mark.group(1))
        if number == len(found) + 1:
            found.append(mark)
        elif number == 1 or (found and mark.start() - found[-1].end() > _LONGEST_ITEM):
            break
    return found


def _plan_items(block: str, marks: Sequence[re.Match[str]], origin: tuple[int, int]) -> Iterator[PlanItem]:
    """Yield the items behind `marks`, each up to the end of its first sentence; `origin` is where `block` begins."""
    first = _SENTENCE_END.search(block, marks[0].end())
    words = block[marks[0].end() : first.start()] if first else ""
    titled = 0 < len(words) < _SHORT_ITEM and not any(sign.isdecimal() for sign in words)
    for number, mark in enumerate(marks, 1):
        until = marks[number].start() if number < len(marks) else len(block)
        end = _SENTENCE_END.search(block, mark.end(), until)
        if titled and end:
            end = _SENTENCE_END.search(block, end.end(), until) or end
        before = block[: mark.end()]
        line = before.count("\n")
        start = len(before) - (before.rfind("\n") + 1) + (origin[1] if not line else 0)
        yield PlanItem(
            number, origin[0] + line, start, block[mark.end() : end.start() if end else until].rstrip(" \n，,、")
        )


def _items(
    lines: Sequence[str], marks: Sequence[NumberedLine], headings: Sequence[NumberedLine]
) -> Iterator[ItemLines]:
    edges = sorted({mark.line for mark in (*marks, *headings)})
    lengths: list[int] = []
    for mark in marks:
        group = next((lines[one.line] for one in reversed(headings) if one.line < mark.line), "")
        after = [edge for edge in edges if edge > mark.line]
        alone = not lines[mark.line][mark.end :]
        longest = max(lengths, default=1)
        end = after[0] if after else len(lines) if alone else min(len(lines), mark.line + longest)
        lengths.append(end - mark.line)
        yield ItemLines(mark.line, end, mark.number, heading_words(group)[0] if group else "")


def _trim(text: str) -> str:
    """Return an item's promise: the longest of its lines, without its label."""
    lines = [line.strip(" ;；。、，,.") for line in text.split("\n")]
    return _LABEL.sub("", max(lines, key=len, default=""))

"""A report's text: its sections, the passages they are split into, and where quotes are found in it.

In the body a passage is a sentence: it ends at 。 ! ? ; (full or half width) outside “” and parentheses. In a
livelihood list or glossary it is a paragraph, or the several paragraphs that one entry's quote spans.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from knowledge.faults import FaultCode
from knowledge.model import Passage
from knowledge.report.schema import Quoted

SUBSECTION = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")

_ENDS = frozenset("。!?;！？；")
_OPENING = {"“": "”", "(": ")", "（": "）"}
_MARKS = re.compile(r"[“”()（）。!?;！？；]")
_ITEM = re.compile(r"(\d{1,3})[.．、](?!\d)")
_ANNEX = re.compile(r"附[件录表]?\s*[\d一二三四五六七八九十]*[:：]?")  # which doesn't tell what it holds
_LONGEST_NAME = 20  # characters of an annex's first line that tell it
_KEY = 4  # characters of a piece by which it is looked up; few positions of a report begin with the same four


class SectionKind(StrEnum):
    """What a section of the text holds."""

    BODY = "body"
    LIVELIHOOD = "livelihood"
    GLOSSARY = "glossary"
    CLUTTER = "clutter"


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report: its heading line (empty before the first heading), kind, and paragraphs in order."""

    heading: str
    kind: SectionKind
    paragraphs: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The section's lines in the plain text: the heading, where there is one, then the paragraphs."""
        return (self.heading, *self.paragraphs) if self.heading else self.paragraphs


def join(sections: Iterable[Section]) -> str:
    """Return all lines of the report as one string, joined by line breaks."""
    return "\n".join(line for section in sections for line in section.lines)


def plain_lines(text: str) -> list[str]:
    """Return the non-blank lines of a plain text, stripped."""
    return [line for line in (line.strip() for line in text.splitlines()) if line]


def sentences(paragraph: str) -> list[str]:
    """Split a paragraph into its sentences, each with its closing mark, stripped."""
    pieces = _split(paragraph, nested=True) or _split(paragraph, nested=False)
    return [piece for piece in (piece.strip() for piece in pieces or [paragraph]) if piece]


def _split(paragraph: str, *, nested: bool) -> list[str] | None:
    """Return the pieces, or None where quotation marks or parentheses stay open."""
    pieces: list[str] = []
    start = 0
    open_until: list[str] = []
    for mark in _MARKS.finditer(paragraph):
        sign = mark.group()
        if sign in _ENDS:
            if not open_until:
                pieces.append(paragraph[start : mark.end()])
                start = mark.end()
        elif nested and sign in _OPENING:
            open_until.append(_OPENING[sign])
        elif open_until and sign == open_until[-1]:
            open_until.pop()
    pieces.append(paragraph[start:])
    return None if open_until else pieces


class QuoteFinder:
    """Finds quotes in `text`.

    The text is indexed once for all `pieces`: searching for each alone takes seconds in a file of many entries. Other
    pieces can be searched too, only slower.
    """

    def __init__(self, text: str, pieces: Iterable[str]) -> None:
        self.text = text
        self._starts: defaultdict[str, list[int]] = defaultdict(list)
        self._keys = {piece[:_KEY] for piece in pieces if piece}
        for length in {len(key) for key in self._keys}:
            for start in range(len(text) - length + 1):
                key = text[start : start + length]
                if key in self._keys:
                    self._starts[key].append(start)

    def positions(self, piece: str) -> tuple[int, ...]:
        """Return where `piece` begins in the text: its first two positions at most."""
        key = piece[:_KEY]
        if key in self._keys:
            found = (start for start in self._starts.get(key, ()) if self.text.startswith(piece, start))
            return tuple(islice(found, 2))
        first = self.text.find(piece)
        second = self.text.find(piece, first + 1) if first >= 0 else -1
        return tuple(start for start in (first, second) if start >= 0)

    def locate(self, entry: Quoted) -> int | FaultCode:
        """Return where the entry's quote begins, or why it can't be located."""
        if entry.near:
            around = self.positions(entry.near)
            if len(around) != 1:
                return FaultCode.NEAR_TWICE if around else FaultCode.NEAR_MISSING
            inside = entry.near.find(entry.quote)
            return around[0] + inside if inside >= 0 else FaultCode.NEAR_ELSEWHERE
        found = self.positions(entry.quote)
        if len(found) != 1:
            return FaultCode.QUOTE_TWICE if found else FaultCode.QUOTE_MISSING
        return found[0]

    def mark(self, marks: bytearray, entries: Iterable[Quoted], mark: int = 1) -> None:
        """Set `mark` in `marks`, one byte a character of the text, for each character that the entries quote."""
        for entry in entries:
            position = self.locate(entry)
            if isinstance(position, int):
                marks[position : position + len(entry.quote)] = bytes([mark]) * len(entry.quote)


@dataclass(frozen=True, slots=True)
class Layout:
    """The report's passages, and in `starts` where each begins in the finder's text."""

    finder: QuoteFinder
    passages: tuple[Passage, ...]
    starts: tuple[int, ...]

    def find(self, entry: Quoted) -> tuple[Passage, int] | FaultCode:
        """Return the passage that holds the entry's quote and where the quote begins in it, or why there is none."""
        position = self.finder.locate(entry)
        if isinstance(position, FaultCode):
            return position
        index = bisect_right(self.starts, position) - 1
        if index < 0 or position - self.starts[index] + len(entry.quote) > len(self.passages[index].text):
            return FaultCode.QUOTE_TOO_LONG
        return self.passages[index], position - self.starts[index]


def lay_out(
    sections: Sequence[Section], finder: QuoteFinder, numbers: Mapping[int, int], spans: Mapping[int, int]
) -> Layout:
    """Split `sections` into passages; `finder` holds their joined text, positions count in it.

    `spans` maps a position to the length of the entry that begins there and may span several paragraphs; `numbers`
    maps a position to the number of the livelihood item that begins there.
    """
    builder = _LayoutBuilder(numbers=numbers, spans=spans)
    for section in sections:
        builder.add_section(section)
    return Layout(finder, tuple(builder.passages), tuple(builder.starts))


class _LayoutBuilder:
    """Walks through the lines and counts positions, passages and paragraphs."""

    def __init__(self, *, numbers: Mapping[int, int], spans: Mapping[int, int]) -> None:
        self.passages: list[Passage] = []
        self.starts: list[int] = []
        self._numbers, self._spans = numbers, spans
        self._position = 0
        self._titled = False  # the report's first line has been seen

    def add_section(self, section: Section) -> None:
        if section.kind is SectionKind.CLUTTER:
            self._position += sum(len(line) + 1 for line in section.lines)
            return
        name = self._name(section)
        if section.heading:
            self._titled = True
            self._add(section.heading, name, section.heading, 0)
            self._position += 1
        if section.kind is SectionKind.BODY:
            self._add_body(section, name)
        else:
            self._add_list(section, name)

    def _name(self, section: Section) -> str:
        """Return what readers are told of a section: its heading, and of a bare 附件2 what it holds."""
        if not _ANNEX.fullmatch(section.heading):
            return section.heading
        first = section.paragraphs[0] if section.paragraphs else ""
        held = first if len(first) <= _LONGEST_NAME and not _MARKS.search(first) else ""
        if section.kind is SectionKind.GLOSSARY:
            held = "名词解释"
        elif section.kind is SectionKind.LIVELIHOOD:
            held = f"{len(set(self._numbers.values())) or ''}件民生实事".removeprefix("件")
        return f"{section.heading.rstrip(':：')}·{held}" if held else section.heading

    def _add(self, text: str, place: str, section: str, paragraph: int) -> None:
        """Add a passage at the current position, and move behind it."""
        self.passages.append(Passage(len(self.passages), text, place, section, paragraph))
        self.starts.append(self._position)
        self._position += len(text)

    def _add_body(self, section: Section, name: str) -> None:
        subsection, count = "", 0
        for paragraph in section.paragraphs:
            numeral = SUBSECTION.match(paragraph)
            if numeral:
                subsection, count = numeral.group(), 0
            count += 1
            place = self._place(name, subsection, count)
            begin = self._position
            for sentence in sentences(paragraph):
                self._position = begin + paragraph.index(sentence, self._position - begin)
                self._add(sentence, place, section.heading, count)
            self._position = begin + len(paragraph) + 1

    def _add_list(self, section: Section, name: str) -> None:
        waiting: list[str] = []
        for index, paragraph in enumerate(section.paragraphs):
            waiting.append(paragraph)
            text = "\n".join(waiting)
            if len(text) < self._spans.get(self._position, 0) and index + 1 < len(section.paragraphs):
                continue
            place = name or "附录"
            number = self._numbers.get(self._position) or _item_number(text, section.kind)
            self._add(text, f"{place} · 第{number}件" if number else place, section.heading, index + 1)
            self._position += 1
            waiting = []

    def _place(self, heading: str, subsection: str, count: int) -> str:
        if heading or subsection:
            return " · ".join(part for part in (heading, subsection, f"第{count}段") if part)
        before, self._titled = self._titled, True
        return "开头" if before else "标题"


def _item_number(text: str, kind: SectionKind) -> int:
    found = _ITEM.match(text) if kind is SectionKind.LIVELIHOOD else None
    return int(found.group(1)) if found else 0

"""Splits a report's text into passages, each with its place, and finds quotes in it.

In the body a passage is a sentence: it ends at 。 ! ? ; (full or half width) outside “” and parentheses. In a
livelihood list or glossary it is a paragraph, or the several paragraphs that one entry's quote runs over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Passage
from knowledge.reading.places import Places

_ENDS = frozenset("。!?;！？；")
_OPENING = {"“": "”", "(": ")", "（": "）"}
_MARKS = re.compile(r"[“”()（）。!?;！？；]")
_SUBSECTION = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")
_ITEM = re.compile(r"(\d{1,3})[.．、](?!\d)")


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
        """The section's lines as the plain text has them: the heading, where there is one, then the paragraphs."""
        return (self.heading, *self.paragraphs) if self.heading else self.paragraphs


def sentences(paragraph: str) -> list[str]:
    """Split a paragraph into its sentences, each with its closing mark; without white space at their edges."""
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


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole text as one string, where pieces of it stand, its passages, and where each begins in that string."""

    places: Places
    passages: tuple[Passage, ...]
    starts: tuple[int, ...]

    def at(self, position: int, length: int) -> tuple[Passage, int] | None:
        """Return the passage that holds `length` characters at `position`, and where in it; None across passages."""
        index = bisect_right(self.starts, position) - 1
        if index < 0:
            return None
        passage, start = self.passages[index], position - self.starts[index]
        return (passage, start) if start + length <= len(passage.text) else None


def plain_lines(text: str) -> list[str]:
    """Return the lines of a plain text that hold something, without white space at their edges."""
    return [line for line in (line.strip() for line in text.splitlines()) if line]


def join(sections: Iterable[Section]) -> str:
    """Return the report's lines as one string, a line break between two."""
    return "\n".join(line for section in sections for line in section.lines)


def lay_out(
    sections: Sequence[Section], places: Places, numbers: Mapping[int, int], spans: Mapping[int, int]
) -> Layout:
    """Split `sections` into passages; `places` are of their joined text.

    `spans` gives for a position in the joined text the length of an entry that begins there and may run over several
    paragraphs; `numbers` gives the number of the livelihood item that begins at a position.
    """
    builder = _Builder(numbers=numbers, spans=spans)
    for section in sections:
        builder.add_section(section)
    return Layout(places, tuple(builder.passages), tuple(builder.starts))


class _Builder:
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
        if section.heading:
            self._titled = True
            self._add(section.heading, section.heading, section.heading, 0)
            self._position += 1
        if section.kind is SectionKind.BODY:
            self._add_body(section)
        else:
            self._add_list(section)

    def _add(self, text: str, place: str, section: str, paragraph: int) -> None:
        """Add a passage that begins at the current position, and go on behind it."""
        self.passages.append(Passage(len(self.passages), text, place, section, paragraph))
        self.starts.append(self._position)
        self._position += len(text)

    def _add_body(self, section: Section) -> None:
        subsection, count = "", 0
        for paragraph in section.paragraphs:
            numeral = _SUBSECTION.match(paragraph)
            if numeral:
                subsection, count = numeral.group(), 0
            count += 1
            place = self._place(section.heading, subsection, count)
            begin = self._position
            for sentence in sentences(paragraph):
                self._position = begin + paragraph.index(sentence, self._position - begin)
                self._add(sentence, place, section.heading, count)
            self._position = begin + len(paragraph) + 1

    def _add_list(self, section: Section) -> None:
        waiting: list[str] = []
        for index, paragraph in enumerate(section.paragraphs):
            waiting.append(paragraph)
            text = "\n".join(waiting)
            if len(text) < self._spans.get(self._position, 0) and index + 1 < len(section.paragraphs):
                continue
            place = section.heading or "附录"
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

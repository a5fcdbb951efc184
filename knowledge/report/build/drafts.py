"""Drafts all entries of a report from its sections, as plain data with the position at which each begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.grammar.context import TimeContext
from knowledge.grammar.numbers import find_numbers
from knowledge.grammar.reader import Fact, read_facts
from knowledge.report.build import glossary, livelihood
from knowledge.report.text import Section, SectionKind, join, sentences

_DATE_REST = re.compile(r"年\d{1,2}月(?:\d{1,2}日)?|月\d{1,2}日")
_PAUSES = re.compile(r"[\n,，。、;；:：!！?？]")
_LONGEST_HEADING = 40
_FIRST_STEP = 8  # characters around a quote; doubled until the piece is unique
_AROUND = 4  # characters on either side of a number that is no figure


@dataclass(frozen=True, slots=True)
class DraftEntry:
    """A drafted entry: the list it belongs in, its keys and values, and the range of the joined text it covers."""

    kind: str
    start: int
    end: int
    data: dict[str, object]


def entries(sections: Sequence[Section], year: int) -> list[DraftEntry]:
    """Return the drafted entries of a report of `year`, section by section."""
    whole = join(sections)
    found: list[DraftEntry] = []
    position, context = 0, TimeContext(year)
    listed = any(section.kind is SectionKind.LIVELIHOOD for section in sections)
    for section in sections:
        context = context.under(section.heading) if section.heading else context
        starts = []
        for line in section.lines:
            starts.append(position)
            position += len(line) + 1
        reader = _SectionReader(whole, section, starts[1:] if section.heading else starts, context)
        if section.heading and starts and section.kind is not SectionKind.CLUTTER:
            found += reader.references(starts[0], section.heading)
        found += reader.entries()
        if section.kind is SectionKind.BODY and context.plans and not listed:
            found += reader.plan_items()
    return found


class _SectionReader:
    """Drafts one section; `starts` are the positions of its paragraphs, `context` what its heading says of time."""

    def __init__(self, whole: str, section: Section, starts: Sequence[int], context: TimeContext) -> None:
        if section.kind is SectionKind.LIVELIHOOD:
            context = TimeContext(context.year, plans=True, known=True)
        elif section.heading and section.paragraphs and len(section.paragraphs[0]) <= _LONGEST_HEADING:
            context = context.under(section.paragraphs[0])
        self._whole, self._section, self._starts, self._context = whole, section, starts, context

    def entries(self) -> Iterator[DraftEntry]:
        kind = self._section.kind
        if kind is SectionKind.GLOSSARY:
            yield from self._terms()
        elif kind is SectionKind.LIVELIHOOD:
            yield from self._items()
        elif kind is SectionKind.BODY:
            for start, paragraph in zip(self._starts, self._section.paragraphs, strict=True):
                yield from self._figures(start, paragraph)

    def references(self, start: int, line: str) -> Iterator[DraftEntry]:
        """Yield a no_figure for a heading, or a line outside the entries, that has numbers."""
        if find_numbers(line):
            data = _quote(self._whole, start, start + len(line)) | {"reason": "reference"}
            yield DraftEntry("no_figure", start, start + len(line), data)

    def _span(self, first: int, last: int) -> tuple[int, int]:
        """Return the positions of the lines `first` to `last` (exclusive)."""
        return self._starts[first], self._starts[last - 1] + len(self._section.paragraphs[last - 1])

    def _terms(self) -> Iterator[DraftEntry]:
        found = glossary.read(self._section.paragraphs)
        taken = {line for entry in found for line in range(entry.start, entry.end)}
        for entry in found:
            start, end = self._span(entry.start, entry.end)
            data = {"name": entry.name, **_quote(self._whole, start, end)}
            data["parts"] = glossary.parts(entry.name, entry.definition)
            yield DraftEntry("terms", start, end, data)
            yield from self._inside(entry, start, end)
        yield from self._rest(taken)

    def _inside(self, entry: glossary.GlossaryEntry, start: int, end: int) -> Iterator[DraftEntry]:
        """Yield the livelihood items that a glossary entry enumerates."""
        position = start
        for number, piece in enumerate(livelihood.inside(entry.name, entry.definition), 1):
            position = self._whole.find(piece, position, end)
            data: dict[str, object] = {"number": number, "title": livelihood.title(piece)}
            data |= _quote(self._whole, position, position + len(piece))
            yield DraftEntry("livelihood", position, position + len(piece), data | {"measures": [{"quote": piece}]})

    def _items(self) -> Iterator[DraftEntry]:
        found = livelihood.read(self._section.paragraphs)
        taken = {line for item in found for line in range(item.start, item.end)}
        for item in found:
            start, end = self._span(item.start, item.end)
            data: dict[str, object] = {
                "number": item.number,
                "title": "",
                "group": item.group,
                **_quote(self._whole, start, end),
            }
            lines = self._section.paragraphs[item.start : item.end]
            words = _without_number("\n".join(lines), item.number)
            data |= {"title": livelihood.title(words), "measures": livelihood.measures(words)}
            yield DraftEntry("livelihood", start, end, data)
            for line in range(item.start, item.end):
                yield from self._promises(self._starts[line], self._section.paragraphs[line])
        yield from self._rest(taken)

    def _promises(self, start: int, paragraph: str) -> Iterator[DraftEntry]:
        """Yield the figures of a livelihood item's line; its other numbers belong to the item."""
        return (entry for entry in self._figures(start, paragraph) if entry.kind == "figures")

    def plan_items(self) -> Iterator[DraftEntry]:
        """Yield the livelihood items that a plan lists in its own paragraphs."""
        for item in livelihood.in_plan(self._section.paragraphs):
            start = self._starts[item.paragraph] + item.start
            data: dict[str, object] = {"number": item.number, "title": livelihood.title(item.words)}
            data |= _quote(self._whole, start, start + len(item.words))
            measures = livelihood.measures(item.words)
            yield DraftEntry("livelihood", start, start + len(item.words), data | {"measures": measures})

    def _rest(self, taken: set[int]) -> Iterator[DraftEntry]:
        for index, line in enumerate(self._section.paragraphs):
            if index not in taken:
                yield from self.references(self._starts[index], line)

    def _figures(self, start: int, paragraph: str) -> Iterator[DraftEntry]:
        position, subject = 0, ""
        self._context = self._context.opened(paragraph)
        for sentence in sentences(paragraph):
            position = paragraph.index(sentence, position)
            reading = read_facts(sentence, self._context, subject)
            subject = reading.subject
            for fact in reading.facts:
                yield self._figure(start + position, sentence, fact)
            for number, reason in reading.others:
                begin, end = start + position + number.start, start + position + number.end
                yield DraftEntry("no_figure", begin, end, self._other(begin, end) | {"reason": reason})
            position += len(sentence)

    def _other(self, start: int, end: int) -> dict[str, object]:
        """Return the quote of a number that is no figure, with the words around it that say what it is."""
        around = _PAUSES.split(self._whole[max(0, start - _AROUND) : start])[-1]
        rest = _DATE_REST.match(self._whole, end)
        end = rest.end() if rest else end
        behind = _PAUSES.split(self._whole[end : end + _AROUND])[0]
        while around[:1].isdecimal():
            around = around[1:]
        while behind[-1:].isdecimal():
            behind = behind[:-1]
        return _quote(self._whole, start - len(around), end + len(behind))

    def _figure(self, offset: int, sentence: str, fact: Fact) -> DraftEntry:
        start, end = offset + fact.span[0], offset + fact.span[1]
        data = {
            "indicator": fact.subject,
            "place": fact.place,
            "measure": fact.measure,
            "value": int(fact.value) if fact.value.is_integer() else fact.value,
            "unit": fact.unit,
            "said": sentence[slice(*fact.said)],
            "period": fact.period,
            "status": fact.status,
            "change": sentence[slice(*fact.change)] if fact.change else "",
            "rank": sentence[slice(*fact.rank)] if fact.rank else "",
            "doubt": "; ".join(fact.doubts),
        }
        return DraftEntry("figures", start, end, data | _quote(self._whole, start, end))


def _without_number(text: str, number: int) -> str:
    """Return an item's words without the number they begin with."""
    return re.sub(rf"^(?:[\[［(（]?0*{number}[\]］)）]?\s*[.．、]?|[一二三四五六七八九十]+、)\s*", "", text)


def _is_unique(whole: str, piece: str) -> bool:
    """Tell whether `piece` occurs in `whole` exactly once."""
    found = whole.find(piece)
    return found >= 0 and whole.find(piece, found + 1) < 0


def _near(whole: str, start: int, end: int) -> str | None:
    """Return the `near` that an entry with the quote `whole[start:end]` needs: empty if the quote is unique.

    Otherwise it is the first unique piece around the quote, widened to the right, the left or both, in which the quote
    is found first where it is meant; None if there is none, as in a text that repeats itself.
    """
    quote = whole[start:end]
    if _is_unique(whole, quote):
        return ""
    step = _FIRST_STEP
    while step < 2 * len(whole):
        left, right = max(0, start - step), min(len(whole), end + step)
        for begin, until in ((start, right), (left, end), (left, right)):
            piece = whole[begin:until].strip()
            if _is_unique(whole, piece) and whole.find(piece) + piece.find(quote) == start:
                return piece
        step *= 2
    return None


def _quote(whole: str, start: int, end: int) -> dict[str, object]:
    """Return the keys `quote` and `near` of an entry for `whole[start:end]`, stripped; `near` may be None."""
    words = whole[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return {"quote": whole[start:end], "near": _near(whole, start, end)}

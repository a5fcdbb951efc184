"""Counts what a report file knows, and finds the numbers of the text that no entry speaks of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.faults import Fault, Wrong
from knowledge.reading.entries import locate, misplaced
from knowledge.reading.passages import Layout
from knowledge.reading.places import Places
from knowledge.reading.plain import text_lines
from knowledge.reading.schema import FileForm, Named, Quoted
from knowledge.reading.source import Document

NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AROUND = 8  # characters shown on either side of a number


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the text the entries cover; all are counts.

    `numbers` is all numbers of the text: those in the quote of a figure, of a glossary term or livelihood item, those
    listed as no figure, and the rest, which is `numbers_uncovered`.
    """

    passages: int
    terms: int
    parts: int
    figures: int
    targets: int
    livelihood: int
    measures: int
    edited_passages: int
    aliases: int
    asks: int
    numbers: int
    numbers_in_figures: int
    numbers_in_lists: int
    numbers_no_figure: int
    numbers_uncovered: int

    def rows(self) -> tuple[tuple[str, int], ...]:
        """Return the counts with an English label each, in the order in which they are read."""
        return (
            ("passages", self.passages),
            ("glossary terms", self.terms),
            ("their parts", self.parts),
            ("actual figures", self.figures),
            ("target figures", self.targets),
            ("livelihood items", self.livelihood),
            ("their measures", self.measures),
            ("passages with names or questions", self.edited_passages),
            ("aliases", self.aliases),
            ("ways people ask", self.asks),
            ("numbers in the text", self.numbers),
            ("… in figures", self.numbers_in_figures),
            ("… in terms and livelihood items", self.numbers_in_lists),
            ("… listed as no figure", self.numbers_no_figure),
            ("… not covered", self.numbers_uncovered),
        )


def cover(document: Document, form: FileForm, layout: Layout) -> tuple[Coverage, list[Fault]]:
    """Return the counts of a file, and what is wrong with its coverage.

    That is a fault for each number of the text that nothing covers, and for each no_figure without place or number.
    """
    keys, lines = text_lines(form)
    whole = layout.places.whole
    groups: tuple[Sequence[Quoted], ...] = (form.figures, (*form.terms, *form.livelihood), form.no_figure)
    marked = _mark(layout.places, groups)
    counts = [0] * (len(groups) + 1)
    faults = list(_misplaced(document, form, layout.places))
    starts = _starts(lines)
    for number in NUMBER.finditer(whole):
        nth = bisect_right(starts, number.start()) - 1
        if _is_clutter(form, keys[nth][1]):
            continue
        group = marked[number.start()] if marked[number.start()] == marked[number.end() - 1] else 0
        counts[group] += 1
        if not group:
            around = whole[max(0, number.start() - _AROUND) : number.end() + _AROUND].replace("\n", " ")
            message = f"nothing covers the number {number.group()} in “{around}”: expected an entry or a no_figure"
            faults.append(document.fault(keys[nth], message))
    return _count(form, len(layout.passages), counts), faults


def _mark(places: Places, groups: tuple[Sequence[Quoted], ...]) -> bytearray:
    """Return for each character the number (from 1) of the first group with a quote over it, 0 for none."""
    marked = bytearray(len(places.whole))
    for label, group in reversed(list(enumerate(groups, 1))):
        for entry in group:
            position = locate(places, entry)
            if isinstance(position, int):
                marked[position : position + len(entry.quote)] = bytes([label]) * len(entry.quote)
    return marked


def _misplaced(document: Document, form: FileForm, places: Places) -> Iterator[Fault]:
    for index, entry in enumerate(form.no_figure):
        position = locate(places, entry)
        if isinstance(position, Wrong):
            yield misplaced(document, ("no_figure", index), position)
        elif not NUMBER.search(entry.quote):
            yield document.fault(("no_figure", index, "quote"), "this quote holds no number: expected one that does")


def _starts(lines: Sequence[str]) -> list[int]:
    starts, position = [], 0
    for line in lines:
        starts.append(position)
        position += len(line) + 1
    return starts


def _is_clutter(form: FileForm, section: str | int) -> bool:
    return isinstance(section, int) and form.text[section].kind == "clutter"


def _count(form: FileForm, passages: int, counts: Sequence[int]) -> Coverage:
    named: tuple[Named, ...] = (*form.terms, *form.figures, *form.livelihood, *form.passages)
    return Coverage(
        passages=passages,
        terms=len(form.terms),
        parts=sum(len(term.parts) for term in form.terms),
        figures=sum(figure.status == "actual" for figure in form.figures),
        targets=sum(figure.status == "target" for figure in form.figures),
        livelihood=len(form.livelihood),
        measures=sum(len(item.measures) for item in form.livelihood),
        edited_passages=len(form.passages),
        aliases=sum(len(entry.aliases) for entry in named),
        asks=sum(len(entry.asks) for entry in named),
        numbers=sum(counts),
        numbers_in_figures=counts[1],
        numbers_in_lists=counts[2],
        numbers_no_figure=counts[3],
        numbers_uncovered=counts[0],
    )

"""Finds what the text has and the entries lack: numbers, livelihood items, glossary entries; counts what they have."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from knowledge.faults import Fault, FaultCode, Key
from knowledge.report.entry_builder import unlocated
from knowledge.report.lines import headed, heading_words, numbered
from knowledge.report.loading import ReportFile, text_lines
from knowledge.report.schema import NamedForm

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AROUND = 8  # characters shown on either side of a number
_TOTAL = re.compile(r"(\d+)件")
_COLON = re.compile(r"[:：]")


def count(file: ReportFile) -> dict[str, int]:
    """Count the entries of a file and the numbers of its text, by an English label, in the order to be printed."""
    form = file.form
    named: tuple[NamedForm, ...] = (*form.terms, *form.figures, *form.livelihood, *form.passages)
    numbers = Counter(group for _, _, group in _numbers(file))
    return {
        "passages": len(file.layout.passages),
        "glossary terms": len(form.terms),
        "their parts": sum(len(term.parts) for term in form.terms),
        "actual figures": sum(figure.status == "actual" for figure in form.figures),
        "target figures": sum(figure.status == "target" for figure in form.figures),
        "livelihood items": len(form.livelihood),
        "their measures": sum(len(item.measures) for item in form.livelihood),
        "passages with names or questions": len(form.passages),
        "aliases": sum(len(entry.aliases) for entry in named),
        "ways people ask": sum(len(entry.asks) for entry in named),
        "numbers in the text": numbers.total(),
        "… in figures": numbers[1],
        "… in terms and livelihood items": numbers[2],
        "… listed as no figure": numbers[3],
        "… not covered": numbers[0],
    }


def uncovered_numbers(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each number of the text that nothing covers, and each no_figure without place or number."""
    for index, entry in enumerate(file.form.no_figure):
        position = file.layout.finder.locate(entry)
        if isinstance(position, FaultCode):
            yield unlocated(file.document, ("no_figure", index), position)
        elif not _NUMBER.search(entry.quote):
            message = "this quote contains no number: expected one that does"
            yield file.document.fault(("no_figure", index, "quote"), message)
    text = file.layout.finder.text
    for number, key, group in _numbers(file):
        if not group:
            around = text[max(0, number.start() - _AROUND) : number.end() + _AROUND].replace("\n", " ")
            message = f"nothing covers the number {number.group()} in “{around}”: expected an entry or a no_figure"
            yield file.document.fault(key, message)


def _numbers(file: ReportFile) -> Iterator[tuple[re.Match[str], Key, int]]:
    """Yield each number of the text outside clutter, the key of its line, and what covers it.

    That is 1 for a figure, 2 for a term or livelihood item, 3 for a no_figure, 0 for nothing.
    """
    form, finder = file.form, file.layout.finder
    marks = bytearray(len(finder.text))
    for mark, entries in ((3, form.no_figure), (2, (*form.terms, *form.livelihood)), (1, form.figures)):
        finder.mark(marks, entries, mark)
    keys, lines = text_lines(form)
    starts = _starts(lines)
    for number in _NUMBER.finditer(finder.text):
        key = keys[bisect_right(starts, number.start()) - 1]
        if form.text[int(key[1])].kind != "clutter":
            first, last = marks[number.start()], marks[number.end() - 1]
            yield number, key, first if first == last else 0


def _starts(lines: Sequence[str]) -> list[int]:
    return list(accumulate((len(line) + 1 for line in lines), initial=0))[:-1]


def missing_entries(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each item or glossary entry of the text without an entry, and each wrong number or group."""
    for index, section in enumerate(file.form.text):
        if section.kind == "livelihood":
            yield from _LivelihoodList(file, index).faults()
    yield from _missing_terms(file)
    numbers = Counter(item.number for item in file.form.livelihood)
    for index, item in enumerate(file.form.livelihood):
        if numbers[item.number] > 1:
            message = f"item {item.number} appears {numbers[item.number]} times: expected it once"
            yield file.document.fault(("livelihood", index, "number"), message)


class _LivelihoodList:
    """The livelihood list of one section, as its own numbering and headings count it."""

    def __init__(self, file: ReportFile, section: int) -> None:
        self._document, self._items = file.document, file.form.livelihood
        self._key: Key = ("text", section)
        self._lines = file.form.text[section].paragraphs
        arabic = numbered(self._lines)
        self._numbered = arabic or headed(self._lines)
        self._headings = headed(self._lines) if arabic else []

    def faults(self) -> Iterator[Fault]:
        have = {item.number for item in self._items}
        listed = {one.number for one in self._numbered}
        for one in self._numbered:
            if one.number not in have:
                yield self._fault(one.line, f"item {one.number} has no entry: expected one under livelihood")
        for index, item in enumerate(self._items):
            if item.number not in listed:
                message = f"the text's list has no item {item.number}: expected 1 to {len(listed)}"
                yield self._document.fault(("livelihood", index, "number"), message)
        yield from self._totals()
        yield from self._groups()

    def _totals(self) -> Iterator[Fault]:
        first = self._numbered[0].line if self._numbered else 0
        for index, line in enumerate(self._lines[:first]):
            for total in _TOTAL.findall(line):
                if not any(one.line == index for one in self._headings) and int(total) != len(self._numbered):
                    yield self._fault(index, f"the list says {total} items but has {len(self._numbered)}")

    def _groups(self) -> Iterator[Fault]:
        groups = {one.number: "" for one in self._numbered}
        for nth, heading in enumerate(self._headings):
            until = self._headings[nth + 1].line if nth + 1 < len(self._headings) else len(self._lines)
            members = [one.number for one in self._numbered if heading.line < one.line < until]
            words, total = heading_words(self._lines[heading.line])
            groups |= dict.fromkeys(members, words)
            if total and total != len(members):
                yield self._fault(heading.line, f"this group says {total} items but has {len(members)}")
        for index, item in enumerate(self._items):
            expected = groups.get(item.number, item.group)
            if item.group != expected:
                message = f"expected “{expected}”, the heading above the item" if expected else "expected no group"
                yield self._document.fault(("livelihood", index, "group"), message)

    def _fault(self, line: int, message: str) -> Fault:
        return self._document.fault((*self._key, "paragraphs", line), message)


def _missing_terms(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each paragraph of a glossary that looks like an entry and is in no term's quote."""
    form, finder = file.form, file.layout.finder
    quoted = bytearray(len(finder.text) + 1)
    finder.mark(quoted, (*form.terms, *form.livelihood))
    keys, lines = text_lines(form)
    begun = False
    for key, line, start in zip(keys, lines, _starts(lines), strict=True):
        is_heading = key[-1] == "section"
        if is_heading:
            begun = False
        if is_heading or form.text[int(key[1])].kind != "glossary":
            continue
        covered = any(quoted[start : start + len(line)])
        if not covered and (begun or _COLON.search(line)):
            message = "this paragraph of the glossary is in no term: expected an entry under terms"
            yield file.document.fault(key, message)
        begun = begun or covered

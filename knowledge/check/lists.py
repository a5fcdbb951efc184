"""Compares the entries with the lists the text itself has: livelihood items by number and group, glossary entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge.faults import Fault, Key
from knowledge.reading.entries import locate
from knowledge.reading.enumeration import Mark, headed, heading_words, numbered
from knowledge.reading.passages import Layout
from knowledge.reading.places import Places
from knowledge.reading.plain import text_lines
from knowledge.reading.schema import FileForm, SectionForm
from knowledge.reading.source import Document

_TOTAL = re.compile(r"(\d+)件")
_COLON = re.compile(r"[:：]")


def incomplete(document: Document, form: FileForm, layout: Layout) -> Iterator[Fault]:
    """Yield a fault for each item or glossary entry of the text without an entry, and each wrong number or group."""
    for index, section in enumerate(form.text):
        if section.kind == "livelihood":
            yield from _Items(document, form, index).faults()
    yield from _terms(document, form, layout.places)
    numbers = Counter(item.number for item in form.livelihood)
    for index, item in enumerate(form.livelihood):
        if numbers[item.number] > 1:
            message = f"item {item.number} stands {numbers[item.number]} times: expected it once"
            yield document.fault(("livelihood", index, "number"), message)


class _Items:
    """The livelihood list of one section, as its own numbering and headings count it."""

    def __init__(self, document: Document, form: FileForm, section: int) -> None:
        self._document, self._form = document, form
        self._key: Key = ("text", section)
        self._lines: Sequence[str] = form.text[section].paragraphs
        arabic = numbered(self._lines)
        self._marks: list[Mark] = arabic or headed(self._lines)
        self._headings: list[Mark] = headed(self._lines) if arabic else []

    def faults(self) -> Iterator[Fault]:
        have = {item.number for item in self._form.livelihood}
        listed = {mark.number for mark in self._marks}
        for mark in self._marks:
            if mark.number not in have:
                yield self._at(mark.line, f"item {mark.number} has no entry: expected one under livelihood")
        for index, item in enumerate(self._form.livelihood):
            if item.number not in listed:
                message = f"the text's list has no item {item.number}: expected 1 to {len(listed)}"
                yield self._document.fault(("livelihood", index, "number"), message)
        yield from self._totals()
        yield from self._groups()

    def _totals(self) -> Iterator[Fault]:
        first = self._marks[0].line if self._marks else 0
        for index, line in enumerate(self._lines[:first]):
            for total in _TOTAL.findall(line):
                if not any(mark.line == index for mark in self._headings) and int(total) != len(self._marks):
                    yield self._at(index, f"the list says {total} items, but counts {len(self._marks)}")

    def _groups(self) -> Iterator[Fault]:
        groups = {mark.number: "" for mark in self._marks}
        for nth, heading in enumerate(self._headings):
            until = self._headings[nth + 1].line if nth + 1 < len(self._headings) else len(self._lines)
            members = [mark.number for mark in self._marks if heading.line < mark.line < until]
            words, count = heading_words(self._lines[heading.line])
            groups |= dict.fromkeys(members, words)
            if count and count != len(members):
                yield self._at(heading.line, f"this group says {count} items, but counts {len(members)}")
        for index, item in enumerate(self._form.livelihood):
            expected = groups.get(item.number, item.group)
            if item.group != expected:
                message = f"expected “{expected}”, the heading above the item" if expected else "expected no group"
                yield self._document.fault(("livelihood", index, "group"), message)

    def _at(self, line: int, message: str) -> Fault:
        return self._document.fault((*self._key, "paragraphs", line), message)


def _terms(document: Document, form: FileForm, places: Places) -> Iterator[Fault]:
    """Yield a fault for each paragraph of a glossary that looks like an entry and is in no term's quote."""
    keys, lines = text_lines(form)
    quoted = bytearray(len(places.whole) + 1)
    for entry in (*form.terms, *form.livelihood):
        position = locate(places, entry)
        if isinstance(position, int):
            quoted[position : position + len(entry.quote)] = b"\1" * len(entry.quote)
    begun, position = False, 0
    for key, line in zip(keys, lines, strict=True):
        start, position = position, position + len(line) + 1
        if key[-1] == "section":
            begun = False
        if _section(form, key).kind != "glossary" or key[-1] == "section":
            continue
        covered = any(quoted[start : start + len(line)])
        if not covered and (begun or _COLON.search(line)):
            yield document.fault(key, "this paragraph of the glossary is in no term: expected an entry under terms")
        begun = begun or covered


def _section(form: FileForm, key: Key) -> SectionForm:
    return form.text[int(key[1])]

"""Turns the file's forms into entries: finds each quote, checks what must stand verbatim, gives each a stable id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import count
from types import MappingProxyType
from typing import NamedTuple

from knowledge.faults import Fault, Key, Wrong
from knowledge.model import Entry, Figure, Kind, Livelihood, LivelihoodMeasure, Measure, Passage, Status, Term, Text
from knowledge.reading.clauses import first_clause, head
from knowledge.reading.passages import Layout
from knowledge.reading.places import Places
from knowledge.reading.schema import (
    FigureForm,
    FileForm,
    LivelihoodForm,
    Named,
    PassageForm,
    Quoted,
    ReportForm,
    TermForm,
)
from knowledge.reading.source import Document

ID_LENGTH = 10  # hexadecimal digits behind the kind's letter

_LETTERS = {Kind.TERM: "t", Kind.FIGURE: "f", Kind.TARGET: "g", Kind.LIVELIHOOD: "l", Kind.TEXT: "x"}


SENTENCES: Mapping[Wrong, str] = MappingProxyType(
    {
        Wrong.NEAR_MISSING: "this near isn't in the text: expected a verbatim piece of it",
        Wrong.NEAR_TWICE: "this near stands in the text more than once: expected a longer piece that stands there once",
        Wrong.NEAR_ELSEWHERE: "this near doesn't hold the quote: expected a longer piece around it",
        Wrong.QUOTE_MISSING: "this quote isn't in the text: expected a verbatim piece of it",
        Wrong.QUOTE_TWICE: "this quote stands in the text more than once: expected a near that stands there once",
        Wrong.QUOTE_TOO_LONG: "this quote runs over several passages: expected a piece of one sentence or paragraph",
    }
)
"""What is wrong with a quote, as an English sentence."""

_OF_NEAR = frozenset({Wrong.NEAR_MISSING, Wrong.NEAR_TWICE, Wrong.NEAR_ELSEWHERE})


def locate(places: Places, quoted: Quoted) -> int | Wrong:
    """Return where in the text the quote begins, or what is wrong with it, one of `SENTENCES`."""
    if quoted.near:
        around = places.of(quoted.near)
        if not around:
            return Wrong.NEAR_MISSING
        if len(around) > 1:
            return Wrong.NEAR_TWICE
        inside = quoted.near.find(quoted.quote)
        return around[0] + inside if inside >= 0 else Wrong.NEAR_ELSEWHERE
    found = places.of(quoted.quote)
    if not found:
        return Wrong.QUOTE_MISSING
    return Wrong.QUOTE_TWICE if len(found) > 1 else found[0]


def misplaced(document: Document, key: Key, wrong: Wrong) -> Fault:
    """Return the fault of the entry at `key` whose quote has no place in the text, for the reason `wrong`."""
    at = "near" if wrong in _OF_NEAR else "quote"
    return document.fault((*key, at), SENTENCES[wrong], wrong)


class Found(NamedTuple):
    """A quote's place in the text: the passage, and where in the passage the quote begins."""

    passage: Passage
    start: int


class Maker:
    """Makes the report's entries over its laid-out text; `faults` collects what is wrong with the forms given."""

    def __init__(self, document: Document, layout: Layout, report: ReportForm) -> None:
        self.faults: list[Fault] = []
        self._document, self._layout = document, layout
        self._origin = (report.region, report.year)
        self._ids: set[str] = set()
        self._repeats: defaultdict[str, int] = defaultdict(int)

    def entries(self, form: FileForm) -> tuple[Entry, ...]:
        """Return all entries of the file, and those that other passages are of themselves, in the report's order."""
        made: list[Entry] = [*self._terms(form.terms), *self._figures(form.figures), *self._items(form.livelihood)]
        edited = list(self._passages(form.passages))
        lists = [entry for entry in made if not isinstance(entry, Figure)]  # a definition or an item speaks for itself
        covered = {entry.passage.number for entry in (*edited, *lists)}
        made += edited
        made += [self._text(passage) for passage in self._layout.passages if passage.number not in covered]
        return tuple(sorted(made, key=lambda entry: (entry.passage.number, entry.start)))

    def _terms(self, forms: Iterable[TermForm]) -> Iterator[Term]:
        for index, form in enumerate(forms):
            key: Key = ("terms", index)
            self._verbatim(form.parts, form.quote, (*key, "parts"))
            if found := self._find(form, key):
                yield Term(
                    *self._common(Kind.TERM, (form.name,), form.name, form, found),
                    parts=form.parts,
                )

    def _figures(self, forms: Iterable[FigureForm]) -> Iterator[Figure]:
        for index, form in enumerate(forms):
            key: Key = ("figures", index)
            for name in ("said", "change", "rank"):
                self._verbatim([getattr(form, name)], form.quote, (*key, name))
            if found := self._find(form, key):
                kind = Kind.TARGET if form.status == "target" else Kind.FIGURE
                title = form.indicator if form.place in form.indicator else form.place + form.indicator
                about = (title, form.period, form.status, form.measure)
                yield Figure(
                    *self._common(kind, about, title, form, found),
                    indicator=form.indicator,
                    measure=Measure(form.measure),
                    value=float(form.value),
                    unit=form.unit,
                    said=form.said,
                    period=form.period,
                    status=Status(form.status),
                    change=form.change,
                    rank=form.rank,
                    place=form.place,
                )

    def _items(self, forms: Iterable[LivelihoodForm]) -> Iterator[Livelihood]:
        for index, form in enumerate(forms):
            key: Key = ("livelihood", index)
            for nth, measure in enumerate(form.measures):
                inner: Key = (*key, "measures", nth)
                self._verbatim([measure.quote], form.quote, (*inner, "quote"))
                self._verbatim(measure.amounts, measure.quote, (*inner, "amounts"))
                self._verbatim(measure.departments, form.quote, (*inner, "departments"))
            if found := self._find(form, key):
                yield Livelihood(
                    *self._common(Kind.LIVELIHOOD, (form.number,), first_clause(form.quote), form, found),
                    number=form.number,
                    group=form.group,
                    measures=tuple(LivelihoodMeasure(one.quote, one.amounts, one.departments) for one in form.measures),
                )

    def _passages(self, forms: Iterable[PassageForm]) -> Iterator[Text]:
        for index, form in enumerate(forms):
            if found := self._find(form, ("passages", index)):
                title = form.title or head(found.passage.text)
                yield Text(*self._common(Kind.TEXT, (title, form.quote), title, form, found))

    def _text(self, passage: Passage) -> Text:
        title = head(passage.text)
        identity = self._identity(Kind.TEXT, (title, passage.text), passage.text)
        return Text(identity, Kind.TEXT, title, passage, passage.text, 0, (), ())

    def _common(
        self, kind: Kind, about: tuple[object, ...], title: str, form: Named, found: Found
    ) -> tuple[str, Kind, str, Passage, str, int, tuple[str, ...], tuple[str, ...]]:
        """Return the fields every entry has, in their order."""
        identity = self._identity(kind, about, form.quote)
        return (identity, kind, title, found.passage, form.quote, found.start, form.aliases, form.asks)

    def _identity(self, kind: Kind, about: tuple[object, ...], quote: str) -> str:
        """Return an id by what the entry is `about`, and by its quote only where two are about the same.

        So it lasts when an editor corrects the quote, and whoever was sent the entry isn't sent it again.
        """
        seed = "|".join(map(str, (*self._origin, kind, *about)))
        exact = f"{seed}|{quote}"
        for number in count(self._repeats[exact]):
            text = (seed, exact)[number] if number < 2 else f"{exact}|{number}"
            identity = _LETTERS[kind] + sha256(text.encode()).hexdigest()[:ID_LENGTH]
            if identity not in self._ids:
                break
        self._repeats[exact] = number + 1  # a sentence may stand in a text thousands of times
        self._ids.add(identity)
        return identity

    def _find(self, form: Quoted, key: Key) -> Found | None:
        position = locate(self._layout.places, form)
        place = None if isinstance(position, Wrong) else self._layout.at(position, len(form.quote))
        if place is None:
            wrong = position if isinstance(position, Wrong) else Wrong.QUOTE_TOO_LONG
            self.faults.append(misplaced(self._document, key, wrong))
            return None
        return Found(*place)

    def _verbatim(self, pieces: Iterable[str], quote: str, key: Key) -> None:
        for index, piece in enumerate(pieces):
            if piece not in quote:
                exact: Key = (*key, index) if (*key, index) in self._document.lines else key
                message = f"“{piece}” isn't in the quote: expected words of it"
                self.faults.append(self._document.fault(exact, message, Wrong.NOT_QUOTED, piece=piece))

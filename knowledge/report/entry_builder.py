"""Builds the entries of a report file: finds each quote, checks what must be verbatim, gives each a stable id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import count
from types import MappingProxyType

from knowledge.faults import Fault, FaultCode, Key
from knowledge.model import Entry, Figure, Kind, Livelihood, LivelihoodMeasure, Measure, Passage, Status, Term, Text
from knowledge.report.document import Document
from knowledge.report.lines import first_clause, head, is_shortened
from knowledge.report.schema import FigureForm, FileForm, LivelihoodForm, NamedForm, PassageForm, ReportForm, TermForm
from knowledge.report.text import Layout

ID_LENGTH = 10  # hexadecimal digits behind the kind's letter

_LETTERS = {Kind.TERM: "t", Kind.FIGURE: "f", Kind.TARGET: "g", Kind.LIVELIHOOD: "l", Kind.TEXT: "x"}
_MESSAGES: Mapping[FaultCode, str] = MappingProxyType(
    {
        FaultCode.NEAR_MISSING: "this near isn't in the text: expected a verbatim piece of it",
        FaultCode.NEAR_TWICE: "this near appears in the text more than once: expected a longer piece that appears once",
        FaultCode.NEAR_ELSEWHERE: "this near doesn't contain the quote: expected a longer piece around it",
        FaultCode.QUOTE_MISSING: "this quote isn't in the text: expected a verbatim piece of it",
        FaultCode.QUOTE_TWICE: "this quote appears in the text more than once: expected a near that appears once",
        FaultCode.QUOTE_TOO_LONG: "this quote spans several passages: expected a piece of one sentence or paragraph",
    }
)
_ABOUT_NEAR = frozenset({FaultCode.NEAR_MISSING, FaultCode.NEAR_TWICE, FaultCode.NEAR_ELSEWHERE})


def unlocated(document: Document, key: Key, code: FaultCode) -> Fault:
    """Return the fault of the entry at `key`, whose quote can't be located because of `code`."""
    return document.fault((*key, "near" if code in _ABOUT_NEAR else "quote"), _MESSAGES[code], code)


class EntryBuilder:
    """Builds the report's entries over its passages; `faults` collects what is wrong with them."""

    def __init__(self, document: Document, layout: Layout, report: ReportForm) -> None:
        self.faults: list[Fault] = []
        self._document, self._layout = document, layout
        self._report = (report.region, report.year)
        self._ids: set[str] = set()
        self._attempts = Counter[str]()

    def entries(self, form: FileForm) -> tuple[Entry, ...]:
        """Return all entries of the file, and one for each passage without, in the report's order."""
        built: list[Entry] = [*self._terms(form.terms), *self._figures(form.figures), *self._items(form.livelihood)]
        edited = list(self._passages(form.passages))
        lists = [entry for entry in built if not isinstance(entry, Figure)]  # a figure is only part of its passage
        covered = {entry.passage.number for entry in (*edited, *lists)}
        built += edited
        built += [self._text(passage) for passage in self._layout.passages if passage.number not in covered]
        return tuple(sorted(built, key=lambda entry: (entry.passage.number, entry.start)))

    def _terms(self, forms: Iterable[TermForm]) -> Iterator[Term]:
        for index, form in enumerate(forms):
            key: Key = ("terms", index)
            self._check_verbatim(form.parts, form.quote, (*key, "parts"))
            if common := self._common(Kind.TERM, (form.name,), form.name, form, key):
                yield Term(*common, parts=form.parts)

    def _figures(self, forms: Iterable[FigureForm]) -> Iterator[Figure]:
        for index, form in enumerate(forms):
            key: Key = ("figures", index)
            for name in ("said", "change", "rank"):
                self._check_verbatim([getattr(form, name)], form.quote, (*key, name))
            kind = Kind.TARGET if form.status == "target" else Kind.FIGURE
            title = form.indicator if form.place in form.indicator else form.place + form.indicator
            about = (title, form.period, form.status, form.measure)
            if common := self._common(kind, about, title, form, key):
                yield Figure(
                    *common,
                    indicator=form.indicator,
                    measure=Measure(form.measure),
                    value=float(form.value),
                    unit=form.unit,
                    said=form.said,
                    period=form.until,
                    status=Status(form.status),
                    change=form.change,
                    rank=form.rank,
                    place=form.place,
                    since=form.since,
                )

    def _items(self, forms: Iterable[LivelihoodForm]) -> Iterator[Livelihood]:
        for index, form in enumerate(forms):
            key: Key = ("livelihood", index)
            for nth, measure in enumerate(form.measures):
                inner: Key = (*key, "measures", nth)
                self._check_verbatim([measure.quote], form.quote, (*inner, "quote"))
                self._check_verbatim(measure.amounts, measure.quote, (*inner, "amounts"))
                self._check_verbatim(measure.departments, form.quote, (*inner, "departments"))
            if not is_shortened(form.title, form.quote):
                self._not_quoted(form.title, (*key, "title"))
            measures = tuple(LivelihoodMeasure(one.quote, one.amounts, one.departments) for one in form.measures)
            if common := self._common(
                Kind.LIVELIHOOD, (form.number,), form.title or first_clause(form.quote), form, key
            ):
                yield Livelihood(*common, number=form.number, group=form.group, measures=measures)

    def _passages(self, forms: Iterable[PassageForm]) -> Iterator[Text]:
        for index, form in enumerate(forms):
            found = self._layout.find(form)
            title = form.title or ("" if isinstance(found, FaultCode) else head(found[0].text))
            if common := self._common(Kind.TEXT, (title, form.quote), title, form, ("passages", index)):
                yield Text(*common)

    def _text(self, passage: Passage) -> Text:
        title = head(passage.text)
        return Text(
            self._id(Kind.TEXT, (title, passage.text), passage.text), Kind.TEXT, title, passage, passage.text, 0, (), ()
        )

    def _common(
        self, kind: Kind, about: tuple[object, ...], title: str, form: NamedForm, key: Key
    ) -> tuple[str, Kind, str, Passage, str, int, tuple[str, ...], tuple[str, ...]] | None:
        """Return the fields of every entry, in their order; None, and a fault, if the quote can't be located."""
        found = self._layout.find(form)
        if isinstance(found, FaultCode):
            self.faults.append(unlocated(self._document, key, found))
            return None
        passage, start = found
        return self._id(kind, about, form.quote), kind, title, passage, form.quote, start, form.aliases, form.asks

    def _id(self, kind: Kind, about: tuple[object, ...], quote: str) -> str:
        """Return an id derived from what the entry is `about`, and from its quote only to tell two such entries apart.

        So the id survives when an editor corrects the quote, and nobody is sent the entry as a reminder again.
        """
        seed = "|".join(map(str, (*self._report, kind, *about)))
        quoted = f"{seed}|{quote}"
        for attempt in count(self._attempts[quoted]):
            text = (seed, quoted)[attempt] if attempt < 2 else f"{quoted}|{attempt}"
            found = _LETTERS[kind] + sha256(text.encode()).hexdigest()[:ID_LENGTH]
            if found not in self._ids:
                break
        self._ids.add(found)
        self._attempts[quoted] = attempt + 1  # else ten thousand equal sentences take minutes
        return found

    def _check_verbatim(self, pieces: Iterable[str], quote: str, key: Key) -> None:
        for index, piece in enumerate(pieces):
            if piece not in quote:
                self._not_quoted(piece, (*key, index) if (*key, index) in self._document.lines else key)

    def _not_quoted(self, piece: str, key: Key) -> None:
        message = f"“{piece}” isn't in the quote: expected words of it"
        self.faults.append(self._document.fault(key, message, FaultCode.NOT_QUOTED, piece=piece))

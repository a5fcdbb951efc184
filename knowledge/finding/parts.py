"""The part of a passage that was asked for: found in a question, kept as a range of the text, and shown again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from knowledge.language.question import Question
from knowledge.model import Entry, Figure, Livelihood, LivelihoodMeasure, Term
from knowledge.report.lines import clauses, first_clause

LEAST_SHARED = 2  # characters by which a clause answers to a question
LONGEST_DIRECT = 30  # characters that answer at a glance

Span = tuple[int, int]

_CLAUSE_ENDS = frozenset(",,;;:。!?")
_JOINTS = frozenset("、,，和及与 ")


@dataclass(frozen=True, slots=True)
class EntryView:
    """How a source shows its passage: title, emphasised ranges, direct answer; `focus` None where it is the usual."""

    title: str
    highlights: tuple[Span, ...]
    direct: str
    focus: Span | None = None


def excerpt_of(text: str, span: Span, length: int) -> Span:
    """Return the range of at most `length` characters around `span` that begins and ends between clauses if it can."""
    if len(text) <= length:
        return 0, len(text)
    start = max(0, min(span[0] - (length - (span[1] - span[0])) // 2, len(text) - length))
    end = min(len(text), start + length)
    if start:
        opening = next((i + 1 for i in range(start, span[0]) if text[i] in _CLAUSE_ENDS), start)
        start, end = opening, min(len(text), opening + length)
    if end < len(text):
        end = next((i + 1 for i in range(end - 1, span[1] - 1, -1) if text[i] in _CLAUSE_ENDS), end)
    return start, end


def asked_part(entry: Entry, question: Question | None) -> Span | None:
    """Return the range of the passage that was asked for, or None where no part was.

    That is a term's part by its number, what a department leads of an item, the clause that answers, or the value.
    """
    if question is None:
        return None
    text = entry.passage.text
    if isinstance(entry, Figure):
        said = _said(entry, question)
        return None if said == entry.said else _of_quote(entry, said)
    if isinstance(entry, Term):
        return _of_text(text, part_of(entry, question.ordinal)) if question.ordinal is not None else None
    if isinstance(entry, Livelihood) and question.departments:
        return hull(_led(entry, question.departments))
    clause = _matching_clause(text, question)
    narrower = len(entry.quote) < len(text)
    return None if narrower and clause in entry.quote else _of_text(text, clause)


def view_of(entry: Entry, focus: Span | None) -> EntryView:
    """Return how `entry` is shown when `focus` was asked for; a focus that is none of its parts changes nothing."""
    usual = EntryView(entry.title, _quoted(entry), entry.said if isinstance(entry, Figure) else "")
    if focus is None or not 0 <= focus[0] < focus[1] <= len(entry.passage.text):
        return usual
    piece = entry.passage.text[slice(*focus)]
    if isinstance(entry, Figure):
        known = piece != entry.said and any(focus == _of_quote(entry, said) for said in _values(entry))
        return EntryView(entry.title, usual.highlights, piece, focus) if known else usual
    if isinstance(entry, Term):
        return EntryView(entry.title, (focus,), piece, focus) if piece in entry.parts else usual
    if isinstance(entry, Livelihood):
        return _view_of_item(entry, focus, piece) or usual
    return EntryView(entry.title, (focus,), "", focus) if piece in clauses(entry.passage.text) else usual


def _view_of_item(item: Livelihood, focus: Span, piece: str) -> EntryView | None:
    for spans in chain([duties(item)], (duties(item, measure) for measure in item.measures)):
        if hull(spans) == focus:
            return EntryView(item.title, spans, piece if len(spans) == 1 else "", focus)
    if piece in clauses(item.passage.text) or any(piece == measure.quote for measure in item.measures):
        return EntryView(first_clause(piece), (focus,), "", focus)
    for department in dict.fromkeys(name for measure in item.measures for name in measure.departments):
        spans = _led(item, frozenset({department}))
        if hull(spans) == focus:
            return EntryView(item.title, spans, "", focus)
    return None


def part_of(term: Term, ordinal: int) -> str:
    """Return the part of `term` with this number (-1: the last), or nothing."""
    place = ordinal if ordinal < 0 else ordinal - 1
    return term.parts[place] if -len(term.parts) <= place < len(term.parts) else ""


def duties(item: Livelihood, only: LivelihoodMeasure | None = None) -> tuple[Span, ...]:
    """Return where an item names the departments in charge (of one measure), those of one enumeration together."""
    text = item.passage.text
    found: set[Span] = set()
    for measure in item.measures if only is None else (only,):
        after = max(text.find(measure.quote), 0) + len(measure.quote)
        for name in measure.departments:
            start = text.find(name, after)
            found.add((start, start + len(name)))
    return tuple(_joined(sorted(span for span in found if span[0] >= 0), text))


def _joined(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """Yield the spans, those together between which only a joint stands."""
    last: Span | None = None
    for start, end in spans:
        if last is not None and _JOINTS.issuperset(text[last[1] : start]):
            last = (last[0], end)
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def hull(spans: Iterable[Span]) -> Span | None:
    """Return the least range that holds all `spans`; None of none."""
    every = tuple(spans)
    return (min(start for start, _ in every), max(end for _, end in every)) if every else None


def _of_text(text: str, piece: str) -> Span | None:
    start = text.find(piece) if piece else -1
    return (start, start + len(piece)) if start >= 0 else None


def _of_quote(entry: Entry, piece: str) -> Span | None:
    start = entry.quote.find(piece) if piece else -1
    return (entry.start + start, entry.start + start + len(piece)) if start >= 0 else None


def _quoted(entry: Entry) -> tuple[Span, ...]:
    whole = len(entry.quote) == len(entry.passage.text)
    return () if whole else ((entry.start, entry.start + len(entry.quote)),)


def _matching_clause(text: str, question: Question) -> str:
    """The clause that shares most with what is asked, where there are several and it shares half of that."""
    asked = set(question.core)
    several = clauses(text) if question.ordinal is None else []
    best = max(several, key=lambda clause: len(asked & set(clause)), default="")
    shared = len(asked & set(best))
    return best if len(several) > 1 and shared >= LEAST_SHARED and 2 * shared >= len(asked) else ""


def _said(figure: Figure, question: Question) -> str:
    """The value that was asked for: the rank with the value before it, the change, else the value itself."""
    if "rank" in question.measures and figure.rank:
        return _ranked(figure)
    if "growth" in question.measures and figure.change:
        return figure.change
    return figure.said


def _values(figure: Figure) -> Iterator[str]:
    yield from filter(None, (figure.rank, figure.change))
    if figure.rank:
        yield _ranked(figure)


def _ranked(figure: Figure) -> str:
    """The verbatim piece from the value to the rank where they stand close together, else the rank alone."""
    start, end = figure.quote.find(figure.said), figure.quote.find(figure.rank) + len(figure.rank)
    return figure.quote[start:end] if start >= 0 and 0 < end - start <= LONGEST_DIRECT else figure.rank


def _led(item: Livelihood, departments: frozenset[str]) -> tuple[Span, ...]:
    """The measures of an item that the departments lead, where others lead the rest."""
    led = [each.quote for each in item.measures if departments & set(each.departments)]
    found = (_of_text(item.passage.text, quote) for quote in led) if len(led) < len(item.measures) else ()
    return tuple(span for span in found if span is not None)

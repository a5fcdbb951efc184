"""Puts what was found into an Answer: sources with places, the words to emphasise, and the nearest entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from knowledge.finding.index import Index
from knowledge.language.question import Question
from knowledge.model import Entry, Figure, Kind, Livelihood, Source, Suggestion, Term, Text
from knowledge.reading.clauses import clauses, first_clause

MOST_SUGGESTIONS = 3
SUGGESTION_LENGTH = 120
MOST_NAMES = 3  # figures of one passage that are all named above it
LEAST_SHARED = 2  # characters by which a clause answers to a question
LONGEST_DIRECT = 30  # characters that answer at a glance


class Answers:
    """Builds sources and suggestions for entries of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._passages: dict[int, list[int]] = {}
        for number, entry in enumerate(index.entries):
            self._passages.setdefault(entry.passage.number, []).append(number)

    def source(self, number: int, question: Question | None = None) -> Source:
        """Returns entry `number` as a source: its whole passage, its quote or the asked part emphasised."""
        entry = self._index.entries[number]
        part = _asked_part(entry, question)
        spans = _emphasis(entry, part, question)
        return Source(
            entry_id=entry.id,
            title=first_clause(part) if part and isinstance(entry, Livelihood) else entry.title,
            text=entry.passage.text,
            place=entry.passage.place,
            highlights=spans,
            direct=_said(entry, question) if isinstance(entry, Figure) else part if isinstance(entry, Term) else "",
            kind=entry.kind,
            number=_number(entry),
            year=_year(entry),
        )

    def sources(
        self,
        numbers: Iterable[int],
        question: Question | None = None,
        named: str = "",
        kinds: frozenset[Kind] | None = None,
    ) -> tuple[Source, ...]:
        """Returns several entries as sources, each passage once, in the given order.

        A list is `named` after what its passages share (`全国第2`): where the given entry doesn't say so itself, the
        figures of its passage that do (and are of `kinds`) speak in its stead.
        """
        groups: dict[int, list[int]] = {}
        for number in numbers:
            groups.setdefault(self._index.entries[number].passage.number, []).append(number)
        return tuple(self._together(self._speaking(group, named, kinds), question) for group in groups.values())

    def _speaking(self, group: list[int], named: str, kinds: frozenset[Kind] | None) -> list[int]:
        entries = self._index.entries
        if not named or any(_says(entries[number], named) for number in group):
            return group
        others = self._passages[entries[group[0]].passage.number]
        return [n for n in others if _says(entries[n], named) and (kinds is None or entries[n].kind in kinds)] or group

    def _together(self, numbers: Sequence[int], question: Question | None) -> Source:
        """Returns the entries of one passage as one source: the first, and of a few figures the names of all."""
        first, *others = (self.source(number, question) for number in numbers)
        if not 0 < len(others) < MOST_NAMES or not all(isinstance(self._index.entries[n], Figure) for n in numbers):
            return first
        return replace(
            first,
            title="、".join(dict.fromkeys(each.title for each in (first, *others))),
            highlights=tuple(sorted({span for each in (first, *others) for span in each.highlights})),
            direct=first.direct if all(each.direct == first.direct for each in others) else "",
            year=first.year if all((each.kind, each.year) == (first.kind, first.year) for each in others) else None,
        )

    def suggestions(self, numbers: Sequence[int], most: int = MOST_SUGGESTIONS) -> tuple[Suggestion, ...]:
        """Returns the first entries of different passages as suggestions."""
        seen: dict[int, Suggestion] = {}
        for number in numbers:
            entry = self._index.entries[number]
            offered = Suggestion(entry.id, entry.title, _around(entry), entry.kind, _number(entry), _year(entry))
            seen.setdefault(entry.passage.number, offered)
            if len(seen) == most:
                break
        return tuple(seen.values())


def _says(entry: Entry, words: str) -> bool:
    """Whether a figure's own name or value holds `words`."""
    if not isinstance(entry, Figure):
        return False
    return any(words in own.replace("首位", "第1") for own in (entry.title, entry.said, entry.change, entry.rank))


def _number(entry: Entry) -> int | None:
    return entry.number if isinstance(entry, Livelihood) else None


def _year(entry: Entry) -> int | None:
    return entry.period if isinstance(entry, Figure) else None


def _around(entry: Entry) -> str:
    """The beginning of the passage where that has the quote, else the piece that begins with it."""
    start = entry.start if entry.start + len(entry.quote) > SUGGESTION_LENGTH else 0
    return entry.passage.text[start : start + SUGGESTION_LENGTH]


def _asked_part(entry: Entry, question: Question | None) -> str:
    """The verbatim part that was asked for: of a term by its number, of a livelihood item by its department."""
    if question is None:
        return ""
    if isinstance(entry, Term) and question.ordinal is not None:
        place = question.ordinal if question.ordinal < 0 else question.ordinal - 1
        return entry.parts[place] if -len(entry.parts) <= place < len(entry.parts) else ""
    if isinstance(entry, Livelihood) and question.departments:
        led = _led(entry, question)
        return led[0] if len(led) == 1 else ""
    clause = _matching_clause(entry.passage.text, question) if isinstance(entry, Livelihood | Text) else ""
    narrower = len(entry.quote) < len(entry.passage.text)
    return "" if narrower and clause in entry.quote else clause


def _matching_clause(text: str, question: Question) -> str:
    """The clause that shares most with what is asked, where there are several and it shares half of that."""
    asked = set(question.core)
    several = clauses(text) if question.ordinal is None else []
    best = max(several, key=lambda clause: len(asked & set(clause)), default="")
    shared = len(asked & set(best))
    return best if len(several) > 1 and shared >= LEAST_SHARED and 2 * shared >= len(asked) else ""


def _said(figure: Figure, question: Question | None) -> str:
    """The value that was asked for: the rank with the value before it, the change, else the value itself."""
    asked = question.measures if question is not None else frozenset()
    if "rank" in asked and figure.rank:
        return _between(figure.quote, figure.said, figure.rank)
    if "growth" in asked and figure.change:
        return figure.change
    return figure.said


def _between(quote: str, said: str, rank: str) -> str:
    """The verbatim piece from the value to the rank where they stand close together, else the rank alone."""
    start, end = quote.find(said), quote.find(rank) + len(rank)
    return quote[start:end] if start >= 0 and 0 < end - start <= LONGEST_DIRECT else rank


def _emphasis(entry: Entry, part: str, question: Question | None) -> tuple[tuple[int, int], ...]:
    """The ranges of the passage to emphasise: the part asked for, a department's measures, or the entry's quote."""
    text = entry.passage.text
    pieces = [part] if part else _led(entry, question)
    if pieces:
        starts = [(text.find(piece), len(piece)) for piece in pieces]
        return tuple((start, start + length) for start, length in starts if start >= 0)
    if len(entry.quote) == len(text):
        return ()
    return ((entry.start, entry.start + len(entry.quote)),)


def _led(entry: Entry, question: Question | None) -> list[str]:
    """The measures of an item that the departments asked for lead, where others lead the rest."""
    if question is None or not isinstance(entry, Livelihood) or not question.departments:
        return []
    led = [each.quote for each in entry.measures if question.departments & set(each.departments)]
    return led if len(led) < len(entry.measures) else []

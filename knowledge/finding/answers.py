"""Puts what was found into an Answer: sources with places, the words to emphasise, and the nearest entries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.finding.index import Index
from knowledge.language.understand import Question
from knowledge.model import Entry, Figure, Livelihood, Source, Suggestion, Term

MOST_SUGGESTIONS = 3
SUGGESTION_LENGTH = 120


class Answers:
    """Builds sources and suggestions for entries of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def source(self, number: int, question: Question | None = None) -> Source:
        """Returns entry `number` as a source: its whole passage, its quote or the asked part emphasised."""
        entry = self._index.entries[number]
        direct = self._direct(entry, question)
        span = self._emphasis(entry, question, direct)
        return Source(
            entry_id=entry.id,
            title=entry.title,
            text=entry.passage.text,
            place=entry.passage.place,
            highlights=(span,) if span else (),
            direct=direct,
        )

    def sources(self, numbers: Iterable[int], question: Question | None = None) -> tuple[Source, ...]:
        """Returns several entries as sources, each passage once, in the given order."""
        seen: dict[int, Source] = {}
        for number in numbers:
            seen.setdefault(self._index.entries[number].passage.number, self.source(number, question))
        return tuple(seen.values())

    def suggestions(self, numbers: Sequence[int], most: int = MOST_SUGGESTIONS) -> tuple[Suggestion, ...]:
        """Returns the first entries of different passages as suggestions."""
        seen: dict[int, Suggestion] = {}
        for number in numbers:
            entry = self._index.entries[number]
            text = entry.passage.text
            if len(text) > SUGGESTION_LENGTH:
                start = max(0, min(entry.start, len(text) - SUGGESTION_LENGTH))
                text = text[start : start + SUGGESTION_LENGTH]
            seen.setdefault(entry.passage.number, Suggestion(entry.id, entry.title, text))
            if len(seen) == most:
                break
        return tuple(seen.values())

    def _direct(self, entry: Entry, question: Question | None) -> str:
        """The verbatim piece that answers in a word: the value, the asked part of a term, the asked measure."""
        if isinstance(entry, Figure):
            return self._said(entry, question)
        if isinstance(entry, Term) and question is not None and question.ordinal is not None and entry.parts:
            place = question.ordinal if question.ordinal < 0 else question.ordinal - 1
            if -len(entry.parts) <= place < len(entry.parts):
                return entry.parts[place]
        if isinstance(entry, Livelihood) and question is not None:
            return self._measure(entry, question)
        return ""

    def _said(self, figure: Figure, question: Question | None) -> str:
        asked = question.measures if question is not None else frozenset()
        if "rank" in asked and figure.rank:
            return figure.rank
        if "growth" in asked and figure.change:
            return figure.change
        return figure.said

    def _measure(self, item: Livelihood, question: Question) -> str:
        """The item's measure that holds the most of the question's words, where it has several."""
        if len(item.measures) < 2 or question.ordinal is not None:
            return ""
        if question.departments:
            led = [m for m in item.measures if question.departments & set(m.departments)]
            if len(led) == 1 and len(led) < len(item.measures):
                return led[0].quote
        return ""

    def _emphasis(self, entry: Entry, question: Question | None, direct: str) -> tuple[int, int] | None:
        text = entry.passage.text
        if direct and not isinstance(entry, Figure):
            start = text.find(direct)
            return (start, start + len(direct)) if start >= 0 else None
        if len(entry.quote) == len(text):
            return None
        return entry.start, entry.start + len(entry.quote)

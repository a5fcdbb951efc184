"""Another topic, place or department in the stead of what was asked before: 那粮食呢, 包头呢, 民政厅呢."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.finding.pipeline import CERTAIN, Pipeline
from knowledge.following.sides import Pick, Sides
from knowledge.language.question import Question
from knowledge.model import Entry, Figure, Kind, Livelihood, Measure, Term, Where

_FIGURES = frozenset({Kind.FIGURE, Kind.TARGET})

Picks = tuple[tuple[Pick, ...], float]  # and the log-odds that they are right


class Substitute:
    """Asks a new topic in the frame of the entry before: its year, side and measure, or its kind."""

    def __init__(self, entries: Sequence[Entry], sides: Sides) -> None:
        self._entries, self._sides = entries, sides

    def picks(self, question: Question, topic: str, before: Sequence[int], pipeline: Pipeline) -> Picks | None:
        """Returns what the report says of it; none where it says nothing of that; None where it is asked by itself."""
        number = next((n for n in before if isinstance(self._entries[n], Figure)), before[0])
        seed = self._entries[number]
        if question.outside:
            return ((), CERTAIN) if isinstance(seed, Figure) else None
        if isinstance(seed, Figure) and question.places and not topic:
            pick = self._sides.elsewhere(seed, question.places)
            return ((pick,) if pick is not None else (), CERTAIN)
        for framed in _frames(question, seed, self._sides.places_of(number)):
            reading = pipeline.asked(framed, _FIGURES if isinstance(seed, Figure) else None)
            sure = reading.confidence >= pipeline.threshold(Where.ADDRESSED)
            if sure and reading.found and all(_fits(self._entries[n], seed, framed) for n in reading.found):
                own = question.places or self._sides.places_of(number)
                return tuple(self._there(n, own) for n in reading.found), reading.confidence
        return None

    def _there(self, number: int, places: frozenset[str]) -> Pick:
        """The entry, or the same indicator's figure of the place that was spoken of."""
        entry = self._entries[number]
        there = self._sides.elsewhere(entry, places) if isinstance(entry, Figure) and not entry.place else None
        return there or Pick(number)


def _frames(question: Question, seed: Entry, places: frozenset[str]) -> Iterator[Question]:
    """Yields the question in the seed's frame, the narrowest first; what it says itself stays."""
    asking = replace(question, asks=True)
    if isinstance(seed, Term):
        yield replace(asking, kinds=question.kinds | {"term"})
    elif isinstance(seed, Livelihood):
        yield replace(asking, kinds=question.kinds | {"livelihood"}, lists=bool(question.departments))
    elif isinstance(seed, Figure):
        framed = replace(
            asking,
            years=question.years or frozenset({seed.period}),
            status=question.status or frozenset({str(seed.status)}),
            places=question.places or places,
        )
        if not question.measures and seed.measure in (Measure.GROWTH, Measure.LEVEL):
            yield replace(framed, measures=frozenset({str(seed.measure)}))
        yield framed
        if places and not question.places:
            yield replace(framed, places=frozenset())


def _fits(entry: Entry, seed: Entry, framed: Question) -> bool:
    """Whether what was found is of the seed's kind, and a figure of the year and side asked for."""
    if isinstance(entry, Figure) and isinstance(seed, Figure):
        return entry.period in framed.years and (framed.status != {str(seed.status)} or entry.status is seed.status)
    return type(entry) is type(seed)

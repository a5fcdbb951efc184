"""What a short message asks of the answer before it: the report's own words for that, or that it doesn't say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.finding.index import Index
from knowledge.finding.lists import MOST
from knowledge.finding.parts import duties, hull, part_of
from knowledge.finding.pipeline import CERTAIN, Pipeline
from knowledge.following.leaning import Leaning
from knowledge.following.sides import Pick, Sides
from knowledge.following.substitute import Substitute
from knowledge.model import Entry, Figure, Livelihood, Term, Text

MOST_FIGURES = 5  # of a sentence that a short question may mean
MOST_RELATED, MOST_LED = 6, 3  # further entries, and entries before that lead to some

Related = Callable[[int, int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a message that leans: `picks` answer it, or nothing does (the report doesn't say).

    `certainty` is in log-odds; `related` tells that the picks only go with what was shown before.
    """

    picks: tuple[Pick, ...] = ()
    certainty: float = CERTAIN
    related: bool = False


class Follower:
    """Answers messages that lean on entries shown before; `related` gives what goes with an entry, at most so many."""

    def __init__(self, index: Index, sides: Sides, related: Related) -> None:
        self._index, self._sides, self._related = index, sides, related
        self._entries: tuple[Entry, ...] = index.entries
        self._substitute = Substitute(index.entries, sides)
        self._terms = [number for number, entry in enumerate(index.entries) if isinstance(entry, Term)]
        self._figures: dict[int, list[int]] = {}
        for number, entry in enumerate(index.entries):
            if isinstance(entry, Figure):
                self._figures.setdefault(entry.passage.number, []).append(number)

    def follow(self, leaning: Leaning, before: Sequence[int], pipeline: Pipeline) -> Found | None:
        """Returns what `leaning` asks of the entries `before`, in the order shown; None where it is asked by itself."""
        question = leaning.question
        if leaning.topic or question.places or question.outside:
            picks = self._substitute.picks(question, leaning.topic, before, pipeline)
            return None if picks is None else Found(picks[0], picks[1])
        if leaning.nth is not None:
            return self._nth(leaning, before)
        return self._of(leaning, before)

    def _of(self, leaning: Leaning, before: Sequence[int]) -> Found:
        if leaning.duty:
            return Found(_unique(pick for number in before for pick in self._leads(number)))
        if leaning.more:
            return Found(self._more(before), related=True)
        if leaning.original:
            return Found(tuple(map(Pick, before[:MOST])))
        if leaning.compares and leaning.question.enumerates is None:
            return Found(_unique(pick for number in before for pick in self._compared(leaning, number)))
        return Found(_unique(pick for number in before for pick in self._meaning(leaning, number)))

    def _nth(self, leaning: Leaning, before: Sequence[int]) -> Found | None:
        """The N-th entry of several, the N-th part of a term, the N-th measure of an item."""
        nth = leaning.nth or 0
        named = leaning.question.classifier == "件"
        if named and nth > 0:
            same = [number for number in before if _item_number(self._entries[number]) == nth]
            if same or len(before) == 1:
                return self._within(leaning, Pick(same[0])) if same else None
        if len(before) > 1:
            inside = 0 < nth <= len(before) or -len(before) <= nth < 0
            return self._within(leaning, Pick(before[nth - 1 if nth > 0 else nth])) if inside else Found()
        return self._part(leaning, before[0], nth)

    def _within(self, leaning: Leaning, pick: Pick) -> Found:
        """The entry that was told by its place, or what else is asked of it."""
        acts = leaning.duty or leaning.more or leaning.original or leaning.compares
        return self._of(leaning, (pick.entry,)) if acts else Found((pick,))

    def _part(self, leaning: Leaning, number: int, nth: int) -> Found:
        entry = self._entries[number]
        text = entry.passage.text
        if isinstance(entry, Term):
            pieces: Sequence[str] = [part] if (part := part_of(entry, nth)) else ()
        elif isinstance(entry, Livelihood) and len(entry.measures) > 1:
            measures = entry.measures[nth - 1 : nth] if nth > 0 else entry.measures[nth:][:1]
            if leaning.duty:
                spans = (hull(duties(entry, measure)) for measure in measures)
                return Found(tuple(Pick(number, span) for span in spans if span))
            pieces = [measure.quote for measure in measures]
        else:
            pieces = ()
        starts = ((text.find(piece), len(piece)) for piece in pieces)
        return Found(tuple(Pick(number, (start, start + length)) for start, length in starts if start >= 0))

    def _leads(self, number: int) -> Iterator[Pick]:
        entry = self._entries[number]
        span = hull(duties(entry)) if isinstance(entry, Livelihood) else None
        if span is not None:
            yield Pick(number, span)

    def _more(self, before: Sequence[int]) -> tuple[Pick, ...]:
        """What goes with the entries before; none of their passages again."""
        shown = {self._entries[number].passage.text for number in before}
        leading = before[:MOST_LED]
        fresh: dict[str, int] = {}  # by what they say: a report may say a sentence twice
        for number in leading:
            for other in self._related(number, MOST_RELATED // len(leading)):
                fresh.setdefault(self._entries[other].passage.text, other)
        return tuple(Pick(other) for text, other in fresh.items() if text not in shown)

    def _compared(self, leaning: Leaning, number: int) -> Iterator[Pick]:
        """Another year, side, measure of the entry's indicator, or of those in its sentence."""
        question, entry = leaning.question, self._entries[number]
        plain = not (question.years or question.status or question.measures or question.unit)
        held = isinstance(entry, Livelihood | Text) and self._sides.holds(number, question)
        if held or (plain and isinstance(entry, Figure)):
            yield Pick(number)
            return
        for seed in self._seeds(number):
            pick = self._sides.other(seed, question)
            if pick is not None:
                yield pick

    def _seeds(self, number: int) -> Iterator[Figure]:
        entry = self._entries[number]
        if isinstance(entry, Figure):
            yield entry
        elif isinstance(entry, Livelihood):
            yield from (figure for _, figure in self._sides.promised(entry))
        elif isinstance(entry, Text):
            figures = self._figures.get(entry.passage.number, [])
            if len(figures) <= MOST_FIGURES:
                yield from (f for n in figures if isinstance(f := self._entries[n], Figure))

    def _meaning(self, leaning: Leaning, number: int) -> Iterator[Pick]:
        """The term itself, or the terms that an entry names."""
        entry = self._entries[number]
        members = leaning.question.enumerates
        if isinstance(entry, Term):
            if not members or len(entry.parts) == members:
                yield Pick(number)
        elif members is None:
            quote = self._index.wordings[number][-1]
            named = (t for t in self._terms if any(name in quote for name in self._index.own_names[t]))
            yield from map(Pick, named)


def _item_number(entry: Entry) -> int | None:
    return entry.number if isinstance(entry, Livelihood) else None


def _unique(picks: Iterable[Pick]) -> tuple[Pick, ...]:
    return tuple(dict.fromkeys(picks))[:MOST]

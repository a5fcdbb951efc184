"""One indicator's figures beside each other: other years, actual and target, rank, growth, other places; and which
indicator a message names, whatever it asks of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from knowledge.finding.facts import Facts
from knowledge.finding.features import F
from knowledge.finding.index import Index
from knowledge.finding.parts import Span, asked_part
from knowledge.finding.pipeline import CERTAIN, Pipeline, Reading
from knowledge.finding.recall import weigh
from knowledge.language.question import Question
from knowledge.model import Entry, Figure, Kind, Livelihood, Measure, Status

# Likeness from which on what was typed is a wording's: 就业 is 0.67 of 城镇新增就业, 两食产量 0.75 of 粮食产量.
ALIKE = 0.7
HALF, ALONE = 0.6, 0.8  # the same where nothing else is as near: 户厕 is 0.67 of 农村牧区户厕, whose lead is 1.0


@dataclass(frozen=True, slots=True)
class Pick:
    """An entry by its number, with the range of its passage that is asked for (None: as it is opened)."""

    entry: int
    focus: Span | None = None


def are_sides(entries: Sequence[Entry]) -> bool:
    """Return whether these are one indicator's actual and its target, in this order."""
    if len(entries) != 2:
        return False
    first, second = entries
    if not isinstance(first, Figure) or not isinstance(second, Figure):
        return False
    same = (first.indicator, first.place) == (second.indicator, second.place)
    return same and (first.status, second.status) == (Status.ACTUAL, Status.TARGET)


def alike(actual: Figure, target: Figure) -> bool:
    """Return whether both state the same measure in the same unit, so that one can be held against the other."""
    return target.measure is not Measure.RANK and (target.measure, target.unit) == (actual.measure, actual.unit)


def grows(figure: Figure) -> bool:
    """Return whether the figure says by how much its indicator changed."""
    return figure.measure is Measure.GROWTH or bool(figure.change)


class Sides:
    """The figures of one report by indicator and place; `year` is the report's."""

    def __init__(self, entries: Sequence[Entry], facts: Sequence[Facts], year: int) -> None:
        self._entries, self._facts, self._year = entries, facts, year
        self._figures: defaultdict[tuple[str, str], list[tuple[int, Figure]]] = defaultdict(list)
        self._places: defaultdict[str, list[tuple[int, Figure]]] = defaultdict(list)
        self._items: list[tuple[int, Livelihood]] = []
        for number, entry in enumerate(entries):
            if isinstance(entry, Figure):
                self._figures[entry.indicator, entry.place].append((number, entry))
                self._places[_bare(entry)].append((number, entry))
            elif isinstance(entry, Livelihood):
                self._items.append((number, entry))

    def other(self, seed: Figure, question: Question) -> Pick | None:
        """Return what the report says of the seed's indicator and place for the year, side and measure asked for.

        Of several the one that compares best with the seed. Where no figure states a target, a livelihood item does
        that promises the indicator by its name and in its unit. None where the report doesn't say.
        """
        figures = self._figures[seed.indicator, seed.place]
        fitting = [(n, other) for n, other in figures if self._suits(n, other, question)]
        if fitting:
            number, figure = min(fitting, key=lambda one: self._distance(seed, one[1]))
            return Pick(number, focus_of(figure, question))
        return self._planned(seed, question)

    def places_of(self, number: int) -> frozenset[str]:
        """Return the places of which a figure speaks, by their full names; none of the report's own region."""
        entry = self._entries[number]
        if not isinstance(entry, Figure) or not entry.place:
            return frozenset()
        return frozenset(place for place in self._facts[number].places if place.startswith(entry.place))

    def holds(self, number: int, question: Question) -> bool:
        """Return whether an entry that is no figure has what is asked: its year, an amount, the unit."""
        facts, asked = self._facts[number], question.measures
        if question.years - facts.years or (question.unit and question.unit not in facts.units):
            return False
        if asked - {"level"} or (question.status and not question.status & facts.status):
            return False
        return bool(facts.units) or not (asked or question.quantity)

    def elsewhere(self, seed: Figure, places: frozenset[str]) -> Pick | None:
        """Return the same indicator's figure of one of `places`, of the seed's side and year; None where none is."""
        for number, other in self._places[_bare(seed)]:
            there = places & self.places_of(number)
            if there and (other.status, other.period) == (seed.status, seed.period):
                return Pick(number)
        return None

    def of(self, seed: Figure) -> tuple[Figure, ...]:
        """Return all figures of the seed's indicator and place, of any year, side and measure."""
        return tuple(figure for _, figure in self._figures[seed.indicator, seed.place])

    def both(self, number: int, seed: Figure) -> tuple[Pick, ...]:
        """Return the seed's actual and target in this order, as alike as can be; the seed where one is missing."""
        figures = self._figures[seed.indicator, seed.place]
        actual = [one for one in figures if one[1].status is Status.ACTUAL]
        target = [one for one in figures if one[1].status is Status.TARGET]
        if not actual or not target:
            promise = None if target else self.promise(seed)
            return (Pick(number),) if promise is None else (Pick(number), promise)
        first, second = min(product(actual, target), key=lambda pair: self._unlikeness(pair[0][1], pair[1][1]))
        if first[1].measure is second[1].measure or not (grows(first[1]) and grows(second[1])):
            return Pick(first[0]), Pick(second[0])
        return Pick(first[0], growth_of(first[1])), Pick(second[0], growth_of(second[1]))

    def reached(self, target: Figure) -> Pick | None:
        """Return what was reached of a target's indicator and place in the year before the report's, most alike to it.

        None where the report doesn't say, and for a figure that is no target.
        """
        figures = self._figures.get((target.indicator, target.place), ())
        actual = [one for one in figures if (one[1].status, one[1].period) == (Status.ACTUAL, self._year - 1)]
        if target.status is not Status.TARGET or not actual:
            return None
        number, figure = min(actual, key=lambda one: self._unlikeness(one[1], target))
        by_growth = figure.measure is not target.measure and grows(figure) and grows(target)
        return Pick(number, growth_of(figure) if by_growth else None)

    def promise(self, figure: Figure) -> Pick | None:
        """Return the livelihood measure that promises the figure's indicator by name, in the same unit."""
        if figure.place or figure.status is Status.TARGET or figure.measure is not Measure.LEVEL:
            return None
        for number, item in self._items:
            for measure in item.measures:
                if figure.indicator in measure.quote and any(a.endswith(figure.unit) for a in measure.amounts):
                    start = item.passage.text.find(measure.quote)
                    return Pick(number, (start, start + len(measure.quote)))
        return None

    def promised(self, item: Livelihood) -> Iterator[tuple[int, Figure]]:
        """Yield the figures whose promise stands in `item`."""
        for figures in self._figures.values():
            for number, figure in figures:
                promise = self.promise(figure) if any(figure.indicator in m.quote for m in item.measures) else None
                if promise is not None and self._entries[promise.entry] is item:
                    yield number, figure

    def _suits(self, number: int, figure: Figure, question: Question) -> bool:
        aimed = "target" in question.status
        reached = "done" in question.status or ("actual" in question.status and not (aimed or question.years))
        if question.years and figure.period not in question.years:
            return False
        if aimed is not reached and (figure.status is Status.TARGET) is not aimed:
            return False
        if question.unit and question.unit not in self._facts[number].units:
            return False
        return self._measures_up(figure, question)

    def _measures_up(self, figure: Figure, question: Question) -> bool:
        asked = question.measures
        if "rank" in asked and not figure.rank:
            return False
        if "growth" in asked:
            return grows(figure)
        if "share" in asked:
            return figure.measure is Measure.SHARE
        return "level" not in asked or figure.measure in (Measure.LEVEL, Measure.SHARE)

    def _planned(self, seed: Figure, question: Question) -> Pick | None:
        """The promise of the seed's indicator where this year's target is asked for, in its own unit if in any."""
        aimed = "target" in question.status or not question.status
        this_year = question.years == {self._year} or (not question.years and "target" in question.status)
        promise = self.promise(seed) if aimed and this_year and question.measures <= {"level"} else None
        if promise is not None and question.unit and question.unit not in self._facts[promise.entry].units:
            return None
        return promise

    def _distance(self, seed: Figure, other: Figure) -> tuple[bool, bool, bool, int]:
        return (
            other is not seed and other.measure is not seed.measure,
            other.status is not seed.status,
            grows(other) is not grows(seed),
            abs(other.period - (seed.period if other.status is seed.status else self._year)),
        )

    def _unlikeness(self, actual: Figure, target: Figure) -> tuple[bool, bool, int, int, bool]:
        return (
            actual.measure is not target.measure,
            not (grows(actual) and grows(target)),
            abs(target.period - self._year),
            abs(actual.period - self._year + 1),
            actual.passage is target.passage,
        )


def focus_of(figure: Figure, question: Question) -> Span | None:
    """Return where the figure says the rank or the change that is asked for; None where its value answers."""
    if question.measures == {"rank"} and figure.rank != figure.said:
        start = figure.start + figure.quote.find(figure.rank)
        return start, start + len(figure.rank)
    return (
        None if figure.measure is Measure.GROWTH and "rank" not in question.measures else asked_part(figure, question)
    )


def growth_of(figure: Figure) -> Span | None:
    """Return where the figure says by how much its indicator changed; None where its value says that."""
    if figure.measure is Measure.GROWTH:
        return None
    start = figure.start + figure.quote.find(figure.change)
    return start, start + len(figure.change)


def _bare(figure: Figure) -> str:
    """The indicator without the place that its name begins with."""
    return figure.indicator.removeprefix(figure.place)


def named_by(question: Question, index: Index, pipeline: Pipeline, year: int) -> Reading:
    """Return the figure whose indicator `question` names: by the name alone, or in any question about it.

    Last year, this year (`year`) and what was reached or is aimed at are read over: both sides are wanted. The
    reading is not sure where no figure, or a list, is asked for.
    """
    entries = index.entries
    alone = [number for number in index.names.get(question.units.joined, ()) if isinstance(entries[number], Figure)]
    if alone and len({entries[number].title for number in alone}) == 1:
        return Reading(question, weigh(question, index, pipeline.lexicon), (), {}, (alone[0],), "", CERTAIN)
    if question.years <= {year - 1, year}:
        question = replace(question, asks=True, years=frozenset(), status=frozenset())
    reading = pipeline.asked(question, frozenset({Kind.FIGURE, Kind.TARGET}))
    best = next((ranked.features for ranked in reading.ranked if ranked.entry in reading.found), {})
    alike = best.get(F.FUZZY, 0)
    named = best.get(F.NAME, 0) > 0 or alike >= ALIKE or (alike >= HALF and reading.signs.get(F.MARGIN, 0) >= ALONE)
    return reading if named else replace(reading, confidence=-CERTAIN)

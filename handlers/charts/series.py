"""Which figures may honestly stand beside each other in a chart, with the words that the report has for each."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from handlers.query import Engine
from handlers.snapshots import Snapshot
from knowledge.following.sides import alike
from knowledge.model import Figure, Livelihood, Measure, Status

_RANK = re.compile(r"全国第(\d+)")
_GROWS = re.compile(r"增长|达到")
_AMOUNT = re.compile(r"(\d{1,15}(?:\.\d{1,9})?)(万|亿)?([^\d万亿]{1,3}?)(?:以上)?")
_SCALES = {"万": 1e4, "亿": 1e8}
_ALIKE = 3  # amounts of one unit that make bars worth comparing
BETWEEN = ","
_MOST = 30  # figures of a series
_FALLS = re.compile("[降减缩]")  # no figure has a sign: 降低1.6% is 1.6
_INDUSTRY = re.compile(r"产业|业增加值|工业")


class Scale(StrEnum):
    """What a mark's length or place is measured by."""

    SHARED = "shared"  # all bars of the chart
    GROUP = "group"  # the bars of its group, where units differ
    UNIT = "unit"  # the bars below the same heading, which is their unit
    RANK = "rank"  # dots from the first place on
    YEARS = "years"  # dots of one year below the other, joined by lines: results and targets


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in the report's words `said`; `year` is its own, `is_target` whether it is aimed at.

    `place` is where it stands, with the report's name, in a chart of several reports.
    """

    said: str
    value: float
    entry_id: str = ""
    year: int | None = None
    is_target: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Marks on one thing, under its name; `heading` is what it shares with the groups beside it, or empty."""

    name: str
    marks: tuple[Mark, ...]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart by its `name`: that of a whole chart (`CHARTS`), an entry's id, or the ids of a series with commas.

    Of several reports each id has its report's key behind an @.

    `title` is verbatim, or empty.

    `places` are where the values stand in the report.
    """

    name: str
    title: str
    groups: tuple[Group, ...]
    scale: Scale = Scale.SHARED
    places: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks in order."""
        return tuple(mark for group in self.groups for mark in group.marks)


def figures_of(snapshot: Snapshot) -> Mapping[str, Figure]:
    """Return the report's figures by their ids, in its order."""
    return snapshot.once(
        Figure, lambda: {each.id: each for each in snapshot.engine.entries if isinstance(each, Figure)}
    )


def scale_of(figure: Figure) -> tuple[Measure, str, bool]:
    """What figures share that stand beside each other: nothing that falls beside what grows."""
    return figure.measure, figure.unit, bool(_FALLS.search(figure.said))


def series_of(figures: Sequence[Figure | None]) -> Chart | None:
    """Return figures of one measure and unit, largest first; None where they aren't, or all are the same."""
    found = sorted((each for each in figures if each), key=lambda each: -abs(each.value))
    is_series = len(set(map(scale_of, found))) == 1 and len({each.value for each in found}) > 1
    if not is_series or len(found) < len(figures) or len(found) > _MOST or found[0].measure is Measure.RANK:
        return None
    groups = tuple(Group(each.title, (mark_of(each),)) for each in found)
    return Chart(BETWEEN.join(each.id for each in found), "", groups, places=_places(*found))


def is_known(name: str, snapshot: Snapshot) -> bool:
    """Whether anything is kept under `name`: not under whatever somebody writes into an address."""
    return name in CHARTS or name in figures_of(snapshot)


def made(name: str, snapshot: Snapshot) -> Chart | None:
    """Return the chart of the whole report with this name, or of an entry with this id; None where there is nothing."""
    chart = CHARTS[name](snapshot) if name in CHARTS else _of_entry(name, snapshot)
    return chart if chart and chart.groups else None


def _of_entry(entry_id: str, snapshot: Snapshot) -> Chart | None:
    """What an indicator reached, beside what it is to reach."""
    pair = snapshot.engine.comparable(entry_id)
    if pair is None:
        return None
    return Chart(entry_id, pair[0].indicator, (_sided("", *pair),), places=_places(*pair))


def _sided(name: str, actual: Figure, target: Figure) -> Group:
    return Group(name, (mark_of(actual), mark_of(target)))


def mark_of(figure: Figure) -> Mark:
    """Return a figure as a mark, in the report's words."""
    return Mark(figure.said, abs(figure.value), figure.id, figure.period, figure.status is Status.TARGET)


def _places(*figures: Figure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.passage.place for each in figures))


def _pairs(snapshot: Snapshot) -> Iterator[tuple[Figure, Figure]]:
    """Yield what was reached and what is aimed at, of every target of the year that can be compared."""
    engine: Engine = snapshot.engine
    figures = figures_of(snapshot)
    for target in figures.values():
        reached = engine.actual_of(target.id) if target.status is Status.TARGET else None
        actual = figures.get(reached.entry_id) if reached else None
        if actual and target.period == snapshot.report.year and alike(actual, target):
            yield actual, target


def _growth_targets(snapshot: Snapshot) -> Chart:
    pairs = [pair for pair in _pairs(snapshot) if pair[1].measure is Measure.GROWTH]
    return _compared("targets", pairs, Scale.SHARED)


def _amounts(snapshot: Snapshot) -> Chart:
    pairs = [pair for pair in _pairs(snapshot) if pair[1].measure is not Measure.GROWTH]
    return _compared("amounts", pairs, Scale.GROUP)


def _compared(name: str, pairs: list[tuple[Figure, Figure]], scale: Scale) -> Chart:
    groups = tuple(_sided(target.indicator, actual, target) for actual, target in pairs)
    return Chart(name, "", groups, scale, _places(*(each for pair in pairs for each in pair)))


def _ranks(snapshot: Snapshot) -> Chart:
    ranked = [
        (int(found[1]), each)
        for each in figures_of(snapshot).values()
        if each.status is Status.ACTUAL and not each.place and (found := _RANK.search(each.rank))
    ]
    ranked.sort(key=lambda one: one[0])
    groups = (Group(each.indicator, (Mark(each.rank, rank, each.id, each.period),)) for rank, each in ranked)
    return Chart("ranks", "", tuple(groups), Scale.RANK, _places(*(each for _, each in ranked)))


def _industries(snapshot: Snapshot) -> Chart:
    found = [
        each
        for each in figures_of(snapshot).values()
        if each.status is Status.ACTUAL
        and (each.measure, each.unit, each.place) == (Measure.GROWTH, "%", "")
        and _INDUSTRY.search(each.indicator)
        and "投资" not in each.indicator
        and _GROWS.search(each.said)
    ]
    found.sort(key=lambda each: -each.value)
    groups = tuple(Group(each.indicator, (mark_of(each),)) for each in found)
    return Chart("industries", "", groups, places=_places(*found))


def _investment(snapshot: Snapshot) -> Chart:
    found = [
        each
        for each in figures_of(snapshot).values()
        if "投资" in each.indicator and (each.measure, each.unit) == (Measure.LEVEL, "亿元")
    ]
    found.sort(key=lambda each: -each.value)
    groups = tuple(Group(each.indicator, (mark_of(each),)) for each in found)
    return Chart("investment", "", groups, places=_places(*found))


def _departments(snapshot: Snapshot) -> Chart:
    items = [each for each in snapshot.engine.entries if isinstance(each, Livelihood)]
    counted: Counter[str] = Counter()
    for item in items:
        counted.update({department for measure in item.measures for department in measure.departments})
    groups = tuple(Group(name, (Mark(str(count), count),)) for name, count in sorted(counted.items(), key=_most_first))
    return Chart("departments", "", groups, places=_annex(items))


def _livelihood(snapshot: Snapshot) -> Chart:
    """What the livelihood items promise, by unit: each measure with one amount, where several have the unit."""
    by_unit: defaultdict[str, list[Group]] = defaultdict(list)
    items = [each for each in snapshot.engine.entries if isinstance(each, Livelihood)]
    for item in items:
        for measure in item.measures:
            found = _AMOUNT.fullmatch(measure.amounts[0]) if len(measure.amounts) == 1 else None
            if found:
                value = float(found[1]) * _SCALES.get(found[2], 1.0)
                mark = Mark(measure.amounts[0], value, item.id, snapshot.report.year, is_target=True)
                by_unit[found[3]].append(Group(measure.quote, (mark,), heading=found[3]))
    groups = (
        group
        for same_unit in by_unit.values()
        if len(same_unit) >= _ALIKE
        for group in sorted(same_unit, key=lambda each: -each.marks[0].value)
    )
    return Chart("livelihood", "", tuple(groups), Scale.UNIT, _annex(items))


def _annex(items: Sequence[Livelihood]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.passage.place.partition(" · ")[0] for item in items))


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]


CHARTS: Mapping[str, Callable[[Snapshot], Chart]] = MappingProxyType(
    {
        "targets": _growth_targets,
        "amounts": _amounts,
        "ranks": _ranks,
        "industries": _industries,
        "investment": _investment,
        "livelihood": _livelihood,
        "departments": _departments,
    }
)

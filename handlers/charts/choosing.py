"""Which chart an answer has, or somebody asks for by its name: of one report, or of several beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from handlers.charts.series import (
    BETWEEN,
    Chart,
    Group,
    Mark,
    Scale,
    figures_of,
    is_known,
    made,
    mark_of,
    scale_of,
    series_of,
)
from handlers.snapshots import Snapshot
from knowledge.model import Across, Answer, Figure, Kind, Measure, Report, Source, Status

OF = "@"  # between a figure's id and the key of its report
_MOST = 30  # figures of several reports

Said: TypeAlias = tuple[Report, Figure]


def chart_of(name: str, snapshot: Snapshot) -> Chart | None:
    """Return the chart with this name, or of the entries with these ids; None where nothing can be compared."""
    names = tuple(dict.fromkeys(name.split(BETWEEN)))
    if OF in name:
        parts = (each.partition(OF) for each in names[:_MOST])
        return _beside([_said_by(entry_id, key, snapshot) for entry_id, _, key in parts])
    if len(names) > 1:  # anybody can write such a name, so none is kept
        return series_of([figures_of(snapshot).get(each) for each in names])
    return snapshot.once((Chart, name), lambda: made(name, snapshot)) if is_known(name, snapshot) else None


def chart_for(answer: Answer, snapshot: Snapshot) -> Chart | None:
    """Return the chart that an answer comes with: of a comparison, or of a list most of whose figures are alike."""
    if answer.across:
        return _across(answer, snapshot)
    if answer.comparison:
        return chart_of(answer.sources[0].entry_id, snapshot)
    figures = [figure for each in answer.sources if (figure := _figure(each, snapshot))]
    for usual, count in Counter(map(scale_of, figures)).most_common(1):
        if 2 * count > len(answer.sources):
            return series_of([each for each in figures if scale_of(each) == usual])
    return None


def chart_shown(answer: Answer, snapshot: Snapshot) -> Chart | None:
    """Return the chart that can be had of an answer: the one that it comes with, or its one figure's."""
    one = answer.sources[0].entry_id if len(answer.sources) == 1 else ""
    return chart_of(one, snapshot) if one else chart_for(answer, snapshot)


def _figure(source: Source, snapshot: Snapshot) -> Figure | None:
    """Return the figure that a source is; of a passage that is none itself the one that it holds."""
    known = figures_of(snapshot)
    if source.entry_id in known or source.kind is not Kind.TEXT:
        return known.get(source.entry_id)
    held = [each for each in known.values() if each.passage.text == source.text]
    return held[0] if len(held) == 1 else None


def _said_by(entry_id: str, key: str, snapshot: Snapshot) -> Said | None:
    """Return the figure with this id in the report with this key, and the report."""
    collection = snapshot.collection
    report = collection.report(key) if collection else None
    if collection is None or report is None:
        return None
    entries = collection.library(key).entries
    found = next((each for each in entries if each.id == entry_id and isinstance(each, Figure)), None)
    return (report, found) if isinstance(found, Figure) else None


def _across(answer: Answer, snapshot: Snapshot) -> Chart | None:
    """Return what several reports say beside each other; over the years with what each aimed at and reached."""
    said = [_said_by(each.entry_id, each.report.key, snapshot) for each in answer.sources if each.report]
    known = [each for each in said if each]
    if len(known) < len(answer.sources) or not all(map(_is_shown, answer.sources, known)):
        return None
    if answer.across is Across.YEARS:
        known = sorted({*known, *_other_sides(known, snapshot)}, key=lambda one: _when(one[1]))
    return _beside(known)


def _is_shown(source: Source, said: Said) -> bool:
    """Whether a source is answered by a figure's value, and not by how much that grew."""
    return not source.direct or said[1].said in source.direct


def _other_sides(known: Sequence[Said], snapshot: Snapshot) -> Iterator[Said]:
    """Yield the targets of the years whose results are known, and the results where targets are."""
    collection = snapshot.collection
    like = {(scale_of(figure), figure.indicator, figure.place) for _, figure in known}
    years, statuses = {figure.period for _, figure in known}, {figure.status for _, figure in known}
    years |= {max(years) + 1}  # what is aimed at now
    regions = {report.region for report, _ in known}
    for report in collection.reports if collection else ():
        if collection and report.region in regions and collection.has_ready(report.key):
            for each in collection.library(report.key).entries:
                if isinstance(each, Figure) and each.status not in statuses and each.since == each.period:
                    own = report.year - (each.status is Status.ACTUAL)
                    if each.period == own and own in years and (scale_of(each), each.indicator, each.place) in like:
                        yield report, each


def _beside(said: Sequence[Said | None]) -> Chart | None:
    """Return figures of several reports in one chart; None where measure or unit differ, or nothing does."""
    known = [each for each in said if each]
    figures = [figure for _, figure in known]
    if len(known) < max(len(said), 2) or len(set(map(scale_of, figures))) != 1 or figures[0].measure is Measure.RANK:
        return None
    names, regions = {each.indicator for each in figures}, {report.region for report, _ in known}
    title = names.pop() if len(names) == 1 else ""
    name = BETWEEN.join(f"{figure.id}{OF}{report.key}" for report, figure in known)
    if len(regions) > 1:
        by_region = groupby(known, key=lambda one: one[0].region)
        groups = tuple(Group(region, tuple(_mark(*each) for each in own)) for region, own in by_region)
        return Chart(name, title, groups, places=_places(groups))
    marks = tuple(_mark(*each) for each in sorted(known, key=lambda one: _when(one[1])))
    is_line = len({mark.year for mark in marks}) > 1
    groups = (Group("", marks),)
    return Chart(name, title, groups, Scale.YEARS if is_line else Scale.SHARED, _places(groups))


def _mark(report: Report, figure: Figure) -> Mark:
    return replace(mark_of(figure), place=f"{report.name} · {figure.passage.place}")


def _places(groups: Sequence[Group]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark.place for group in groups for mark in group.marks))


def _when(figure: Figure) -> tuple[int, bool]:
    return figure.period, figure.status is Status.TARGET

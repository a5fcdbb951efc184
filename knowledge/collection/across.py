"""What several reports say beside each other: a target and what became of it, one thing over the years, of regions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from knowledge.collection.routing import Asked, Router
from knowledge.engine import Library
from knowledge.finding.answers import score
from knowledge.finding.pipeline import CERTAIN
from knowledge.following.sides import alike, grows, growth_of
from knowledge.model import (
    Across,
    Answer,
    Conflict,
    Figure,
    Kind,
    Measure,
    Outcome,
    Reason,
    Report,
    Source,
    Status,
    Suggestion,
    Where,
)

MOST_YEARS = 10  # reports that are asked for one thing over the years
MOST_REGIONS = 6

_LAST_YEARS = re.compile(r"(?:最近|近|过去|前|这)(?:(?P<count>\d{1,2})|几|些|数)年(?:来|里|间)?")
_EVERY_YEAR = re.compile("历年|逐年|每一?年|各年度?|历次|这些年")
_SUMMED = re.compile("年均|平均|累计|总共|一共|合计|总计")
_KEPT = re.compile(
    "(?:完成|实现|达到|达成|兑现|做到|落实)(?:了吗|了没有?|没有?|得?怎么?样|得?如何|情况|与否|了多少)?|是否|有没有"
)
_TARGET = "目标"


class Beside:
    """Asks several of a collection's reports; `library` makes a report ready to be asked."""

    def __init__(self, router: Router, library: Callable[[str], Library]) -> None:
        self._router, self._library = router, library

    def ask(self, text: str, where: Where, asked: Asked) -> Answer | None:
        """Return what several reports say to a question about several years or regions, or whether a target was met.

        None for any other question, and where not two of the reports say it.
        """
        if len(asked.reports) > 1:
            return self._regions(text, where, asked)
        if where is Where.GROUP or len(self._router.of_region(asked.report.region)) < 2:
            return None
        if _KEPT.search(asked.named.bare) and {"goal", "target"} & self._router.understood(asked).status:
            return self._kept(text, asked)
        return self._over_years(text, asked)

    def compare(self, text: str, asked: Asked) -> Answer | None:
        """Return what the older of two reports aimed at, what the newer says was reached, and what that one aims at.

        None where there are no two such reports, where no indicator is surely named, or only one of them has it.
        """
        found = self._kept(text, asked)
        if found is None or found.outcome is not Outcome.ANSWER or asked.years:
            return found if asked.years else None
        newer = found.sources[1].report
        target = _first(self._figures(asked, newer), Status.TARGET, newer.year) if newer else None
        if newer is None or target is None:
            return found
        return replace(found, sources=(*found.sources, self._source(newer, target)))

    def _regions(self, text: str, where: Where, asked: Asked) -> Answer | None:
        answers = [
            (report, self._library(report.key).ask(asked.named.rest, where)) for report in asked.reports[:MOST_REGIONS]
        ]
        said = [answer for _, answer in answers if answer.outcome is Outcome.ANSWER]
        lacking = tuple(report.name for report, answer in answers if answer.outcome is not Outcome.ANSWER)
        if not said or (lacking and where is Where.GROUP):
            return None
        titles = dict.fromkeys(answer.title for answer in said)
        title = next(iter(titles)) if len(titles) == 1 else ""
        sources = tuple(source for answer in said for source in answer.sources)
        points = min(answer.score for answer in said)
        return _told(text, title, points, sources, across=Across.REGIONS, lacking=lacking)

    def _kept(self, text: str, asked: Asked) -> Answer | None:
        """A target beside what became of it; where they can't be held against each other, both to be looked at."""
        pair = self._years_of_promise(asked)
        if pair is None:
            return None
        older, newer = pair
        targets = [each for each in self._figures(asked, older) if _is(each, Status.TARGET, older.year)]
        actuals = [each for each in self._figures(asked, newer) if _is(each, Status.ACTUAL, older.year)]
        if not targets:
            return None
        if not actuals:
            return self._unsure(text, Conflict(Reason.YEAR, "actual", "target"), [(older, targets[0])])
        likely = (
            (t, a) for t in targets for a in actuals if t.indicator == a.indicator or not _shared(targets, actuals)
        )
        target, actual = min(likely, key=lambda both: (not _fits(*both), both[0].measure is not both[1].measure))
        if not _fits(target, actual):
            conflict = Conflict(Reason.UNLIKE, target.said, actual.said)
            return self._unsure(text, conflict, [(older, target), (newer, actual)])
        sources = (self._source(older, target, actual), self._source(newer, actual, target))
        return _told(text, target.title, score(CERTAIN), sources, across=Across.KEPT)

    def _years_of_promise(self, asked: Asked) -> tuple[Report, Report] | None:
        """The report that aims at a year, and the next one; without a year the latest that both are there of."""
        reports = self._router.of_region(asked.report.region)
        said = asked.years or {each for each in reports if each + 1 in reports}
        year = max((each for each in said if each in reports and each + 1 in reports), default=None)
        return None if year is None else (reports[year], reports[year + 1])

    def _over_years(self, text: str, asked: Asked) -> Answer | None:
        """One figure of each year that is asked for, from the report that says it."""
        form = asked.named.rest
        last = _LAST_YEARS.search(form)
        several = len(asked.years) > 1 and not asked.years <= {asked.report.year - 1, asked.report.year}
        if _SUMMED.search(form) or not (last or several or _EVERY_YEAR.search(form)):
            return None
        question = self._router.understood(asked)
        aimed = "target" in question.status and "done" not in question.status
        status = Status.TARGET if aimed else Status.ACTUAL
        found: dict[int, tuple[Report, Figure]] = {}
        for report in sorted(self._router.of_region(asked.report.region).values(), key=lambda one: -one.year)[
            :MOST_YEARS
        ]:
            year = report.year if aimed else report.year - 1
            figures = [each for each in self._figures(asked, report) if _is(each, status, year)]
            figures.sort(key=lambda each: not _answers(each, question.measures))
            if figures and _answers(figures[0], question.measures) and (not several or year in asked.years):
                found[year] = report, figures[0]
        count = int(last["count"]) if last and last["count"] else len(found)
        years = sorted(found)[-count:] if count else []
        if len(years) < 2 or not (question.measures or _same([found[year][1] for year in years])):
            return None
        sources = tuple(self._of_measure(*found[year], question.measures) for year in years)
        return _told(text, found[years[-1]][1].title, score(CERTAIN), sources, across=Across.YEARS)

    def _figures(self, asked: Asked, report: Report) -> tuple[Figure, ...]:
        """What a report says, in any year, of the indicator that a question names."""
        form = _LAST_YEARS.sub("", self._router.undated(asked.named.bare))
        return self._library(report.key).indicator(_KEPT.sub("", _EVERY_YEAR.sub("", form)).replace(_TARGET, ""))

    def _of_measure(self, report: Report, figure: Figure, measures: frozenset[str]) -> Source:
        wants_growth = "growth" in measures and figure.measure is not Measure.GROWTH
        return self._library(report.key).source(figure.id, growth_of(figure) if wants_growth else None)

    def _source(self, report: Report, figure: Figure, other: Figure | None = None) -> Source:
        """The figure as a source; where the other one says only by how much it grew, how much this one did."""
        by_growth = other is not None and not _same_measure(figure, other) and grows(figure)
        return self._library(report.key).source(figure.id, growth_of(figure) if by_growth else None)

    def _unsure(self, text: str, conflict: Conflict, near: Sequence[tuple[Report, Figure]]) -> Answer:
        headlines = (self._library(report.key).headline(figure.id) for report, figure in near)
        offered: tuple[Suggestion, ...] = tuple(each for each in headlines if each)
        nearest = offered[0].entry_id if offered else ""
        return Answer(
            text, Outcome.UNSURE, None, "", 0, (), offered, text.strip(), nearest, conflict=conflict, report=near[0][0]
        )


def _told(  # noqa: PLR0913 - what the kinds of answers differ in
    text: str, title: str, points: int, sources: tuple[Source, ...], *, across: Across, lacking: tuple[str, ...] = ()
) -> Answer:
    kind = Kind.LIST if len(sources) > 1 else sources[0].kind
    return Answer(
        text,
        Outcome.ANSWER,
        kind,
        title,
        points,
        sources,
        (),
        text.strip(),
        sources[0].entry_id,
        report=sources[0].report,
        across=across,
        lacking=lacking,
    )


def _is(figure: Figure, status: Status, year: int) -> bool:
    return (figure.status, figure.period, figure.since) == (status, year, year)


def _first(figures: Iterable[Figure], status: Status, year: int) -> Figure | None:
    return next((figure for figure in figures if _is(figure, status, year)), None)


def _shared(targets: Sequence[Figure], actuals: Sequence[Figure]) -> bool:
    return bool({each.indicator for each in targets} & {each.indicator for each in actuals})


def _fits(target: Figure, actual: Figure) -> bool:
    """Whether both state one measure in one unit, so that people can hold one against the other."""
    return (_same_measure(target, actual) and target.measure is not Measure.RANK) or (
        grows(target) and grows(actual) and _percent(target) is _percent(actual)
    )


def _same_measure(one: Figure, other: Figure) -> bool:
    return alike(one, other) or (one.measure is other.measure and _base(one.unit) == _base(other.unit))


def _base(unit: str) -> str:
    return unit.lstrip("十百千万亿")


def _percent(figure: Figure) -> bool:
    return "%" in (figure.said if figure.measure is Measure.GROWTH else figure.change)


def _answers(figure: Figure, measures: frozenset[str]) -> bool:
    if "growth" in measures:
        return grows(figure)
    if "level" in measures:
        return figure.measure in (Measure.LEVEL, Measure.SHARE)
    if "rank" in measures:
        return bool(figure.rank)
    return True


def _same(figures: Sequence[Figure]) -> bool:
    return all(_same_measure(figures[0], other) for other in figures[1:])

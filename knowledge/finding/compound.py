"""Questions that ask twice: last year's and this year's of one indicator, or several subjects in one breath."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.finding.index import Index
from knowledge.finding.rank import Ranked
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.model import Figure, Report

MOST_PARTS = 7

_JOINTS = re.compile("(?:、|,|:|。|和|与|及|以及|还有|跟|同)+")
_TOGETHER = re.compile(
    "分别|各(?!盟|地|级|位|族|类|种|项)|这[23456789]|[23456789](?:样|个数|项|件事)|(?:多少|几).*(?:多少|几)"
)
_ALL = re.compile("(?:各|(?:全区)?(?:所有|1[0-9])个?)(?:盟市|地市|州市|市州|城市|地区|市|地)")
_EACH = re.compile("分别|各?自的?|各(?=盟|地|市|是|为)|(?:[23456789]|1[0-4])个?(?:盟市|城市|市|地方)各?")
_TWICE = re.compile("(?:多少|几).*(?:多少|几)|分别|各|对比|相比|比较|和|与|跟|以及|、|还有")


def both_years(question: Question, report: Report) -> bool:
    """Whether `question` asks for what was reached last year and what is aimed at this year."""
    year = report.year
    if {year - 1, year} <= question.years:
        return bool("," not in question.form or question.lists or _TWICE.search(question.units.joined))
    return question.status >= {"actual", "target"} and not question.years


def year_halves(question: Question, report: Report) -> tuple[Question, Question]:
    """Returns the question asked of last year alone, and of this year alone."""
    past = replace(question, years=frozenset({report.year - 1}), status=frozenset())
    plan = replace(question, years=frozenset({report.year}), status=frozenset())
    return past, plan


def counterpart(entry: Figure, ranked: Sequence[Ranked], index: Index) -> int | None:
    """Returns the entry that states the other side (actual or target) of the same indicator and place, or None."""
    for candidate in ranked:
        other = index.entries[candidate.entry]
        if (
            isinstance(other, Figure)
            and other.indicator == entry.indicator
            and other.place == entry.place
            and other.status is not entry.status
        ):
            return candidate.entry
    return None


def named_places(question: Question, lexicon: Lexicon) -> dict[str, str]:
    """Returns the places of which one thing each is asked (分别, 各自, names joined by 和), by how they are called."""
    if not _EACH.search(question.form) and (question.lists or not _JOINTS.search(question.form)):
        return {}
    if not question.places and _ALL.search(question.form):
        return {place: place for place in lexicon.home_places}
    called = {}
    for span in question.spans:
        for tag in span.tags:
            if tag.family == "place":
                called[question.units.slice(span.start, span.end)] = tag.value
    return called if len(called) == len(question.places) else {place: place for place in question.places}


def without_places(question: Question) -> str:
    """Returns what `question` asks about, without the names of places, what joins them, and words that only ask."""
    units = question.units
    named = [span for span in question.spans if any(tag.family in ("place", "group") for tag in span.tags)]
    held = {i for span in named for i in range(span.start, span.end)}
    rest = "".join(item for i, item in enumerate(units.items) if i not in held and not question.light[i])
    return _EACH.sub("", _ALL.sub("", rest)).strip("和与跟及同的")


def subjects(question: Question) -> tuple[str, ...]:
    """Returns the parts of a question that asks of several subjects at once, or none.

    `CPI和失业率的目标分别是多少` gives `CPI` and `失业率的目标分别是多少`; years and cues of the whole hold for each.
    """
    if not (_TOGETHER.search(question.form) or question.lists):
        return ()
    pieces = [p.strip() for p in _JOINTS.split(question.form) if p.strip()]
    if not 2 <= len(pieces) <= MOST_PARTS:
        return ()
    return tuple(pieces)

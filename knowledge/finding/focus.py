"""Which questions a message holds: of a longer one the clauses that could be the question, and of one that asks twice
(last year's and this year's of one indicator, several places or subjects in one breath) its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import add

from knowledge.finding.index import COMMON, Index
from knowledge.finding.rank import Ranked
from knowledge.language.lexicon import Lexicon
from knowledge.language.question import Question
from knowledge.model import Figure, Report

SHORT = 44  # characters; a message up to here is one question
LONGEST_VIEW = 72  # characters; up to here a message is tried whole beside its clauses
MOST_CLAUSES = 3  # clauses of a message that are tried
MOST_VIEWS = 4
LONG, FEWEST_VIEWS = 400, 2  # characters from which on there are only so many
MOST_PARTS = 7  # subjects of one question

_CLAUSE = re.compile(r"[^,.;:!?。;、~…\n—\U0001f300-\U0001faff\u2600-\u27bf]{1,48}[?]*")
_JOINTS = re.compile("(?:、|,|:|。|和|与|及|以及|还有|跟|同)+")
_TOGETHER = re.compile(
    "分别|各(?!盟|地|级|位|族|类|种|项)|这[23456789]|[23456789](?:样|个数|项|件事)|(?:多少|几).*(?:多少|几)"
)
_ALL = re.compile("(?:各|(?:全区)?(?:所有|1[0-9])个?)(?:盟市|地市|州市|市州|城市|地区|市|地)")
_EACH = re.compile("分别|各?自的?|各(?=盟|地|市|是|为)|(?:[23456789]|1[0-4])个?(?:盟市|城市|市|地方)各?")
_TWICE = re.compile("(?:多少|几).*(?:多少|几)|分别|各|对比|相比|比较|和|与|跟|以及|、|还有")


def _promise(clause: str, telling: Mapping[str, float]) -> float:
    """How much telling wording of the report the clause has."""
    return sum(filter(None, map(telling.get, map(add, clause, clause[1:]))))


def _most_promising(clauses: Sequence[str], among: Iterable[int], index: Index) -> list[int]:
    """The numbers `among` those of the clauses that promise most, the best first, and of equals the first.

    The longest are weighed first: clauses too short to promise more than those that were found aren't weighed at all.
    """
    most_of_a_pair = (1 - COMMON) * index.rarest
    best: list[tuple[float, int]] = []
    for i in sorted(among, key=[*map(len, clauses)].__getitem__, reverse=True):
        if len(best) == MOST_CLAUSES and (len(clauses[i]) - 1) * most_of_a_pair < -best[-1][0]:
            break
        promise = _promise(clauses[i], index.telling)
        if promise > 0:
            best = sorted([*best, (-promise, i)])[:MOST_CLAUSES]
    return [i for _, i in best]


def views(form: str, index: Index, cues: re.Pattern[str]) -> tuple[str, ...]:
    """Return the parts of the normal form `form` to be understood as one question each.

    `cues` matches a clause that asks something: it is tried alone, with the clause before it, and as the end of the
    most promising ones. In pages of text it goes before clauses that don't ask, for only few are tried. The work grows
    linearly with the message; there are at most MOST_VIEWS short views.
    """
    if len(form) <= SHORT:
        return (form,)
    is_long = len(form) > LONG
    clauses = [*map(str.strip, _CLAUSE.findall(form))]
    found: dict[str, None] = {form: None} if len(form) <= LONGEST_VIEW else {}
    asking = [i for i, clause in enumerate(clauses) if is_long and len(clause) > 1 and cues.search(clause)]
    best = _most_promising(clauses, asking, index) or _most_promising(clauses, range(len(clauses)), index)
    for i in best:
        found[clauses[i]] = None
        if i + 1 < len(clauses) and cues.search(clauses[i + 1]):
            found[f"{clauses[i]},{clauses[i + 1]}"] = None
        if i > 0 and _promise(clauses[i - 1], index.telling) > 0 and cues.search(clauses[i]):
            found[f"{clauses[i - 1]},{clauses[i]}"] = None
    short = [view for view in found if len(view) <= LONGEST_VIEW]
    return tuple(short[: FEWEST_VIEWS if is_long else MOST_VIEWS]) or (form[:LONGEST_VIEW],)


def both_years(question: Question, report: Report) -> bool:
    """Whether `question` asks for what was reached last year and what is aimed at this year."""
    year = report.year
    if {year - 1, year} <= question.years:
        return bool("," not in question.form or question.lists or _TWICE.search(question.units.joined))
    return question.status >= {"actual", "target"} and not question.years


def year_halves(question: Question, report: Report) -> tuple[Question, Question]:
    """Return the question asked of last year alone, and of this year alone."""
    past = replace(question, years=frozenset({report.year - 1}), status=frozenset())
    plan = replace(question, years=frozenset({report.year}), status=frozenset())
    return past, plan


def counterpart(entry: Figure, ranked: Sequence[Ranked], index: Index) -> int | None:
    """Return the entry that states the other side (actual or target) of the same indicator and place, or None."""
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
    """Return the places of which one thing each is asked (分别, 各自, names joined by 和), by how they are called."""
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
    """Return what `question` asks about, without the names of places, what joins them, and words that only ask."""
    units = question.units
    named = [span for span in question.spans if any(tag.family in ("place", "group") for tag in span.tags)]
    held = {i for span in named for i in range(span.start, span.end)}
    rest = "".join(item for i, item in enumerate(units.items) if i not in held and not question.light[i])
    return _EACH.sub("", _ALL.sub("", rest)).strip("和与跟及同的")


def subjects(question: Question) -> tuple[str, ...]:
    """Return the parts of a question that asks of several subjects at once, or none.

    `CPI和失业率的目标分别是多少` gives `CPI` and `失业率的目标分别是多少`; years and cues of the whole hold for each.
    """
    if not (_TOGETHER.search(question.form) or question.lists):
        return ()
    pieces = [p.strip() for p in _JOINTS.split(question.form) if p.strip()]
    if not 2 <= len(pieces) <= MOST_PARTS:
        return ()
    return tuple(pieces)

"""Which part of a message is the question: short messages whole, of longer ones the clauses that could be it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import add

from knowledge.finding.index import COMMON, Index

SHORT = 44  # characters; a message up to here is one question
LONGEST_VIEW = 72  # characters; up to here a message is tried whole beside its clauses
MOST_CLAUSES = 3  # clauses of a message that are tried
MOST_VIEWS = 4
LONG, FEWEST_VIEWS = 400, 2  # characters from which on there are only so many

_CLAUSE = re.compile(r"[^,.;:!?。;、~…\n—\U0001f300-\U0001faff\u2600-\u27bf]{1,48}[?]*")


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
    """Returns the parts of the normal form `form` to be understood as one question each.

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

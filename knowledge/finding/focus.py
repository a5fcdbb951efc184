"""Which part of a message is the question: short messages whole, of longer ones the clauses that could be it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from heapq import nlargest
from operator import add

from knowledge.finding.index import Index

SHORT = 44  # characters; a message up to here is one question
LONGEST_VIEW = 72  # characters; up to here a message is tried whole beside its clauses
MOST_CLAUSES = 3  # clauses of a message that are tried
MOST_VIEWS = 4
LONG, FEWEST_VIEWS = 400, 2  # characters from which on there are only so many

_CLAUSE = re.compile(r"[^,.;:!?。;、~…\n—\U0001f300-\U0001faff\u2600-\u27bf]{1,48}[?]*")


def _promise(clause: str, telling: Mapping[str, float]) -> float:
    """How much telling wording of the report the clause has."""
    return sum(filter(None, map(telling.get, map(add, clause, clause[1:]))))


def views(form: str, index: Index, cues: re.Pattern[str]) -> tuple[str, ...]:
    """Returns the parts of the normal form `form` to be understood as one question each.

    `cues` matches a clause that asks something: it is tried alone, with the clause before it, and as the end of the
    most promising ones. The work grows linearly with the message; there are at most MOST_VIEWS short views.
    """
    if len(form) <= SHORT:
        return (form,)
    clauses = [clause.strip() for clause in _CLAUSE.findall(form)]
    promise = [_promise(clause, index.telling) if len(clause) > 1 else 0.0 for clause in clauses]
    found: dict[str, None] = {form: None} if len(form) <= LONGEST_VIEW else {}
    for i in nlargest(MOST_CLAUSES, range(len(clauses)), key=promise.__getitem__):
        if promise[i] <= 0:
            break
        found[clauses[i]] = None
        if i + 1 < len(clauses) and cues.search(clauses[i + 1]):
            found[f"{clauses[i]},{clauses[i + 1]}"] = None
        if i > 0 and promise[i - 1] > 0 and cues.search(clauses[i]):
            found[f"{clauses[i - 1]},{clauses[i]}"] = None
    short = [view for view in found if len(view) <= LONGEST_VIEW]
    most = MOST_VIEWS if len(form) <= LONG else FEWEST_VIEWS
    return tuple(short[:most]) or (form[:LONGEST_VIEW],)

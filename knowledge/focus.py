"""Which part of a message is the question: short messages whole, of longer ones the clauses that could be it."""

from __future__ import annotations

import re

from knowledge.index import Index

SHORT = 44  # characters; a message up to here is one question
LONGEST_VIEW = 72
MOST_VIEWS = 4
MOST_CLAUSES = 400

_CLAUSE = re.compile(r"[^,.;:!?。;、~…\n\u2014\U0001f300-\U0001faff\u2600-\u27bf]+[?]*|[?]+")
_CUE = 3.0  # a question word in a clause counts as much as a rare word


def _promise(clause: str, index: Index, cues: re.Pattern[str]) -> float:
    rarity = index.rarity
    common = 0.45 * index.rarest
    known = sum(max(0.0, rarity.get(clause[i : i + 2], 0.0) - common) for i in range(len(clause) - 1))
    return known * (2.0 if cues.search(clause) or "?" in clause else 1.0)


def views(form: str, index: Index, cues: re.Pattern[str]) -> tuple[str, ...]:
    """Returns the parts of the normal form `form` to be understood as one question each, the likeliest first.

    `cues` matches a clause that asks something. The work grows linearly with the message; each view is short.
    """
    if len(form) <= SHORT:
        return (form,)
    clauses = [c.strip() for c in _CLAUSE.findall(form)[:MOST_CLAUSES]]
    clauses = [c[i : i + LONGEST_VIEW] for c in clauses for i in range(0, len(c), LONGEST_VIEW)]
    promise = [_promise(c, index, cues) for c in clauses]
    order = sorted(range(len(clauses)), key=lambda i: -promise[i])[:MOST_VIEWS]
    found: dict[str, None] = {}
    if len(form) <= LONGEST_VIEW:
        found[form] = None
    for i in order:
        if promise[i] <= 0:
            break
        found[clauses[i]] = None
        if i > 0 and promise[i - 1] > 0:
            found[f"{clauses[i - 1]},{clauses[i]}"] = None
        if i + 1 < len(clauses) and cues.search(clauses[i + 1]):
            found[f"{clauses[i]},{clauses[i + 1]}"] = None
    return tuple(found)[: 2 * MOST_VIEWS] or (form[:LONGEST_VIEW],)


"""Verbatim pieces of a sentence: the short beginning that serves as its title, and its clauses."""

from __future__ import annotations

import re

HEAD_LENGTH = 24  # characters of a sentence that serve as its title
LONGEST_CLAUSE = 60  # characters of an item's first clause that do; a reader takes in two lines

_NUMBERING = re.compile(r"^(?:——|[(（][一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|\d{1,3}[.．、](?!\d))")
_PAUSE = re.compile(r"[，。；：！？（,;!?:(]")
_SHORTEST_HEAD = 4
_DEPARTMENTS = re.compile(r"[(（](?:牵头|责任)[^()（）]*[)）]")
_CLAUSE = re.compile(r"(?:“[^”]*”|[(（][^()（）]*[)）]|[^，。；！？,;!?])+")  # a pause inside marks is none


def head(text: str) -> str:
    """Return a short verbatim beginning of a sentence, without its numbering: up to a pause, or `HEAD_LENGTH`."""
    rest = _NUMBERING.sub("", text).lstrip()
    for pause in _PAUSE.finditer(rest):
        if _SHORTEST_HEAD <= pause.start() <= HEAD_LENGTH:
            return rest[: pause.start()]
    return rest[:HEAD_LENGTH].rstrip()


def clauses(text: str) -> list[str]:
    """Return what stands between the pauses of a sentence or item, without its number and the departments in charge."""
    bare = _DEPARTMENTS.sub("，", _NUMBERING.sub("", text))
    return [clause for clause in (found.strip() for found in _CLAUSE.findall(bare)) if clause]


def first_clause(text: str) -> str:
    """Return the verbatim beginning of a livelihood item, or of one of its measures, that serves as its title.

    It goes up to the first pause, so that no amount and no name is cut; only a very long one ends before.
    """
    first = next(iter(clauses(text)), text)
    return first if len(first) <= LONGEST_CLAUSE else head(text)

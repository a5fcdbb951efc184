"""Who is to do something: the departments in brackets behind a promise, such as (牵头单位:县民政局、县残联)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LEAD = re.compile(r"[(（]?(?:牵头|主办|责任)(?:责任)?(?:单位|部门)[:：]\s*([^()（）\n]*)[)）]?")
_SEPARATORS = re.compile(r"[、，,;；]")
_EACH = re.compile(r"各[一-鿿]{1,3}(?:、[一-鿿]{1,3})*、[一-鿿()（）]{1,4}人民政府")  # one name: 各州、市人民政府
_KEPT = "\0"
_PROMISE_ENDS = re.compile(r"[。\n]")


class Agents(NamedTuple):
    """The departments that `text[start:end]` names as those in charge."""

    start: int
    end: int
    departments: tuple[str, ...]


def find_agents(text: str) -> Iterator[Agents]:
    """Yield who is in charge wherever a text says so, in order."""
    for lead in _LEAD.finditer(text):
        listed = _EACH.sub(lambda each: each.group().replace("、", _KEPT), lead.group(1))
        names = (one.strip() for one in _SEPARATORS.split(listed))
        yield Agents(lead.start(), lead.end(), tuple(name.replace(_KEPT, "、") for name in names if name))


def agents_behind(text: str, position: int) -> tuple[str, ...]:
    """Return the departments named first behind `position`, within the same sentence; none where it names none."""
    end = _PROMISE_ENDS.search(text, position)
    found = next(find_agents(text[position : end.start() if end else len(text)]), None)
    return found.departments if found else ()

"""A clause of a report as a fact: what it measures, how much, of what time, whether reached or aimed at.

`read_facts` is the reader: numerals and units (`numbers`), subject (`subjects`, `enumerations`), measure
(`surroundings`) and how clauses hang together (`sentences`), then time and status (`context`), and who is to do it: the
departments in brackets behind a promise, such as (牵头单位:县民政局、县残联).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.grammar.context import TimeContext
from knowledge.grammar.numbers import Number
from knowledge.grammar.sentences import Measurement, read

Span = tuple[int, int]
_LEAD = re.compile(r"[(（]?(?:牵头|主办|责任)(?:责任)?(?:单位|部门)[:：]\s*([^()（）\n]*)[)）]?")
_SEPARATORS = re.compile(r"[、，,;；]")
_EACH = re.compile(r"各[一-鿿]{1,3}(?:、[一-鿿]{1,3})*、[一-鿿()（）]{1,4}人民政府")  # one name: 各州、市人民政府
_KEPT = "\0"
_PROMISE_ENDS = re.compile(r"[。\n]")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a clause tells; `span`, `said`, `change` and `rank` are ranges of its sentence.

    `measure` is level, growth, increment, share or rank, `since` and `until` are years, the same for a single one,
    `status` is actual or target, `place` a part of the region, `agents` the departments that are named behind it.
    `doubts` say why the reader isn't sure.
    """

    subject: str
    measure: str
    value: float
    unit: str
    since: int
    until: int
    status: str
    place: str
    agents: tuple[str, ...]
    span: Span
    said: Span
    change: Span | None = None
    rank: Span | None = None
    doubts: tuple[str, ...] = ()

    @property
    def period(self) -> int | str:
        """The period as a report file has it: 2024, or 2021-2025."""
        return self.until if self.since == self.until else f"{self.since}-{self.until}"


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """The facts of a sentence, its other numbers with what they are, and what it speaks of at its end."""

    facts: Sequence[Fact]
    others: Sequence[tuple[Number, str]]
    subject: str


def read_facts(sentence: str, context: TimeContext, subject: str = "") -> SentenceFacts:
    """Return the facts of a sentence, in order.

    `context` is what its chapter and paragraph say of time; `subject` is what the sentence before spoke of, which a
    first clause without a subject takes.
    """
    reading = read(sentence, subject)
    facts = [_fact(sentence, context, one) for one in reading.figures]
    return SentenceFacts(facts, reading.others, reading.subject)


def _fact(sentence: str, context: TimeContext, one: Measurement) -> Fact:
    when = context.when(sentence, one)
    return Fact(
        subject=one.subject,
        measure=one.measure,
        value=one.value,
        unit=one.unit,
        since=when.since,
        until=when.until,
        status=when.status,
        place=one.place,
        agents=_agents_behind(sentence, one.end),
        span=(one.start, one.end),
        said=one.said,
        change=one.change,
        rank=one.rank if one.measure != "rank" else None,
        doubts=tuple(doubt for doubt in (*one.doubts, when.doubt) if doubt),
    )


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


def _agents_behind(text: str, position: int) -> tuple[str, ...]:
    """Return the departments named first behind `position`, within the same sentence; none where it names none."""
    end = _PROMISE_ENDS.search(text, position)
    found = next(find_agents(text[position : end.start() if end else len(text)]), None)
    return found.departments if found else ()

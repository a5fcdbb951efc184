"""A clause of a report as a fact: what it measures, how much, of what time, whether reached or aimed at.

`read_facts` is the reader: numerals and units (`numbers`), subject (`subjects`, `enumerations`), measure (`measures`)
and how clauses hang together (`sentences`), then time and status (`periods`, `context`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.grammar.agents import agents_behind
from knowledge.grammar.context import Context
from knowledge.grammar.numbers import Number
from knowledge.grammar.sentences import Measurement, read

Span = tuple[int, int]


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


def read_facts(sentence: str, context: Context, subject: str = "") -> SentenceFacts:
    """Return the facts of a sentence, in order.

    `context` is what its chapter and paragraph say of time; `subject` is what the sentence before spoke of, which a
    first clause without a subject takes.
    """
    reading = read(sentence, subject)
    facts = [_fact(sentence, context, one) for one in reading.figures]
    return SentenceFacts(facts, reading.others, reading.subject)


def _fact(sentence: str, context: Context, one: Measurement) -> Fact:
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
        agents=agents_behind(sentence, one.end),
        span=(one.start, one.end),
        said=one.said,
        change=one.change,
        rank=one.rank if one.measure != "rank" else None,
        doubts=tuple(doubt for doubt in (*one.doubts, when.doubt) if doubt),
    )

"""How often what was asked, and what people thought of it: counts, and nothing about who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.ledger import Ledger, Page
from store.schema import ENTRIES, USAGE, DaysAgo
from store.text import storable


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many questions of a kind had this outcome on a day (UTC)."""

    day: date
    kind: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class Asked:
    """How often an entry was shown, and how often it was judged good or bad."""

    entry_id: str
    count: int
    good: int
    bad: int


class Question(NamedTuple):
    """What is counted of a question."""

    surface: str
    kind: str
    outcome: str


class Shown(NamedTuple):
    """What is counted of an entry."""

    times: int = 0
    good: int = 0
    bad: int = 0


class Usage:
    """Counts by day and by entry. The day is the database's when it is written, in UTC."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._questions: Page[Question, int] = ledger.add(
            Page("counts of questions", merge=int.__add__, write=self._write_questions)
        )
        self._shown: Page[str, Shown] = ledger.add(Page("counts of entries", merge=_sum, write=self._write_shown))

    def note(self, *, surface: str, kind: str, outcome: str, entries: tuple[str, ...] = ()) -> None:
        """Counts a question that came by `surface` (private, group, inline, guest, web) and the entries shown."""
        self._questions.note(Question(storable(surface), storable(kind), storable(outcome)), 1)
        for entry_id in entries:
            self._shown.note(storable(entry_id), Shown(times=1))

    def judge(self, entry_id: str, good: bool) -> None:
        """Counts a person's judgement of an entry."""
        self._shown.note(storable(entry_id), Shown(good=int(good), bad=int(not good)))

    async def days(self, last: int = 7) -> tuple[DayCount, ...]:
        """The counts of the last days, today's first, the most frequent of a day first; raises StoreError."""
        total = func.sum(USAGE.c.count)
        query = (
            select(USAGE.c.day, USAGE.c.kind, USAGE.c.outcome, total)
            .where(USAGE.c.day > DaysAgo(last), USAGE.c.day <= DaysAgo())
            .group_by(USAGE.c.day, USAGE.c.kind, USAGE.c.outcome)
            .order_by(USAGE.c.day.desc(), total.desc(), USAGE.c.kind, USAGE.c.outcome)
        )
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
        return tuple(DayCount(day, kind, outcome, int(count)) for day, kind, outcome, count in rows)

    async def most_asked(self, limit: int = 10) -> tuple[Asked, ...]:
        """The entries shown or judged most, most first; raises StoreError."""
        columns = (ENTRIES.c.entry_id, ENTRIES.c.count, ENTRIES.c.good, ENTRIES.c.bad)
        query = select(*columns).order_by(ENTRIES.c.count.desc(), ENTRIES.c.entry_id).limit(limit)
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
        return tuple(Asked(*row) for row in rows)

    async def _write_questions(self, connection: AsyncConnection, notes: dict[Question, int]) -> None:
        insert = self._database.insert(USAGE).values(day=DaysAgo())
        await connection.execute(
            insert.on_conflict_do_update(
                index_elements=list(USAGE.primary_key), set_={"count": USAGE.c.count + insert.excluded.count}
            ),
            # Sorted, so that two replicas never wait for each other's rows.
            [{**key._asdict(), "count": notes[key]} for key in sorted(notes)],
        )

    async def _write_shown(self, connection: AsyncConnection, notes: dict[str, Shown]) -> None:
        insert = self._database.insert(ENTRIES)
        added = {name: ENTRIES.c[name] + insert.excluded[name] for name in ("count", "good", "bad")}
        await connection.execute(
            insert.on_conflict_do_update(index_elements=[ENTRIES.c.entry_id], set_=added),
            [
                {"entry_id": key, "count": notes[key].times, "good": notes[key].good, "bad": notes[key].bad}
                for key in sorted(notes)
            ],
        )


def _sum(older: Shown, newer: Shown) -> Shown:
    return Shown(*map(sum, zip(older, newer, strict=True)))

"""Usage: counts by day and by entry, and unanswered questions; nothing about who asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from store.batching import Ledger, Notes
from store.database import Database
from store.tables import DAY, ENTRIES, MISSES, USAGE, Ago, DaysAgo, storable

WHY_BAD = ("beside", "missing", "other")
"""What was wrong with a 👎 answer: beside the point, what was wanted isn't in it, something else."""

MOST_MISSES = 20_000  # rows of some 500 bytes: a year's real misses, and few enough to be sorted quickly


@dataclass(frozen=True, slots=True)
class DayCount:
    """The number of questions of a kind with this outcome on a day (UTC)."""

    day: date
    kind: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class EntryCount:
    """How often an entry was shown, and rated good or bad."""

    entry_id: str
    count: int
    good: int
    bad: int


@dataclass(frozen=True, slots=True)
class Miss:
    """An unanswered question in normal form: how often, when last (UTC), and the id of the nearest entry.

    `reasons` counts by reason.
    """

    text: str
    count: int
    last: datetime
    nearest: str
    reasons: Mapping[str, int]


class Usage:
    """Counts by day and by entry. The day is the database's date (UTC) at the time of writing."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._questions: Notes[tuple[str, str, str], int] = ledger.register(
            Notes("counts of questions", merge=int.__add__, write=self._write_questions)
        )
        self._shown: Notes[str, Counter[str]] = ledger.register(
            Notes("counts of entries", merge=Counter.__add__, write=self._write_shown)
        )

    def note(self, *, surface: str, kind: str, outcome: str, entries: tuple[str, ...] = ()) -> None:
        """Count a question that came by `surface` (private, group, inline, guest, web) and the entries shown."""
        self._questions.add((storable(surface), storable(kind), storable(outcome)), 1)
        for entry_id in entries:
            self._shown.add(storable(entry_id), Counter(["count"]))

    def judge(self, entry_id: str, good: bool) -> None:
        """Count a person's rating of an entry."""
        self._shown.add(storable(entry_id), Counter(["good" if good else "bad"]))

    async def days(self, last: int = 7) -> tuple[DayCount, ...]:
        """Return the counts of the last days, today first, the most frequent of a day first; raise StoreError."""
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

    async def most_asked(self, limit: int = 10) -> tuple[EntryCount, ...]:
        """Return the entries shown most often, in descending order; raise StoreError."""
        columns = (ENTRIES.c.entry_id, ENTRIES.c.count, ENTRIES.c.good, ENTRIES.c.bad)
        query = select(*columns).order_by(ENTRIES.c.count.desc(), ENTRIES.c.entry_id).limit(limit)
        async with self._database.reading() as connection:
            rows = await connection.execute(query)
        return tuple(EntryCount(*row) for row in rows)

    async def _write_questions(self, connection: AsyncConnection, notes: dict[tuple[str, str, str], int]) -> None:
        await connection.execute(
            self._database.upsert(USAGE, add=["count"], day=DaysAgo()),
            # Sorted, so that replicas don't deadlock.
            [
                {"surface": surface, "kind": kind, "outcome": outcome, "count": count}
                for (surface, kind, outcome), count in sorted(notes.items())
            ],
        )

    async def _write_shown(self, connection: AsyncConnection, notes: dict[str, Counter[str]]) -> None:
        await connection.execute(
            self._database.upsert(ENTRIES, add=["count", "good", "bad"]),
            [
                {"entry_id": each, **{name: notes[each][name] for name in ("count", "good", "bad")}}
                for each in sorted(notes)
            ],
        )


class Misses:
    """Unanswered questions by text, for the editor."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._notes: Notes[tuple[str, str], tuple[int, str]] = ledger.register(
            Notes("missed questions", merge=lambda old, new: (old[0] + new[0], new[1]), write=self._write)
        )

    def note(self, text: str, *, nearest: str, reason: str) -> None:
        """Count a miss of `text`, which is in normal form, cut at 200 characters; an empty one is ignored.

        A reason of WHY_BAD explains a miss that is counted as `bad`, and isn't counted itself.
        """
        if kept := storable(text).strip():
            self._notes.add((kept, storable(reason)), (1, storable(nearest)))

    async def top(self, limit: int | None = 20) -> tuple[Miss, ...]:
        """Return the misses, the most frequent first, then the latest; all without a `limit`. Raises StoreError."""
        counted = case((MISSES.c.reason.in_(WHY_BAD), 0), else_=MISSES.c["count"])
        total, last = func.sum(counted).label("total"), func.max(MISSES.c.last).label("latest")
        most = select(MISSES.c.text, total, last).group_by(MISSES.c.text)
        top = most.order_by(total.desc(), last.desc(), MISSES.c.text).limit(limit).subquery()
        query = (
            select(MISSES)
            .join(top, top.c.text == MISSES.c.text)
            .order_by(top.c.total.desc(), top.c.latest.desc(), MISSES.c.text, MISSES.c.last.desc(), MISSES.c.reason)
        )
        found: dict[str, Miss] = {}
        async with self._database.reading() as connection:
            for row in await connection.execute(query):
                # The latest of a text comes first.
                known = found.get(row.text, Miss(row.text, 0, row.last, row.nearest, {}))
                count = int(row._mapping["count"])  # a row's own `count` is a method
                reasons = {**known.reasons, row.reason: count}
                total_count = known.count + (0 if row.reason in WHY_BAD else count)
                found[row.text] = Miss(row.text, total_count, known.last, known.nearest, reasons)
        return tuple(found.values())

    async def purge(self, days: int = 180, most: int = MOST_MISSES) -> int:
        """Delete rows not asked for `days`, and beyond `most` rows the rarest and oldest.

        Returns the number of rows deleted; raises StoreError.
        """
        key = MISSES.c.text, MISSES.c.reason
        beyond = select(*key).order_by(MISSES.c["count"].desc(), MISSES.c.last.desc(), *key).offset(most)
        async with self._database.writing() as connection:
            old = await connection.execute(delete(MISSES).where(MISSES.c.last <= Ago(days * DAY)))
            more = await connection.execute(delete(MISSES).where(tuple_(*key).in_(beyond)))
            return old.rowcount + more.rowcount

    async def _write(self, connection: AsyncConnection, notes: dict[tuple[str, str], tuple[int, str]]) -> None:
        await connection.execute(
            self._database.upsert(MISSES, add=["count"], overwrite=["nearest", "last"], last=Ago()),
            [
                {"text": text, "reason": reason, "count": count, "nearest": nearest}
                for (text, reason), (count, nearest) in sorted(notes.items())
            ],
        )

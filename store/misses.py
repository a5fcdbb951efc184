"""Questions that found no sure answer, so that the editor sees what to add: nobody's id, no chat's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database import Database
from store.ledger import Ledger, Page
from store.schema import MISSES, Ago
from store.text import storable

MOST_KEPT = 20_000  # rows, of some 500 bytes: a year's real misses, and little enough to be sorted in a moment
_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Miss:
    """A question in normal form: how often and when last (UTC) it was missed, and the id of the nearest entry.

    `reasons` says how often for which reason.
    """

    text: str
    count: int
    last: datetime
    nearest: str
    reasons: Mapping[str, int]


class Cause(NamedTuple):
    """What is counted: a question, and why it was missed."""

    text: str
    reason: str


class Seen(NamedTuple):
    """How often, and what was nearest the last time."""

    times: int
    nearest: str


class Misses:
    """What was missed, by its text."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._notes: Page[Cause, Seen] = ledger.add(Page("missed questions", merge=_joined, write=self._write))

    def note(self, text: str, *, nearest: str, reason: str) -> None:
        """Counts a miss of `text`, which is in normal form already and cut at 200 characters; an empty one is none."""
        if kept := storable(text).strip():
            self._notes.note(Cause(kept, storable(reason)), Seen(1, storable(nearest)))

    async def top(self, limit: int | None = 20) -> tuple[Miss, ...]:
        """The misses, the most frequent first, then the latest; all without a `limit`. Raises StoreError."""
        total, last = func.sum(MISSES.c.count).label("total"), func.max(MISSES.c.last).label("latest")
        most = select(MISSES.c.text, total, last).group_by(MISSES.c.text)
        most = most.order_by(total.desc(), last.desc(), MISSES.c.text).limit(limit)
        chosen = most.subquery()
        query = (
            select(MISSES)
            .join(chosen, chosen.c.text == MISSES.c.text)
            .order_by(
                chosen.c.total.desc(), chosen.c.latest.desc(), MISSES.c.text, MISSES.c.last.desc(), MISSES.c.reason
            )
        )
        found: dict[str, Miss] = {}
        async with self._database.reading() as connection:
            for row in await connection.execute(query):
                # The latest of a text comes first.
                known = found.get(row.text, Miss(row.text, 0, _aware(row.last), row.nearest, {}))
                count = int(row._mapping["count"])  # a row's own `count` is a method
                reasons = {**known.reasons, row.reason: count}
                found[row.text] = Miss(row.text, known.count + count, known.last, known.nearest, reasons)
        return tuple(found.values())

    async def purge(self, days: int = 180, most: int = MOST_KEPT) -> int:
        """Deletes what wasn't asked for so long, and beyond `most` rows the rarest, of those the oldest.

        Returns how many rows were deleted; raises StoreError.
        """
        of_a_row = MISSES.c.text, MISSES.c.reason
        kept_first = MISSES.c["count"].desc(), MISSES.c.last.desc(), *of_a_row
        beyond = select(*of_a_row).order_by(*kept_first).offset(most)
        async with self._database.writing() as connection:
            old = await connection.execute(delete(MISSES).where(MISSES.c.last <= Ago(days * _DAY)))
            more = await connection.execute(delete(MISSES).where(tuple_(*of_a_row).in_(beyond)))
            return old.rowcount + more.rowcount

    async def _write(self, connection: AsyncConnection, notes: dict[Cause, Seen]) -> None:
        insert = self._database.insert(MISSES).values(last=Ago())
        new = insert.excluded
        await connection.execute(
            insert.on_conflict_do_update(
                index_elements=[MISSES.c.text, MISSES.c.reason],
                set_={"count": MISSES.c.count + new.count, "nearest": new.nearest, "last": new.last},
            ),
            [
                {"text": key.text, "reason": key.reason, "count": notes[key].times, "nearest": notes[key].nearest}
                for key in sorted(notes)
            ],
        )


def _joined(older: Seen, newer: Seen) -> Seen:
    return Seen(older.times + newer.times, newer.nearest)


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)  # SQLite knows no zones

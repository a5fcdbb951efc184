"""Reminders that are due now, by the database's clock, without waiting for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from store import EVERY_DAY, Due, Schedule, Store, Subscription, zone_named
from tests.store.direct import run

LATE = timedelta(minutes=3)


def daily(late: timedelta = LATE, *, days: frozenset[int] = EVERY_DAY) -> Schedule:
    """The schedule of a chat whose time of day was `late` ago, in a zone where it is noon, far from another day."""
    now = datetime.now(UTC)
    zone = f"{12 - now.hour:+03d}:00"
    at = (now - late).astimezone(zone_named(zone)).time().replace(second=0, microsecond=0)
    return Schedule(at, days, zone)


async def make_due(store: Store, url: str, chats: Iterable[int], late: timedelta = LATE) -> None:
    """Subscribes the chats, whose time of day was `late` ago, as if they had yesterday."""
    for chat_id in chats:
        await store.reminders.subscribe(Subscription(chat_id, daily(late)))
    await set_due(url, late)


async def set_due(url: str, late: timedelta = LATE) -> None:
    """Every subscription, leased or not, has been due for `late`."""
    moment = (datetime.now(UTC) - late).strftime("%Y-%m-%d %H:%M:%S.%f")
    zone = "" if url.startswith("sqlite") else "+00"
    await run(url, f"UPDATE reminders SET due_at = '{moment}{zone}' WHERE due_at IS NOT NULL")  # noqa: S608 - our own


async def next_day(url: str) -> None:
    """Let a day go by: every chat was served yesterday, and is due."""
    minus = "date(day, '-1 day')" if url.startswith("sqlite") else "day - 1"
    await run(url, f"UPDATE reminders SET day = {minus}")  # noqa: S608 - our own
    await set_due(url)


async def claim_one(store: Store) -> Due:
    """The one reminder that is due."""
    (due,) = await store.deliveries.claim()
    return due


async def deliver(store: Store, entry_id: str = "gdp", *, new_round: bool = False) -> Due:
    """Claim the one reminder that is due, marks and settles it."""
    due = await claim_one(store)
    assert await store.deliveries.mark(due, entry_id=entry_id, new_round=new_round)
    assert await store.deliveries.settle(due)
    return due

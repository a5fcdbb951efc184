"""Measures the reminders' database work on SQLite and PostgreSQL: `python -m bench.reminders [--chats N] [--markdown]`.

Messages go nowhere: what is measured is claiming, marking and settling, with all chats due in the same minute.
PostgreSQL runs as in the tests, without fsync; SQLite syncs every transaction to the disk under the temporary folder.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from sqlalchemy import insert, text, update

from bench.machine import machine
from bench.speed import Sheet
from store import Due, Schedule, Store, Subscription, choose
from store.database import Database
from store.deliveries import BATCH
from store.limiter import RATE
from store.schema import REMINDERS
from store.subscriptions import chosen
from store.url import parse
from tests.fakes.postgres import Postgres

CHATS = 100_000
CLAIMS = 200
SENDS = 3_000
IN_FLIGHT = 40  # messages at once
SECONDS = 10  # at the limit
NEVER = 3_600.0  # seconds between two flushes of notes, of which there are none
LOOKS = 300
LATE = timedelta(minutes=1)
ENTRIES = [f"entry-{number}" for number in range(300)]
CLAIM = "SELECT * FROM reminders WHERE due_at <= now() ORDER BY due_at LIMIT 10 FOR UPDATE SKIP LOCKED"


async def fill(url: str, chats: int, due_at: datetime) -> None:
    """Subscribes so many chats that are due at this moment."""
    async with Store(url):
        pass
    zone = f"{12 - due_at.hour:+03d}:00"
    at = (due_at + timedelta(hours=12 - due_at.hour)).time().replace(second=0, microsecond=0)
    columns = {**chosen(Subscription(0, Schedule(at, zone=zone))), "due_at": due_at}
    columns |= {"round": 1, "refused": 0, "served": 0, "doubted": 0}
    database = Database(parse(url))
    async with database.writing(600) as connection:
        for first in range(1, chats + 1, 1_000):
            rows = [{"chat_id": chat_id, **columns} for chat_id in range(first, min(first + 1_000, chats + 1))]
            await connection.execute(insert(REMINDERS), rows)
    await database.close()


async def claims(store: Store) -> list[float]:
    """Returns the milliseconds of each of `CLAIMS` claims."""
    taken = []
    for _ in range(CLAIMS):
        start = time.perf_counter()
        dues = await store.deliveries.claim()
        taken.append((time.perf_counter() - start) * 1e3)
        assert len(dues) == 10
    return taken


async def serve(store: Store, due: Due, went_out: list[float]) -> None:
    await asyncio.sleep(due.wait)
    choice = choose(ENTRIES, due.round, chat_id=due.chat_id)
    assert choice
    if await store.deliveries.mark(due, entry_id=choice.entry_id, new_round=choice.new_round):
        went_out.append(time.monotonic())
        await store.deliveries.settle(due)


async def send(store: Store, count: float, seconds: float) -> list[float]:
    """Serves so many chats, or for so long, and returns when each message went out, in seconds.

    The next batch is claimed while the last one goes out, as a worker does.
    """
    went_out: list[float] = []
    under_way: set[asyncio.Task[None]] = set()
    start, claimed = time.monotonic(), 0
    while claimed < count and time.monotonic() - start < seconds:
        dues = await store.deliveries.claim()
        claimed += len(dues)
        under_way |= {asyncio.create_task(serve(store, due, went_out)) for due in dues}
        while len(under_way) > IN_FLIGHT - BATCH:
            _, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.gather(*under_way)
    return went_out


async def idle(store: Store) -> float:
    """Returns the milliseconds of processor time that a worker spends on finding nothing to do, here alone."""
    start = time.process_time()
    for _ in range(LOOKS):
        assert await store.deliveries.due_in() > 0
    return (time.process_time() - start) * 1e3 / LOOKS


def busiest(moments: Sequence[float]) -> int:
    """Returns the most messages in any second, however it lies."""
    return max(sum(1 for other in moments if start <= other < start + 1) for start in moments)


async def measure(name: str, url: str, chats: int) -> tuple[str, ...]:
    """Returns the table's row for one database."""
    await fill(url, chats, datetime.now(UTC).replace(second=0, microsecond=0) - LATE)
    async with Store(url, rate=math.inf, interval=NEVER) as store:
        taken = sorted(await claims(store))
        start = time.monotonic()
        lifted = len(await send(store, SENDS, math.inf)) / (time.monotonic() - start)
    async with Store(url, rate=RATE, interval=NEVER) as store:
        limited = await send(store, math.inf, SECONDS)
    await shift(url, timedelta(hours=5))
    async with Store(url, interval=NEVER) as store:
        nothing = await idle(store)
    return (
        name,
        f"{statistics.median(taken):.1f} / {taken[round(len(taken) * 0.99) - 1]:.1f} / {taken[-1]:.1f}",
        f"{lifted:.0f}",
        f"{(len(limited) - 1) / (limited[-1] - limited[0]):.1f} / {busiest(limited)}",
        f"{nothing:.2f}",
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}",
    )


async def shift(url: str, ahead: timedelta) -> None:
    """Makes every chat due so much later than now."""
    database = Database(parse(url))
    async with database.writing(600) as connection:
        await connection.execute(update(REMINDERS).values(due_at=datetime.now(UTC) + ahead))
    await database.close()


async def explained(url: str) -> str:
    """Returns how PostgreSQL goes about a claim."""
    database = Database(parse(url))
    async with database.reading() as connection:
        rows = await connection.execute(text(f"EXPLAIN (ANALYZE, COSTS OFF, BUFFERS) {CLAIM}"))
        plan = "\n".join(str(row[0]) for row in rows)
    await database.close()
    return plan


async def run(chats: int) -> tuple[Sheet, str]:
    """Returns the table, and PostgreSQL's plan."""
    columns = ("Database", "Claim ms: median / p99 / most", "Sends/s, no limit", "At 25: a second / busiest")
    columns += ("CPU ms, nothing due", "Memory MiB")
    server = Postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            rows = [await measure("SQLite", f"sqlite:///{Path(folder)}/bot.db", chats)]
        server.start()
        url = await server.empty()
        rows.append(await measure("PostgreSQL", url, chats))
        await shift(url, -LATE)
        return Sheet(f"Reminders, {chats:,} due in the same minute: {machine()}", columns, rows), await explained(url)
    finally:
        server.close()


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=CHATS)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    sheet, plan = asyncio.run(run(options.chats))
    if options.markdown:
        print(sheet.markdown())
    else:
        Console().print(sheet.rich(), plan)


if __name__ == "__main__":
    main()

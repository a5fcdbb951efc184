"""Measures reminders on SQLite and PostgreSQL: `python -m bench.reminders [--chats N] [--markdown]`.

All chats are due in the same minute. The bot runs in a process of its own and sends by HTTP to a Bot API in this one.
PostgreSQL runs as in the tests, without fsync; SQLite syncs every transaction to the disk under the temporary folder.
"""

from __future__ import annotations

import asyncio
import math
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text, update

from bench.bare_http import BOT, BareBotApi, Json, encoded
from bench.output import Sheet, arguments, show
from bench.processes import program
from bench.question_sets import KNOWLEDGE
from store import Schedule, Store, Subscription
from store.database import Database, parse
from store.deliveries import RATE
from store.schedule import chosen_columns
from store.tables import REMINDERS
from tests.fakes.postgres import Postgres

CHATS = 100_000
CLAIMS = 200
SECONDS = 20.0  # that each kind of work is watched
SETTLED = 3.0  # seconds after which a bot that was started does nothing but its work
LOOK = 0.5  # seconds between two looks at its memory
MEGABYTE = 1 << 20
NEVER = 3_600.0  # seconds between two flushes of notes, of which there are none
LATE = timedelta(minutes=1)
CLAIM = "SELECT * FROM reminders WHERE due_at <= now() ORDER BY due_at LIMIT 10 FOR UPDATE SKIP LOCKED"


async def fill(url: str, chats: int, due_at: datetime) -> None:
    """Subscribes so many chats that are due at this moment."""
    async with Store(url):
        pass
    zone = f"{12 - due_at.hour:+03d}:00"
    at = (due_at + timedelta(hours=12 - due_at.hour)).time().replace(second=0, microsecond=0)
    columns = {**chosen_columns(Subscription(0, Schedule(at, zone=zone))), "due_at": due_at}
    columns |= {"round": 1, "refused": 0, "served": 0, "doubted": 0}
    database = Database(parse(url))
    async with database.writing(600) as connection:
        for first in range(1, chats + 1, 1_000):
            rows = [{"chat_id": chat_id, **columns} for chat_id in range(first, min(first + 1_000, chats + 1))]
            await connection.execute(insert(REMINDERS), rows)
    await database.close()


async def claims(store: Store) -> list[float]:
    """Return the milliseconds of each of `CLAIMS` claims."""
    taken = []
    for _ in range(CLAIMS):
        start = time.perf_counter()
        dues = await store.deliveries.claim()
        taken.append((time.perf_counter() - start) * 1e3)
        assert len(dues) == 10
    return taken


class TelegramLog:
    """A Bot API that takes every message, and notes when it came."""

    def __init__(self) -> None:
        self.came: list[float] = []

    def granted(self, method: str, params: Json) -> bytes:
        """Return the answer to a call."""
        if method != "sendMessage":
            return encoded({"ok": True, "result": BOT if method == "getMe" else True})
        self.came.append(time.monotonic())
        chat = {"id": params["chat_id"], "type": "private"}
        return encoded({"ok": True, "result": {"message_id": len(self.came), "date": 0, "chat": chat}})


@dataclass(frozen=True, slots=True)
class Work:
    """What the bot did in some seconds: when each message came, its memory in bytes, its seconds of processor."""

    came: Sequence[float]
    memory: int
    processor: float
    seconds: float

    @property
    def rate(self) -> float:
        """Messages a second, from the first to the last."""
        return (len(self.came) - 1) / (self.came[-1] - self.came[0])


async def work(url: str, rate: float, seconds: float) -> Work:
    """Let the bot send for so long."""
    telegram, memory = TelegramLog(), 0
    loop = asyncio.get_running_loop()
    async with await loop.create_server(lambda: BareBotApi(telegram.granted), "127.0.0.1", 0) as server:
        api_base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
        async with program("bench.reminders_bot", api_base, url, str(rate), str(KNOWLEDGE)) as bot:
            await asyncio.sleep(SETTLED)
            before, start = sum(bot.processor()), time.monotonic()
            telegram.came.clear()
            while time.monotonic() - start < seconds:
                await asyncio.sleep(LOOK)
                memory = max(memory, bot.memory())
            spent, took = sum(bot.processor()) - before, time.monotonic() - start
            came = tuple(telegram.came)
    return Work(came, memory, spent, took)


def busiest(moments: Sequence[float]) -> int:
    """Return the most messages in any second, however it lies."""
    return max(sum(1 for other in moments if start <= other < start + 1) for start in moments)


async def measure(name: str, url: str, chats: int) -> tuple[str, ...]:
    """Return the table's row for one database."""
    await fill(url, chats, datetime.now(UTC).replace(second=0, microsecond=0) - LATE)
    async with Store(url, rate=math.inf, interval=NEVER) as store:
        taken = sorted(await claims(store))
    lifted = await work(url, math.inf, SECONDS)
    limited = await work(url, RATE, SECONDS)
    await shift(url, timedelta(hours=5))
    idle = await work(url, RATE, SECONDS)
    assert not idle.came
    return (
        name,
        f"{statistics.median(taken):.1f} / {taken[round(len(taken) * 0.99) - 1]:.1f} / {taken[-1]:.1f}",
        f"{lifted.rate:.0f}",
        f"{limited.rate:.1f} / {busiest(limited.came)}",
        f"{100 * limited.processor / limited.seconds:.1f}",
        f"{100 * idle.processor / idle.seconds:.2f}",
        f"{idle.memory / MEGABYTE:.0f} / {max(lifted.memory, limited.memory) / MEGABYTE:.0f}",
    )


async def shift(url: str, ahead: timedelta) -> None:
    """Make every chat due so much later than now."""
    database = Database(parse(url))
    async with database.writing(600) as connection:
        await connection.execute(update(REMINDERS).values(due_at=datetime.now(UTC) + ahead))
    await database.close()


async def explained(url: str) -> str:
    """Return how PostgreSQL goes about a claim."""
    database = Database(parse(url))
    async with database.reading() as connection:
        rows = await connection.execute(text(f"EXPLAIN (ANALYZE, COSTS OFF, BUFFERS) {CLAIM}"))
        plan = "\n".join(str(row[0]) for row in rows)
    await database.close()
    return plan


async def run(chats: int) -> tuple[Sheet, str]:
    """Return the table, and PostgreSQL's plan."""
    columns = ("Database", "Claim ms: median / p99 / most", "Sends/s, no limit", "At 25: a second / busiest")
    columns += ("% of a core at 25", "% of a core, nothing due", "MiB: idle / sending")
    server = Postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            rows = [await measure("SQLite", f"sqlite:///{Path(folder)}/bot.db", chats)]
        server.start()
        url = await server.empty()
        rows.append(await measure("PostgreSQL", url, chats))
        await shift(url, -LATE)
        return Sheet(f"Reminders, {chats:,} due in the same minute", columns, rows), await explained(url)
    finally:
        server.close()


def main() -> None:
    """Prints the table."""
    parser = arguments("reminders", __doc__)
    parser.add_argument("--chats", type=int, default=CHATS)
    options = parser.parse_args()
    sheet, plan = asyncio.run(run(options.chats))
    show([sheet], markdown=options.markdown, notes=[] if options.markdown else [plan])


if __name__ == "__main__":
    main()

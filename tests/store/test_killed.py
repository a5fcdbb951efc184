"""Real workers, killed at random moments: no chat is left out, and none is reminded twice."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from store import Store
from tests.store.timing import make_due, set_due

CHATS, KILLS = 30, 2  # of each test here; `rehearse` takes any
LONG = 60.0  # seconds of a lease that the tests end themselves
RATE = 400.0  # messages a second
SHORT = 2.0  # seconds of one that ends while other workers go on


def start(url: str, lease: float, rate: float = RATE) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.sender", url, str(lease), str(rate)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())  # noqa: S603 - our own


def killed_after(worker: subprocess.Popen[str], lines: int) -> list[str]:
    """Read so many lines, kill the worker with SIGKILL, and return these and what it said before it died."""
    assert worker.stdout
    said = [line for line, _ in zip(worker.stdout, range(lines), strict=False)]
    worker.kill()
    return said + finished(worker)


def finished(worker: subprocess.Popen[str]) -> list[str]:
    said, _ = worker.communicate()
    return said.splitlines()


def sent(lines: Iterable[str]) -> Counter[int]:
    return Counter(int(words[1]) for words in map(str.split, lines) if words[0] == "sent")


async def verify(store: Store, messages: Counter[int], chats: int) -> int:
    """Check what went out against what is remembered, and return how many are in doubt."""
    counts = await store.reminders.counts()
    assert not [chat for chat, times in messages.items() if times > 1]
    assert counts.sent + counts.in_doubt == chats
    assert counts.sent <= len(messages) <= chats
    assert counts.due == 0
    for chat in range(1, chats + 1):
        kept = await store.reminders.get(chat)
        assert kept
        assert kept.day
        assert len((await store.reminders.sent(chat)).sent) == 1
    return counts.in_doubt


async def rehearse(store: Store, url: str, *, chats: int, kills: int, chance: random.Random) -> int:
    """Let workers be killed one after the other in one broadcast, and return how many reminders are in doubt.

    The lines after which they are killed are spread over the broadcast, and any of them may be the last.
    """
    await make_due(store, url, range(1, chats + 1))
    lines: list[str] = []
    for _ in range(kills):
        lines += killed_after(start(url, LONG), chance.randint(1, 4 * chats // kills))
        await set_due(url)
    lines += finished(start(url, LONG))
    return await verify(store, sent(lines), chats)


async def test_workers_that_are_killed_one_after_the_other(store: Store, url: str) -> None:
    in_doubt = await rehearse(store, url, chats=CHATS, kills=KILLS, chance=random.Random(1))  # noqa: S311
    assert in_doubt <= KILLS * 10  # a claim's


async def test_one_of_three_workers_is_killed(store: Store, url: str) -> None:
    await make_due(store, url, range(1, CHATS + 1))
    workers = [start(url, SHORT) for _ in range(3)]
    lines = killed_after(workers[0], CHATS // 3)
    for worker in workers[1:]:
        lines += finished(worker)
    await verify(store, sent(lines), CHATS)

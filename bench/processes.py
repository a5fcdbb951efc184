"""A bot in a process of its own, and what it takes of the machine."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.question_sets import HOME
from bot import startup


@dataclass(frozen=True, slots=True)
class BotProcess:
    """A process that has said, in its first line, that it is up."""

    number: int
    said: str

    def memory(self) -> int:
        """Bytes that it holds in memory."""
        return int(Path(f"/proc/{self.number}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def processor(self) -> tuple[float, float]:
        """Seconds that it has spent in user and in system mode."""
        fields = Path(f"/proc/{self.number}/stat").read_text().rpartition(")")[2].split()
        tick = os.sysconf("SC_CLK_TCK")
        return int(fields[11]) / tick, int(fields[12]) / tick


@asynccontextmanager
async def program(module: str, *arguments: str) -> AsyncIterator[BotProcess]:
    """Start `python -m module …` as the product starts, and ends it by the end of its input."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=HOME.parent,
        env={**startup.DEFAULTS, **os.environ},
    )
    assert process.stdin
    assert process.stdout
    try:
        said = (await process.stdout.readline()).decode().strip()
        if not said:
            raise RuntimeError(f"{module} has ended before it was up.")
        yield BotProcess(process.pid, said)
    finally:
        process.stdin.close()
        await process.wait()


async def end_of_input() -> None:
    """Return, in such a process, when nothing can come any more; no thread waits, which would be one to switch to."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin.fileno(), ended.set)  # nothing is ever written to it
    await ended.wait()
    loop.remove_reader(sys.stdin.fileno())

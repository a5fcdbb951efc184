"""The program as people start it: `python -m bot` in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds after which a test that waits for something gives up

Ended = subprocess.CompletedProcess[bytes]


def environment(**variables: str) -> dict[str, str]:
    """This process's variables without the bot's own, a free port, and `variables`."""
    own = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in own}
    return kept | {"PORT": "0"} | variables


def run(*arguments: str, stdin: bytes = b"", **variables: str) -> Ended:
    """Runs the program to its end."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(  # noqa: S603 - ourselves
        command, input=stdin, capture_output=True, cwd=ROOT, env=environment(**variables), timeout=PATIENCE, check=False
    )


class Program:
    """The running program: the line it printed at the start, and its address."""

    def __init__(self, process: Process, line: str) -> None:
        self._process = process
        self.line = line
        self.address = line.split()[2] if line else ""

    async def end(self, with_signal: int = signal.SIGTERM) -> tuple[int, str, str]:
        """Sends the signal; returns the exit code, what else came on stdout, and stderr."""
        if self._process.returncode is None:
            self._process.send_signal(with_signal)
        async with asyncio.timeout(PATIENCE):
            out, err = await self._process.communicate()
        assert self._process.returncode is not None
        return self._process.returncode, out.decode(), err.decode()


@asynccontextmanager
async def started(*, is_up: bool = True, **variables: str) -> AsyncIterator[Program]:
    """The program, up unless `is_up` is false; it is ended when the test hasn't done so."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", stdin=PIPE, stdout=PIPE, stderr=PIPE, cwd=ROOT, env=environment(**variables)
    )
    try:
        line = await _line(process) if is_up else ""
        yield Program(process, line)
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def _line(process: Process) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE):
        return (await process.stdout.readline()).decode()

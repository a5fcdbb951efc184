"""The program as people start it: `python -m bot` in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from subprocess import PIPE

import aiohttp
from click.testing import CliRunner, Result

from bot.cli import main
from bot.settings import Settings
from tests.knowledge.samples import SMALL

ROOT = Path(__file__).parents[2]
INNER_MONGOLIA = str(ROOT / "knowledge" / "report.yaml")  # what the program knows without KNOWLEDGE
# A third of a start: every module of ours would be compiled each time, and the certificates of all authorities read,
# though nothing here speaks TLS.
UNWANTED = "PYTHONDONTWRITEBYTECODE"
NO_CERTIFICATES = {"SSL_CERT_FILE": os.devnull}
PATIENCE = 60.0  # seconds after which a test that waits for something gives up


def free_port() -> str:
    """A port that nobody listens on, for who has to know it before the program says so."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


Ended = subprocess.CompletedProcess[bytes]
Running = subprocess.Popen[bytes]


def environment(**variables: str) -> dict[str, str]:
    """This process's variables without the bot's own, then a free port, little to load and keep, and `variables`."""
    own = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in own and name != UNWANTED}
    return kept | {"PORT": "0", "DATABASE_URL": "sqlite://", "KNOWLEDGE": str(SMALL)} | variables


def run(*arguments: str, stdin: bytes = b"", **variables: str) -> Ended:
    """Run the program to its end."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(  # noqa: S603 - ourselves
        command,
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env=environment(**variables) | NO_CERTIFICATES,
        timeout=PATIENCE,
        check=False,
    )


def invoke(*arguments: str, stdin: bytes = b"", **variables: str) -> Result:
    """Run a verb to its end in this process, where that it is a process of its own is no part of what is told."""
    return CliRunner(env=environment(**variables)).invoke(main, arguments, input=stdin)


class Program:
    """The running program: the line it printed at the start, and its address.

    It is a `Popen` watched from threads: asyncio's own processes lose the exit code of one that ends by itself just
    when it is sent a signal, for `send_signal` then takes it away from whoever waits for it (Python issue 87744).
    """

    def __init__(self, process: Running) -> None:
        self._process = process
        self.line = ""
        self.address = ""

    @property
    def pid(self) -> int:
        """The number that the system gave it."""
        return self._process.pid

    async def up(self) -> None:
        """Wait for the line that says where it is; a program that ends before says none."""
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            self.line = (await asyncio.to_thread(self._process.stdout.readline)).decode()
        self.address = self.line.split()[2] if self.line else ""

    async def logs(self, words: str) -> str:
        """Wait for a line of the log that holds `words`, and return it; lines before it are gone then."""
        assert self._process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while line := (await asyncio.to_thread(self._process.stderr.readline)).decode():
                if words in line:
                    return line
        raise AssertionError(f"the program ended without a line that says {words!r}")

    async def end(self, with_signal: int = signal.SIGTERM) -> tuple[int, str, str]:
        """Send the signal, unless it has ended; return what `ended` does."""
        self.send(with_signal)
        return await self.ended()

    def send(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        self._process.send_signal(number)

    async def ended(self) -> tuple[int, str, str]:
        """Wait until it ends; return the exit code, what else came on stdout, and stderr."""
        out, err = await asyncio.to_thread(self._process.communicate, timeout=PATIENCE)
        return self._process.returncode, out.decode(), err.decode()


async def fetched(address: str) -> tuple[int, str]:
    """The status and the text of a page."""
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.text()


@asynccontextmanager
async def started(*arguments: str, is_up: bool = True, stdin: int = PIPE, **variables: str) -> AsyncIterator[Program]:
    """The program, up unless `is_up` is false; it is ended when the test hasn't done so."""
    process = subprocess.Popen(  # noqa: ASYNC220, S603 - ourselves; see `Program`
        [sys.executable, "-m", "bot", *arguments],
        bufsize=0,  # `readline` takes a line and leaves the rest
        stdin=stdin,
        stdout=PIPE,
        stderr=PIPE,
        cwd=ROOT,
        env=environment(**variables) | NO_CERTIFICATES,
    )
    program = Program(process)
    try:
        if is_up:
            await program.up()
        yield program
    finally:
        process.kill()  # which does nothing to one that has ended
        process.communicate()

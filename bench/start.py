"""Measures what the program takes to start, and at rest: `python -m bench.start [--times 5] [--markdown] [CHECKOUT …]`.

The unit is what the same Python takes to import python-telegram-bot and aiohttp, without which there is no such bot.
Other checkouts are measured in turns with this one.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.bare_http import BOT, SECRET, TOKEN, BareBotApi, Json, encoded
from bench.output import Sheet, arguments, show
from bench.processes import BotProcess
from bench.question_sets import HOME
from bench.speed import MEGABYTE

TIMES = 5  # of each, of which the least counts: whatever else a machine does only adds
SETTLED = 3.0  # seconds after which a program that is ready does nothing more
PAUSE = 0.005  # seconds between two looks whether it is up
LIBRARIES = "import telegram.ext, aiohttp.web; print(flush=True); input()"
QUESTION = "六个工程是什么"

Process = asyncio.subprocess.Process


class Cost(NamedTuple):
    """Seconds that went by, seconds of processor time, and bytes held in memory afterwards."""

    seconds: float
    processor: float
    memory: float = 0.0


@asynccontextmanager
async def started(checkout: Path, *arguments: str, **environment: str) -> AsyncIterator[Process]:
    """Run `python …` in `checkout`, and kill it at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        cwd=checkout,
        env={"PATH": os.environ["PATH"], **environment},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def libraries() -> Cost:
    """Measure the unit."""
    async with started(HOME, "-c", LIBRARIES) as process:
        began, program = time.perf_counter(), BotProcess(process.pid, "")
        assert process.stdout
        await process.stdout.readline()
        return Cost(time.perf_counter() - began, sum(program.processor()), program.memory())


async def whole(checkout: Path, api_base: str, database: Path) -> Cost:
    """Measure the program with web page and Telegram: its start until `/healthz` answers, and its memory at rest."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api_base, "HOST": "127.0.0.1", "PORT": str(port)}
    environment |= {"WEBHOOK_URL": "https://bot.example/hook", "WEBHOOK_SECRET": SECRET}
    environment |= {"DATABASE_URL": f"sqlite:///{database}"}
    async with started(checkout, "-m", "bot", **environment) as process:
        began, program = time.perf_counter(), BotProcess(process.pid, "")
        await answered(process, port, "/healthz")
        seconds, processor = time.perf_counter() - began, sum(program.processor())
        await answered(process, port, "/readyz")
        await asyncio.sleep(SETTLED)
        return Cost(seconds, processor, program.memory())


async def answered(process: Process, port: int, path: str) -> None:
    """Return when the program answers `path` with 200; raise RuntimeError when it has ended instead."""
    while process.returncode is None:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
            status = await reader.readline()
            writer.close()
            if b" 200 " in status:
                return
        await asyncio.sleep(PAUSE)
    raise RuntimeError(f"python -m bot has ended with {process.returncode}.")


async def ask(checkout: Path) -> Cost:
    """Measure one question on the command line."""
    before, began = os.times(), time.perf_counter()
    async with started(checkout, "-m", "bot", "ask", QUESTION) as process:
        await process.communicate()
    after = os.times()
    spent = after.children_user - before.children_user + after.children_system - before.children_system
    return Cost(time.perf_counter() - began, spent)


def granted(method: str, _: Json) -> bytes:
    """Return Telegram's answer to any call of a bot that starts."""
    return encoded({"ok": True, "result": BOT if method == "getMe" else True})


async def measure(checkouts: list[Path], times: int) -> dict[str, list[Cost]]:
    """Return the runs by what was run; all take turns, so that what else the machine does falls on all."""
    server = await asyncio.get_running_loop().create_server(lambda: BareBotApi(granted), "127.0.0.1", 0)
    api_base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
    runs: dict[str, list[Cost]] = {"importing python-telegram-bot and aiohttp": []}
    with TemporaryDirectory() as folder:
        databases = {checkout: Path(folder) / f"{number}.db" for number, checkout in enumerate(checkouts)}
        for checkout, database in databases.items():  # the first start makes the tables, which isn't measured
            await whole(checkout, api_base, database)
        for _ in range(times):
            runs["importing python-telegram-bot and aiohttp"].append(await libraries())
            for checkout, database in databases.items():
                name = "" if checkout == HOME.parent else f", {checkout.name}"
                runs.setdefault(f"start to `/healthz`{name}", []).append(await whole(checkout, api_base, database))
                runs.setdefault(f"`ask` for one question{name}", []).append(await ask(checkout))
    server.close()
    return runs


def sheet(runs: dict[str, list[Cost]]) -> Sheet:
    """Return the least as a table, in which the first row is the unit of the ratios."""
    least = {name: Cost(*map(min, zip(*took, strict=True))) for name, took in runs.items()}
    unit = next(iter(least.values()))
    rows = [
        (
            name,
            *(f"{1000 * each:.0f} ms" for each in (took.seconds, took.processor)),
            f"{took.processor / unit.processor:.2f}",
            *((f"{took.memory / MEGABYTE:.0f} MiB", f"{took.memory / unit.memory:.2f}") if took.memory else ("", "")),
        )
        for name, took in least.items()
    ]
    times = len(next(iter(runs.values())))
    return Sheet(
        f"Starting ({times} times each, the least)", ("", "time", "processor", "ratio", "memory", "ratio"), rows
    )


def main() -> None:
    """Read the command line, measure, print."""
    parser = arguments("start", __doc__)
    parser.add_argument("checkouts", nargs="*", type=Path, metavar="CHECKOUT", help="others, such as an older one")
    parser.add_argument("--times", type=int, default=TIMES)
    given = parser.parse_args()
    found = sheet(asyncio.run(measure([HOME.parent, *map(Path.absolute, given.checkouts)], given.times)))
    show([found], markdown=given.markdown)


if __name__ == "__main__":
    main()

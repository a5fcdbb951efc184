"""Measures the web pages and charts: `python -m bench.pages [--times 20] [--markdown]`.

Pages and charts in processor time of this process, over real HTTP to itself; the slow phone by the clock, in Chromium
with its own throttling.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import shutil
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing import get_context
from pathlib import Path

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, async_playwright

import knowledge
from bench.output import Sheet, arguments, show
from bench.speed import MEGABYTE
from bot.web import LONGEST_LINE, build_app
from handlers.charts.choosing import chart_of
from handlers.charts.drawing import png
from handlers.charts.series import CHARTS
from handlers.replies import Language
from handlers.replies.phrases import Phrases
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from store import Store

TIMES = 20
PAGES = (
    "/",
    "/?q=去年GDP增长多少",
    "/?q=哪些指标居全国第2",
    "/?q=/对比 地区生产总值",
    "/e/taed21c359d",
    "/targets",
    "/figures",
    "/terms",
    "/livelihood",
    "/charts",
    "/report",
)
QUESTION = "今年新增就业目标是多少"
SLOWER = 4  # times, the processor of the phone
# Lighthouse's slow 4G: bytes a second and milliseconds for a round trip.
SLOW_4G = {"offline": False, "downloadThroughput": 204_800, "uploadThroughput": 96_000, "latency": 150}
PHONE = {"width": 360, "height": 640}


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[str, Snapshot]]:
    """Serve the pages over the real report; yield their address and what is known."""
    library = knowledge.load(Path(knowledge.__file__).with_name("report.yaml"))
    current = Snapshot(library, library.report)
    async with Store("sqlite://") as store:
        services = build_services(snapshots=Snapshots(current), store=store)
        server = TestServer(build_app(services.responder))
        await server.start_server(max_line_size=LONGEST_LINE)
        yield str(server.make_url("/")).rstrip("/"), current
        await server.close()


async def spent(action: Callable[[], Awaitable[object]]) -> float:
    """Return the milliseconds of processor time that `action` takes."""
    began = time.process_time()
    await action()
    return (time.process_time() - began) * 1_000


async def pages(address: str, times: int) -> Sheet:
    """Measure each page: the first time and the median after it, with the request and its reading."""
    rows = []
    async with ClientSession() as client:

        async def read(path: str) -> None:
            async with client.get(address + path) as response:
                await response.read()
                assert response.status == 200

        await read("/offline")  # what the first request imports and compiles is no page's
        for path in PAGES:
            first, *again = [await spent(lambda path=path: read(path)) for _ in range(times + 1)]  # type: ignore[misc]
            rows.append((f"`{path}`", f"{first:.1f}", f"{statistics.median(again):.1f}"))
    return Sheet("A page, in ms of processor time", ("page", "first", "median"), rows)


async def charts(address: str, current: Snapshot, times: int) -> Sheet:
    """Measure each chart as a picture: drawn, and fetched once it is kept."""
    rows = []
    async with ClientSession() as client:

        async def read(name: str) -> None:
            async with client.get(f"{address}/chart/{name}.png") as response:
                await response.read()

        async with client.get(f"{address}/offline"):  # what the first request imports and compiles is no chart's
            pass
        pair = next(each for each in chart_of("targets", current).marks)  # type: ignore[union-attr]
        for name in (pair.entry_id, *CHARTS):
            first, *again = [await spent(lambda name=name: read(name)) for _ in range(times + 1)]  # type: ignore[misc]
            label = "地区生产总值" if name == pair.entry_id else name
            rows.append((label, f"{first:.0f}", f"{statistics.median(again):.1f}"))
    return Sheet("A chart as PNG, in ms of processor time", ("chart", "first", "kept"), rows)


def memory() -> Sheet:
    """Measure what drawing every chart in every language leaves behind in a process of its own, once and ten times."""
    library = knowledge.load(Path(knowledge.__file__).with_name("report.yaml"))
    current = Snapshot(library, library.report)
    rows = [("before the first chart", f"{resident():.0f}")]
    for times, label in ((1, "after all, in three languages"), (9, "after all ten times")):
        for _ in range(times):
            for name in CHARTS:
                for language in Language:
                    chart = chart_of(name, current)
                    assert chart is not None
                    png(chart, Phrases(language))
        gc.collect()
        rows.append((label, f"{resident():.0f}"))
    rows.append(("most at any time", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"))
    return Sheet("Memory of the process, in MiB", ("", "MiB"), rows)


def resident() -> float:
    """Return the mebibytes that this process holds."""
    pages_held = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages_held * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


async def phone(address: str, browser: Browser, *, script: bool) -> tuple[float, float]:
    """Return the milliseconds until the first page can be typed into, and from the question to its answer."""
    context = await browser.new_context(viewport=PHONE, is_mobile=True, locale="zh-CN", java_script_enabled=script)
    page = await context.new_page()
    client = await context.new_cdp_session(page)
    await client.send("Network.enable")
    await client.send("Network.emulateNetworkConditions", SLOW_4G)
    await client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    began = time.perf_counter()
    await page.goto(address, wait_until="commit")
    await page.locator("#question").wait_for()
    typing = time.perf_counter()
    await page.locator("#question").fill(QUESTION)
    asked = time.perf_counter()
    await page.locator("#ask button").click(no_wait_after=True)
    await page.locator(".turn .direct").wait_for()
    answered = time.perf_counter()
    await context.close()
    return (typing - began) * 1_000, (answered - asked) * 1_000


async def phones(address: str, times: int) -> Sheet:
    """Measure the first page and the first answer on a slow phone."""
    rows = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for script, label in ((True, "with JavaScript"), (False, "without")):
            found = [await phone(address, browser, script=script) for _ in range(times)]
            first, answer = (statistics.median(each) for each in zip(*found, strict=True))
            rows.append((label, f"{first:.0f}", f"{answer:.0f}", f"{first + answer:.0f}"))
        await browser.close()
    columns = ("", "first page", "question to answer", "together")
    return Sheet("A slow phone (processor a quarter as fast, slow 4G), ms, median", columns, rows)


async def measured(times: int) -> list[Sheet]:
    """Return every table."""
    async with serving() as (address, current):
        drawn = await charts(address, current, times)  # first, for its first is the first of all
        sheets = [await pages(address, times), drawn, await phones(address, times)]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return [*sheets, await asyncio.get_running_loop().run_in_executor(alone, memory)]


def main() -> None:
    """Read how often to measure, and prints the tables."""
    parser = arguments("pages", __doc__)
    parser.add_argument("--times", type=int, default=TIMES, help="how often each is measured")
    chosen = parser.parse_args()
    show(asyncio.run(measured(chosen.times)), markdown=chosen.markdown)


if __name__ == "__main__":
    main()

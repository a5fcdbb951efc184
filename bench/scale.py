"""Measures many reports at once, in fresh processes: `python -m bench.scale FOLDER`, with report files in FOLDER.

Each number of reports is made of those files over and over, each with a region of its own. Measured are the start,
without the cache beside the files and with it; what a report beyond the first takes of memory, when as many are ready
as are kept; an answer from a report that is ready, half of them of the default report, half naming another; and an
answer from one that isn't, which is made ready first. Times are of the processor.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice, product
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.output import arguments
from bot.cli import recalled, remember
from knowledge import collection_of, read_reports

SIZES = (1, 10, 30, 200)
ASKED = 400  # questions of each size
_NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"
_QUESTIONS = (
    "GDP目标是多少",
    "去年粮食产量多少",
    "城镇新增就业目标",
    "财政收入增长多少",
    "养老服务有什么安排",
    "民生实事有哪些",
    "去年固定资产投资怎么样",
    "今年新建多少学校",
)


def regions() -> Iterator[str]:
    """Yield names of regions that there aren't."""
    return (f"试{first}{second}县" for first, second in product(_NAMES, repeat=2))


def write_reports(sources: list[Path], folder: Path, size: int) -> None:
    """Write `size` report files into `folder`, each the file of one of `sources` with another region."""
    for number, (source, region) in enumerate(zip(islice(cycle(sources), size), regions(), strict=False)):
        text = re.sub(r"(?m)^  region: .*$", f"  region: {region}", source.read_text(encoding="utf8"), count=1)
        text = re.sub(r"(?m)^  region_names: .*$", f"  region_names: [{region}]", text, count=1)
        (folder / f"{number:03}.yaml").write_text(text, encoding="utf8")


def held() -> float:
    """Return the memory of this process in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def measure(folder: Path) -> dict[str, float]:
    """Return what one process takes that serves the report files in `folder`."""
    began = time.process_time()
    read = read_reports([folder])
    known = recalled([folder])
    collection = collection_of(read, known)
    started = time.process_time() - began
    remember([folder], collection, known)
    others = [report for report in collection.reports if report != collection.default]
    engine, spent, cold = collection.engine(), list[float](), list[float]()
    engine.ask(_QUESTIONS[0])  # what the first question of all loads is no other report's
    first = held()
    for report in others[:6]:
        began = time.process_time()
        engine.ask(f"{report.region}{_QUESTIONS[0]}")
        cold.append(time.process_time() - began)
    for report in others:
        engine.ask(f"{report.region}{_QUESTIONS[0]}")
    ready = [report for report in collection.reports if collection.has_ready(report.key)]
    for number, (question, report) in enumerate(islice(zip(cycle(_QUESTIONS), cycle(ready), strict=False), ASKED)):
        asked = question if number % 2 else f"{report.region}{question}"
        began = time.process_time()
        engine.ask(asked)
        spent.append(time.process_time() - began)
    return {
        "start": started,
        "memory": (held() - first) / max(len(others), 1),
        "answer": statistics.median(spent) * 1000,
        "cold": statistics.median(cold) * 1000 if cold else 0.0,
        "ready": len(ready),
    }


def main() -> None:
    """Read the command line, measures each size in a process of its own, twice, and prints a table."""
    parser = arguments("scale", __doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--one", action="store_true", help="measure FOLDER in this process, and print JSON")
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.folder)))
        return
    sources = sorted(chosen.folder.glob("*.yaml"))
    names = ("reports", "start s", "with cache s", "MiB a report", "ready", "answer ms", "cold ms")
    table = Table(*names)
    for size in SIZES:
        with tempfile.TemporaryDirectory() as made:
            write_reports(sources, Path(made), size)
            command = [sys.executable, "-m", "bench.scale", made, "--one"]
            runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(2)]
        last = runs[-1]
        figures = (runs[0]["start"], last["start"], last["memory"], last["ready"], last["answer"], last["cold"])
        table.add_row(str(size), *(f"{figure:.2f}" for figure in figures))
    Console().print(table)


if __name__ == "__main__":
    main()

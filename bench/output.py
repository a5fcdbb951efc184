"""How the measurements print their tables: on a terminal, or as Markdown for docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: a title, the columns' names, rows of cells; `labels` columns are text, the others numbers."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    labels: int = 1

    def markdown(self) -> str:
        """Return the table in GitHub's Markdown, under its title."""
        rule = ("---",) * self.labels + ("---:",) * (len(self.columns) - self.labels)
        lines = ("| " + " | ".join(cells) + " |" for cells in (self.columns, rule, *self.rows))
        return "\n".join([*([f"**{self.title}**", ""] if self.title else []), *lines])

    def rich(self) -> Table:
        """Return the table for a terminal."""
        shown = Table(title=self.title, title_justify="left")
        for number, name in enumerate(self.columns):
            shown.add_column(name, justify="left" if number < self.labels else "right")
        for cells in self.rows:
            shown.add_row(*cells)
        return shown


def arguments(module: str, doc: str | None) -> argparse.ArgumentParser:
    """Return a parser for `python -m bench.MODULE`, described by the first line of its docstring `doc`."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{module}", description=(doc or "").splitlines()[0])
    parser.add_argument("--markdown", action="store_true", help="print the tables for docs/benchmarks.md")
    return parser


def show(sheets: Sequence[Sheet], *, markdown: bool, notes: Sequence[str] = ()) -> None:
    """Print the tables, `notes` below them, and the machine that they were measured on."""
    if markdown:
        print(*(sheet.markdown() for sheet in sheets), *notes, f"Measured on {machine()}.", sep="\n\n")
    else:
        Console().print(machine(), *(sheet.rich() for sheet in sheets), *notes, sep="\n")


def machine() -> str:
    """Return the processor, its cores that this process may use, and Python's version, in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{_processor()}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf8").splitlines()
    except OSError:
        lines = []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())

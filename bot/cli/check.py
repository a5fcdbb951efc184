"""`check`: proves a report file and counts what it covers."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.cli.common import Stop, settings_or_stop
from knowledge.check import CheckReport, check
from knowledge.check.coverage import Coverage

FAULTY = 1  # the exit code for a file with faults; one that isn't there ends with 2, like any wrong argument


@click.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def command(file: Path | None) -> None:
    """Validate a report FILE (by default KNOWLEDGE) and print what it covers.

    Each fault is printed with its file, line, key and reason; the exit code is 1 when there are any.
    """
    path = file or settings_or_stop().knowledge
    if not path.is_file():
        raise Stop(f"{path} is no file: expected a report file, such as knowledge/report.yaml.")
    report = check(path)
    _print(path, report)
    sys.exit(FAULTY if report.faults else 0)


def _print(path: Path, report: CheckReport) -> None:
    if report.coverage:
        Console(highlight=False).print(_table(report.coverage))
    for fault in report.faults:
        click.echo(fault)
    count = len(report.faults)
    click.echo(f"{path}: {count} fault{'' if count == 1 else 's'}" if count else f"{path}: no faults")


def _table(coverage: Coverage) -> Table:
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    for label, number in coverage.rows():
        table.add_row(label, str(number))
    return table

"""`check`: proves a report file and counts what it covers."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.cli.common import Stop, say, settings_or_stop
from knowledge import LEXICON
from knowledge.faults import Fault, KnowledgeError
from knowledge.language.lexicon import load_lexicon
from knowledge.language.normalise import Normaliser
from knowledge.report.check import check

FAULTY = 1  # the exit code for a file with faults; one that isn't there ends with 2, like any wrong argument


@click.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def command(file: Path | None) -> None:
    """Validate a report FILE (by default KNOWLEDGE) and the lexicon, and print what the report's file covers.

    Each fault is printed with its file, line, key and reason; the exit code is 1 when there are any.
    """
    path = file or settings_or_stop(uses_database=False).knowledge
    if not path.is_file():
        raise Stop(f"{path} is no file: expected a report file, such as knowledge/report.yaml.")
    report = check(path)
    if report.counts:
        Console(highlight=False).print(_table(report.counts))
    faults = (*report.faults, *_lexicon_faults())
    for fault in faults:
        say(fault)
    count = len(faults)
    say(f"{path} and {LEXICON.name}: " + (f"{count} fault{'s'[: count - 1]}" if count else "no faults"))
    sys.exit(FAULTY if faults else 0)


def _lexicon_faults() -> tuple[Fault, ...]:
    try:
        load_lexicon(LEXICON, Normaliser())
    except KnowledgeError as error:
        return error.faults
    return ()


def _table(counts: Mapping[str, int]) -> Table:
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    for label, number in counts.items():
        table.add_row(label, str(number))
    return table

"""`build` and `check`: draft a report file, and validate it."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.cli import Stop, say, settings_or_stop
from knowledge import LEXICON
from knowledge.faults import Fault, KnowledgeError
from knowledge.language.lexicon import load_lexicon
from knowledge.language.normalise import Normaliser
from knowledge.report.build import draft
from knowledge.report.check import check
from knowledge.report.document import decode, read_file

FAULTY = 1  # exit code for a file with faults; a missing file gives 2, like any wrong argument


@click.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
def check_file(file: Path | None) -> None:
    """Validate a report FILE (by default KNOWLEDGE) and the lexicon, and print what the report's file covers.

    Each fault is printed with its file, line, key and reason; the exit code is 1 when there are any.
    """
    path = file or settings_or_stop(uses_database=False).knowledge
    if not path.is_file():
        raise Stop(f"{path} isn't a file: expected a report file, such as knowledge/report.yaml.")
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


@click.command("build")
@click.argument("text", metavar="REPORT.txt", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the draft goes, by default to standard output. A file that is there keeps what was edited by hand.",
)
def build(text: Path, output: Path | None) -> None:
    """Draft a report file (YAML) from REPORT.txt: its sections, terms, figures and livelihood items.

    The draft is a start: read it against the report, correct it, and let `check` prove it.
    """
    try:
        report = decode(read_file(text))
        existing = decode(read_file(output)) if output and output.exists() else ""
    except KnowledgeError as error:
        raise Stop(str(error)) from None
    if not report.strip():
        raise Stop(f"{text} is empty: expected the plain text of a report.")
    try:
        drafted = draft(report, existing if existing.strip() else None)
    except KnowledgeError as error:
        named = KnowledgeError(replace(fault, file=str(output)) for fault in error.faults)
        raise Stop(f"{output} was left unchanged: it can't be merged.\n{named}") from None
    if output is None:
        click.echo(drafted, nl=False)
        return
    try:
        if drafted != existing:
            _replace(output, drafted)
    except OSError as error:
        raise Stop(f"{output} can't be written: {(error.strerror or str(error)).lower()}.") from None
    done = "nothing to add" if drafted == existing else "added to" if existing else "drafted"
    say(f"{output}: {done}; run `python -m bot check {output}` to see what is wrong or missing")


def _replace(path: Path, content: str) -> None:
    """Replace the file at `path` atomically, so that a crash leaves the old or the new content."""
    target = path.resolve()  # replaces the target of a symbolic link, not the link
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

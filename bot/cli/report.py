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
from knowledge import LEXICON, Files, report_paths
from knowledge.collection.members import duplicates
from knowledge.faults import Fault, KnowledgeError
from knowledge.language.lexicon import load_lexicon
from knowledge.language.normalise import Normaliser
from knowledge.report.build import draft
from knowledge.report.build.formats import SUFFIXES, read_text
from knowledge.report.check import CheckReport, check
from knowledge.report.document import decode, read_document, read_file
from knowledge.report.text import plain_lines

_SHOWN = 8  # faults or doubtful figures that `build` shows
FAULTY = 1  # exit code for a file with faults; a missing file gives 2, like any wrong argument


@click.command("check")
@click.argument("files", metavar="[FILE…]", nargs=-1, type=click.Path(path_type=Path))
def check_file(files: tuple[Path, ...]) -> None:
    """Validate report FILEs or folders of them (by default KNOWLEDGE) and the lexicon, and print what each covers.

    Each fault is printed with its file, line, key and reason; the exit code is 1 when there are any.
    """
    places = files or settings_or_stop(uses_database=False).knowledge
    paths = report_paths(places)
    if not paths:
        raise Stop(f"{places[0]} holds no .yaml: expected a report file, such as knowledge/report.yaml.")
    for path in paths:
        if not path.is_file():
            raise Stop(f"{path} isn't a file: expected a report file, such as knowledge/report.yaml.")
    several = len(paths) > 1
    found = [(path, _shown(path, named=several)) for path in paths]
    shared = (*duplicates(Files(path).read() for path in paths), *_lexicon_faults())
    for fault in shared:
        say(fault)
    for path, report in found if several else ():
        say(f"{path}: {_counted(len(report.faults), 'fault')}{_doubtful(report)}")
    faults = sum(len(report.faults) for _, report in found) + len(shared)
    checked = f"{len(paths)} reports" if several else str(paths[0])
    doubtful = "" if several else _doubtful(found[0][1])
    say(f"{checked} and {LEXICON.name}: {_counted(faults, 'fault')}{doubtful}")
    sys.exit(FAULTY if faults else 0)


def _shown(path: Path, *, named: bool) -> CheckReport:
    """Print what a report file covers, and what is wrong with it."""
    report = check(path)
    if named:
        say(f"{path}:")
    if report.counts:
        Console(highlight=False).print(_table(report.counts))
    for fault in (*report.doubts, *report.faults):
        say(fault)
    return report


def _doubtful(report: CheckReport) -> str:
    return f", {_counted(len(report.doubts), 'doubtful figure')}" if report.doubts else ""


def _lexicon_faults() -> tuple[Fault, ...]:
    try:
        load_lexicon(LEXICON, Normaliser())
    except KnowledgeError as error:
        return error.faults
    return ()


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' if count > 1 else ''}" if count else f"no {thing}s"


def _table(counts: Mapping[str, int]) -> Table:
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    for label, number in counts.items():
        table.add_row(label, str(number))
    return table


@click.command("build")
@click.argument("reports", metavar="REPORT…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Where the draft goes, by default to standard output; of several reports a folder, by default that of each "
    "report. A file that is there keeps what was edited by hand.",
)
@click.option("--year", type=click.IntRange(1949, 2100), help="The report's year, where its text doesn't tell.")
def build(reports: tuple[Path, ...], output: Path | None, year: int | None) -> None:
    """Draft a report file (YAML) from each REPORT (.txt, .docx or .html), or from those of a folder.

    The draft is a start: read it against the report, in the order that is shown, and let `check` prove it.
    """
    paths = [report for path in reports for report in (_reports_of(path) if path.is_dir() else [path])]
    several = len(paths) > 1 or any(path.is_dir() for path in reports)
    if not paths:
        raise Stop(f"{reports[0]} holds no {', '.join(SUFFIXES)}: expected reports.")
    if not several:
        _build(paths[0], output, year or 0)
        return
    if output and not output.is_dir():
        raise Stop(f"{output} isn't a folder: expected one for the drafts of {len(paths)} reports.")
    sources: dict[Path, Path] = {}
    for path in paths:
        sources.setdefault((output or path.parent) / f"{path.stem}.yaml", path)
    for path in paths:
        if path not in sources.values():
            say(f"{path}: left aside, another file of this name is read")
    failed = [error for draft_path, path in sources.items() if (error := _built(path, draft_path, year or 0))]
    say(f"{len(sources) - len(failed)} of {len(sources)} reports drafted")
    if failed:
        raise Stop("\n".join(failed))


def _reports_of(folder: Path) -> list[Path]:
    """Return the reports of a folder by name; of one that is there in several formats the text comes first."""
    found = [
        path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and not path.name.startswith(("~", "."))
    ]
    return sorted(found, key=lambda path: (path.stem, SUFFIXES.index(path.suffix.lower())))


def _built(report: Path, output: Path, year: int) -> str:
    """Draft one of several reports; return why it couldn't be, or nothing."""
    try:
        _build(report, output, year)
    except Stop as error:
        return error.message
    return ""


def _build(report: Path, output: Path | None, year: int) -> None:
    """Draft one report and show each step; without an `output` print the draft alone."""
    try:
        text = read_text(report)
        existing = decode(read_file(output)) if output and output.exists() else ""
    except KnowledgeError as error:
        raise Stop(str(error)) from None
    if output:
        say(f"{report}: {_counted(len(plain_lines(text)), 'line')} of text read")
    try:
        drafted = draft(text, existing if existing.strip() else None, year=year, name=report.name)
    except KnowledgeError as error:
        if not existing.strip():
            raise Stop(str(error)) from None
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
    _show_what_to_read(output)


def _show_what_to_read(path: Path) -> None:
    """Show an editor what the draft at `path` holds, and what to look at, in order, each with its line."""
    report, document = check(path), read_document(path)
    counts = report.counts or {}
    held = ("glossary terms", "livelihood items", "actual figures", "target figures")
    say("  " + ", ".join(f"{counts.get(label, 0)} {label}" for label in held))
    say("  look at, in this order:")
    of = document.data["report"] if isinstance(document.data, dict) else {}
    whose = ", ".join(str(of.get(key) or f"no {key}") for key in ("region", "year", "date"))
    say(f"  1. whose report it is, on which every answer depends (line {document.line(('report', 'region'))}): {whose}")
    number = 2
    for title, found in (("fault", report.faults), ("doubtful figure", report.doubts)):
        if found:
            say(f"  {number}. {_counted(len(found), title)}{', the first of them' if len(found) > _SHOWN else ''}:")
            number += 1
        for fault in found[:_SHOWN]:
            say(f"     line {fault.line}: {fault.message}")
    missing = [label for label in held if not counts.get(label)]
    if missing:
        say(f"  {number}. no {', no '.join(missing)}: has the report none?")


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

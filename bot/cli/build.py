"""`build`: drafts a report file from a report's plain text."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from bot.cli.common import Stop, say
from knowledge.faults import KnowledgeError
from knowledge.report.build import draft
from knowledge.report.document import decode, read_file


@click.command("build")
@click.argument("text", metavar="REPORT.txt", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the draft goes, by default to standard output. A file that is there keeps what was edited by hand.",
)
def command(text: Path, output: Path | None) -> None:
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
        raise Stop(f"{output} stays as it is, for it can't be added to.\n{named}") from None
    if output is None:
        click.echo(drafted, nl=False)
        return
    try:
        if drafted != existing:
            _replace(output, drafted)
    except OSError as error:
        raise Stop(f"{output} can't be written: {(error.strerror or str(error)).lower()}.") from None
    done = "nothing to add" if drafted == existing else "added to" if existing else "drafted"
    say(f"{output}: {done}; `python -m bot check {output}` says what is wrong or missing")


def _replace(path: Path, content: str) -> None:
    """Put `content` in the place of the file at `path` in one step, so that a crash leaves the old or the new one."""
    target = path.resolve()  # a link keeps pointing where it did
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

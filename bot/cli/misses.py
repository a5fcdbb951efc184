"""`misses`: lists unanswered questions, so that the editor sees what to add."""

from __future__ import annotations

import asyncio
import csv
import io
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli import Stop, settings_or_stop
from handlers.replies.phrases import Language, Phrases
from handlers.replies.reply import snippet
from knowledge import KnowledgeError, collection_of, read_reports
from store import Miss, Store, StoreError
from store.database import parse

COLUMNS = ("text", "count", "last", "nearest", "reasons")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # beginnings of cells that a spreadsheet would execute
_LONGEST_CELL = 30  # characters of the table, two columns each; CSV has them all
_UNBROKEN = 10_000  # columns: no line is wrapped where the output is no screen

Row = tuple[str, str, str, str, str]


@click.command("misses")
@click.option(
    "--csv",
    "as_csv",
    is_flag=True,
    help="Write CSV in UTF-8 with a byte order mark and column names, for a spreadsheet.",
)
def misses(as_csv: bool) -> None:
    """List the questions that found no answer, or were judged 👎, from the database in DATABASE_URL.

    The most frequent come first: the question in normal form, how often and on which day (UTC) it came last, the
    nearest entry, and how often for which reason: unsure (asked directly), silent in a group (nearly answered there),
    👎, and what people said was wrong: beside the point, not found, other reasons. CSV alone has long texts whole.
    """
    settings = settings_or_stop()
    found = _read(settings.database_url.get_secret_value())
    heading = _headings(settings.knowledge)
    rows = [_row(miss, heading) for miss in found]
    if as_csv:
        click.echo(
            _csv(rows).encode("utf-8-sig"), nl=False
        )  # without the mark Excel takes it for the system's code page
    elif rows:
        Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else _UNBROKEN).print(_table(rows))
    else:
        click.echo("no unanswered questions yet")


def _read(url: str) -> tuple[Miss, ...]:
    path = parse(url).path
    if path and not path.exists():  # opening it would create it
        raise Stop(f"there is no database {path}: the bot creates it when it runs.")
    try:
        return asyncio.run(_top(url))
    except StoreError as error:
        raise Stop(f"DATABASE_URL can't be used. {error}") from None


async def _top(url: str) -> tuple[Miss, ...]:
    async with Store(url) as store:
        return await store.misses.top(None)


def _headings(knowledge: Sequence[Path]) -> Callable[[str], str]:
    """Return a function from an entry's id to its heading; ids stay as they are if the knowledge can't be loaded."""
    try:
        engine = collection_of(read_reports(knowledge)).engine()
    except KnowledgeError:  # whoever repairs it still needs the misses
        return str
    phrases = Phrases()

    def heading(entry_id: str) -> str:
        entry = engine.headline(entry_id)
        if entry is None:
            return entry_id
        return phrases.heading(entry) if entry.title else entry.text

    return heading


def _row(miss: Miss, heading: Callable[[str], str]) -> Row:
    reasons = Phrases(Language.ENGLISH).sentence("why_missed", reasons=miss.reasons)
    return miss.text, str(miss.count), f"{miss.last:%Y-%m-%d}", heading(miss.nearest), reasons


def _table(rows: Iterable[Row]) -> Table:
    table = Table()
    for name in COLUMNS:
        table.add_column(name, overflow="fold", justify="right" if name == "count" else "left")
    for row in rows:
        table.add_row(*(escape(snippet(cell, _LONGEST_CELL)) for cell in row))
    return table


def _csv(rows: Iterable[Row]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return written.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

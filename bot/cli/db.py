"""The verbs for the database: `db` migrates or copies it, `misses` lists the unanswered questions for the editor."""

from __future__ import annotations

import asyncio
import csv
import io
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from bot.cli import Stop, say, settings_or_stop
from bot.logs import Redaction, passwords
from handlers.replies.phrases import Language, Phrases
from handlers.replies.reply import snippet
from knowledge import KnowledgeError, collection_of, read_reports
from store import Miss, Store, StoreError, maintenance
from store.database import Database, parse

COLUMNS = ("text", "count", "last", "nearest", "reasons")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # beginnings of cells that a spreadsheet would execute
_LONGEST_CELL = 30  # characters of the table, two columns each; CSV has them all
_UNBROKEN = 10_000  # columns: no line is wrapped where the output is no screen

MissRow = tuple[str, str, str, str, str]
T = TypeVar("T")


@click.group("db")
def db() -> None:
    """Maintain the database: `db upgrade`, `db copy`."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the tables of DATABASE_URL up to date, and end.

    The bot does the same at each start. Any number of programs may do it at once: they take turns. A password that
    the address doesn't hold is taken from PGPASSWORD or ~/.pgpass.
    """
    url = settings_or_stop().database_url.get_secret_value()
    _done(_upgrade(url), url)
    say(f"The {parse(url).name} is up to date.")


@db.command("copy")
@click.argument("source")
@click.argument("target", required=False)
def copy_all(source: str, target: str | None) -> None:
    """Copy what the database SOURCE holds into TARGET, by default the one in DATABASE_URL.

    All of it in one transaction, checked by counts: after a failure TARGET is as it was before. It may be done again,
    as long as no bot has begun to use TARGET. Stop the bot first: what it notes meanwhile isn't copied.

    An address on the command line may be seen by other users of the machine. Leave the password out of it, and put it
    into PGPASSWORD, or into ~/.pgpass where the two databases have different ones.
    """
    url = target or settings_or_stop().database_url.get_secret_value()
    with _progress() as progress:
        counts = _done(maintenance.copy(source, url, _Bars(progress)), source, url)
    Console(highlight=False).print(_count_table(counts))
    say(f"{sum(counts.values())} rows are copied into the {parse(url).name}, which has as many of each table.")


class _Bars:
    """A progress bar for each table."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def __call__(self, table: str, done: int, total: int) -> None:
        if table not in self._bars:
            self._bars[table] = self._progress.add_task(table, total=total)
        self._progress.update(self._bars[table], completed=done)


def _progress() -> Progress:
    console = Console(stderr=True, highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


async def _upgrade(url: str) -> None:
    database = Database(parse(url))
    await maintenance.upgrade(database)
    await database.close()


def _done(work: Coroutine[Any, Any, T], *urls: str) -> T:
    """Run `work`; on failure stop with a message without the passwords in `urls`."""
    try:
        return asyncio.run(work)
    except StoreError as error:
        hidden = Redaction(password for url in urls for password in passwords(url))
        raise Stop(hidden(str(error))) from None


def _count_table(counts: Mapping[str, int]) -> Table:
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    for name, count in counts.items():
        table.add_row(name, str(count))
    return table


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
    👎, and what people said was wrong: not what was asked, not found, other reasons. CSV alone has long texts whole.
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
        Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else _UNBROKEN).print(_miss_table(rows))
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


def _row(miss: Miss, heading: Callable[[str], str]) -> MissRow:
    reasons = Phrases(Language.ENGLISH).sentence("why_missed", reasons=miss.reasons)
    return miss.text, str(miss.count), f"{miss.last:%Y-%m-%d}", heading(miss.nearest), reasons


def _miss_table(rows: Iterable[MissRow]) -> Table:
    table = Table()
    for name in COLUMNS:
        table.add_column(name, overflow="fold", justify="right" if name == "count" else "left")
    for row in rows:
        table.add_row(*(escape(snippet(cell, _LONGEST_CELL)) for cell in row))
    return table


def _csv(rows: Iterable[MissRow]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return written.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell

"""`db`: migrates the database, or copies it into another one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from bot.cli import Stop, say, settings_or_stop
from bot.logs import Redaction, passwords
from store import StoreError, maintenance
from store.database import Database, parse

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
    Console(highlight=False).print(_table(counts))
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


def _table(counts: Mapping[str, int]) -> Table:
    table = Table(show_header=False, box=None)
    table.add_column()
    table.add_column(justify="right")
    for name, count in counts.items():
        table.add_row(name, str(count))
    return table

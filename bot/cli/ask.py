"""`ask`: answers one question for a person, or many as JSON lines."""

from __future__ import annotations

import sys
from typing import BinaryIO

import click
from rich.console import Console

from bot.cli.batch import answer_lines
from bot.cli.common import Stop, library_or_stop, settings_or_stop
from bot.cli.printing import print_answer, print_steps
from bot.questions import LONGEST, Refusal, refusal
from handlers.engine import Query, find
from knowledge import Files
from knowledge.model import Where

_UNBROKEN = 10_000  # columns: a sentence stays on one line where no person reads it on a screen

_SENTENCES = {
    Refusal.EMPTY: 'the question is empty: expected one, such as `python -m bot ask "六个工程是什么"`.',
    Refusal.LONG: f"the question is too long: expected at most {LONGEST} characters.",
    Refusal.BROKEN: "the question isn't valid text: expected UTF-8.",
}


@click.command("ask")
@click.argument("words", nargs=-1, metavar="QUESTION")
@click.option("--explain", is_flag=True, help="Show what each step of the engine found, as tables.")
@click.option(
    "--where",
    type=click.Choice([where.value for where in Where]),
    default=Where.ADDRESSED.value,
    show_default=True,
    help="Asked directly, or overheard in a group, where the bot rather says nothing.",
)
@click.option(
    "--batch",
    type=click.File("rb"),
    help='Answer JSON lines from a file, or from standard input with "-", as JSON lines in the same order: '
    '{"question": "…", "where": "private" | "group"}.',
)
def command(words: tuple[str, ...], explain: bool, where: str, batch: BinaryIO | None) -> None:
    """Answer a QUESTION once, from the report's own sentences."""
    if batch is not None:
        if words or explain:
            raise click.UsageError("--batch stands alone: expected no QUESTION and no --explain beside it.")
        library = library_or_stop(Files(settings_or_stop(uses_database=False).knowledge).read())
        bad = answer_lines(batch, sys.stdout.buffer, library.ask, Where(where))
        sys.exit(Stop.exit_code if bad else 0)
    question = " ".join(words)
    if refused := refusal(question):
        raise Stop(_SENTENCES[refused])
    library = library_or_stop(Files(settings_or_stop(uses_database=False).knowledge).read())
    console = Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else _UNBROKEN)
    if explain:
        print_steps(console, library.explain(question, Where(where)).steps)
    print_answer(console, find(Query(question, Where(where)), library))

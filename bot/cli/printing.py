"""How an answer and its explanation look in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from handlers.replies.phrases import build_environment
from knowledge.model import Answer, Outcome


def print_answer(console: Console, answer: Answer) -> None:
    """Print what the engine has to say: the passages with their places, the nearest entries, or that it is silent."""
    environment = build_environment(Path(__file__).with_name("templates"), finalize=_escaped)
    text = environment.get_template("answer.jinja").render(answer=answer, Outcome=Outcome)
    console.print(text.strip(), markup=True)


def print_steps(console: Console, steps: Iterable[tuple[str, tuple[tuple[str, ...], ...]]]) -> None:
    """Print a table for each step of the engine: its name and its rows, of which the first is the header."""
    for name, rows in steps:
        table = Table(title=name, title_justify="left", title_style="bold")
        header, *body = rows
        for column in header:
            table.add_column(escape(column), overflow="fold")
        for row in body:
            table.add_row(*map(escape, row))
        console.print(table)
        console.print()


def _escaped(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(escape(value))  # noqa: S704 - escaped for rich's markup, and so for good
    return value

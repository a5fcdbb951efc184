"""`ask`: answers one question for a person, or many as JSON lines."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable
from datetime import date
from html import unescape
from pathlib import Path
from typing import BinaryIO

import click
from markupsafe import Markup
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.cli import Stop, collection_or_stop, settings_or_stop
from bot.questions import LONGEST, Json, Refusal, batch_line, refusal
from handlers.commands import Action, Command, parse_command
from handlers.query import Example, Query, find
from handlers.replies import Replies, Reply
from handlers.replies.phrases import build_environment
from knowledge import ChosenReport, Library, read_reports
from knowledge.model import Answer, Outcome, Report, Where

UNBROKEN = 10_000  # columns: no line is wrapped where the output is no screen

_REFUSALS = {
    Refusal.EMPTY: 'the question is empty: expected one, such as `python -m bot ask "六个工程是什么"`.',
    Refusal.LONG: f"the question is too long: expected at most {LONGEST} characters.",
    Refusal.BROKEN: "the question isn't valid text: expected UTF-8.",
}
_LINE_REFUSALS = {
    Refusal.EMPTY: '"question" is empty: expected a text.',
    Refusal.LONG: f'"question" is too long: expected at most {LONGEST} characters.',
    Refusal.BROKEN: '"question" holds half a character: expected valid Unicode.',
}


@click.command("ask")
@click.argument("words", nargs=-1, metavar="QUESTION")
@click.option("--explain", is_flag=True, help="Show what each step of the engine found, as tables.")
@click.option(
    "--where",
    type=click.Choice([where.value for where in Where]),
    default=Where.ADDRESSED.value,
    show_default=True,
    help="Asked directly, or overheard in a group, where the bot stays silent unless it is sure.",
)
@click.option(
    "--batch",
    type=click.File("rb"),
    help='Answer JSON lines from a file, or from standard input with "-", as JSON lines in the same order: '
    '{"question": "…", "where": "private" | "group", "chat": "…"}; those of one chat are one conversation.',
)
@click.option("--report", help="The report that is asked where a question names none, such as 广东2025; see KNOWLEDGE.")
def ask(words: tuple[str, ...], explain: bool, where: str, batch: BinaryIO | None, report: str | None) -> None:
    """Answer a QUESTION once, with the report's own sentences."""
    if batch is not None:
        if words or explain:
            raise click.UsageError("--batch takes neither a QUESTION nor --explain.")
        engine = _engine(report)
        bad = answer_lines(batch, sys.stdout.buffer, Conversations(engine).answer, Where(where))
        sys.exit(Stop.exit_code if bad else 0)
    question = " ".join(words)
    if refused := refusal(question):
        raise Stop(_REFUSALS[refused])
    engine = _engine(report)
    console = Console(highlight=False, emoji=False, width=None if sys.stdout.isatty() else UNBROKEN)
    if explain:
        print_steps(console, engine.explain(question, Where(where)).steps)
    if where == Where.GROUP.value:
        answer = find(Query(question, Where.GROUP), engine)
        return print_answer(console, answer, answer.report or engine.report, date.today().year)
    return print_response(console, question, engine)


def _engine(report: str | None) -> Library | ChosenReport:
    """Return what is asked: the only report, the one that `report` names, or the default one."""
    places = settings_or_stop(uses_database=False).knowledge
    collection = collection_or_stop(read_reports(places), places)
    for left in collection.left:
        click.echo(f"Warning: {left.path} is left out:\n{left.error}", err=True)
    if report is None:
        return collection.engine()
    named = collection.report(report) or collection.meant(report)
    if named is None:
        known = ", ".join(each.key for each in collection.reports)
        raise Stop(f"--report is {report}, which names none of the reports: expected one of {known}.")
    return collection.engine(named.key)


class Conversations:
    """What was shown last in each chat of a batch, so that what is asked next may lean on it."""

    def __init__(self, engine: Library | ChosenReport) -> None:
        self._engine = engine
        self._last: dict[str, tuple[tuple[str, ...], str]] = {}

    def answer(self, question: str, where: Where, chat: str = "") -> Answer:
        """Answer a question of a chat; one of no chat stands alone."""
        before, frame = self._last.get(chat, ((), ""))
        answer = self._engine.ask(question, where, before=before, frame=frame)
        if chat:
            self._last[chat] = answer.about, answer.frame
        return answer


class BadLineError(Exception):
    """A line can't be answered; the message says why."""


def answer_lines(
    lines: Iterable[bytes], out: BinaryIO, ask: Callable[[str, Where, str], Answer], default: Where = Where.ADDRESSED
) -> int:
    """Write a line to `out` for each of `lines` as soon as it is answered; return how many couldn't be.

    Blank lines are skipped. A bad line becomes `{"line": number, "error": message}`, and an error on stderr.
    """
    bad = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            written = batch_line(ask(*_asked(line, default)))
        except BadLineError as error:
            bad += 1
            click.echo(f"Error: line {number}: {error}", err=True)
            written = {"line": number, "error": str(error)}
        out.write(json.dumps(written, ensure_ascii=False).encode() + b"\n")
        out.flush()
    return bad


def _asked(line: bytes, default: Where) -> tuple[str, Where, str]:
    """Return the question of a line, where it was asked, and in which chat; raise `BadLineError`."""
    value = _object(line)
    question = value.get("question")
    if not isinstance(question, str):
        raise BadLineError('"question" is missing: expected {"question": "…", "where": "private" | "group"}.')
    where = value.get("where", default.value)
    if not isinstance(where, str) or where not in tuple(Where):
        raise BadLineError(f'"where" is {json.dumps(where)}: expected "private" or "group".')
    if refused := refusal(question):
        raise BadLineError(_LINE_REFUSALS[refused])
    chat = value.get("chat", "")
    if not isinstance(chat, str):
        raise BadLineError(f'"chat" is {json.dumps(chat)}: expected a text.')
    return question, Where(where), chat


def _object(line: bytes) -> Json:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadLineError("this isn't UTF-8: expected a JSON object in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadLineError(f"this isn't JSON: {error.msg} at character {error.pos + 1}.") from None
    except (RecursionError, ValueError):
        raise BadLineError("this JSON can't be read: expected a small object.") from None
    if not isinstance(value, dict):
        raise BadLineError('expected an object: {"question": "…", "where": "private" | "group"}.')
    return value


def print_response(console: Console, text: str, library: Library | ChosenReport) -> None:
    """Print what is said to `text`: the answer to a question or a command, or what is said to other words."""
    replies = Replies(library.report, tuple(map(Example, library.report.examples)), telegram=False)
    invocation = parse_command(text)
    command = invocation.command if invocation else None
    said: tuple[Reply, ...] | Answer | Query
    if invocation and command:
        query = Query(invocation.argument, command=command)
        said = _told_command(command, invocation.argument, replies) or query
    else:
        query = Query(text)
        said = replies.beside(query, library)
    answer = find(said, library) if isinstance(said, Query) else said if isinstance(said, Answer) else None
    told = said if isinstance(said, tuple) else ()
    if answer and answer.outcome is not Outcome.ANSWER and not answer.may_lean:
        told = replies.instead(text) if command is None else ()
    if told:
        console.print(unescape(re.sub("<[^>]+>", "", told[0].html)), markup=False)
    elif answer:
        print_answer(console, answer, answer.report or library.report, date.today().year)


def _told_command(command: Command, argument: str, replies: Replies) -> tuple[Reply, ...]:
    """Return what is said to a command that the terminal doesn't know, or that lacks its argument; else nothing."""
    if command.action in {Action.WELCOME, Action.HELP}:
        return replies.told("welcome")
    if command.action not in {Action.ASK, Action.COMPARE}:
        return replies.render("elsewhere", command=command)
    return () if argument else replies.usage(command)


def print_answer(console: Console, answer: Answer, report: Report, this_year: int = 0) -> None:
    """Print an answer: the passages with their places, the nearest entries, or that the bot stays silent.

    Where `this_year` is later than the report's, it says which year 今年 means in an answer.
    """
    environment = build_environment(Path(__file__).with_name("templates"), finalize=_escaped)
    text = environment.get_template("answer.jinja").render(
        answer=answer, Outcome=Outcome, report=report, this_year=this_year
    )
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

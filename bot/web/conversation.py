"""What is said to a question on the web: the same as in Telegram, but for what only a page or only Telegram has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from markupsafe import Markup, escape

from bot.questions import Refusal, refusal, worded
from bot.web.view import View, asking_path, card_path, entry_path
from handlers.answering import Responder
from handlers.commands import COMPARE, Action, Command, Invocation, parse_command
from handlers.engine import Query, Thread
from handlers.replies import Button, Reply, Response
from handlers.replies.keyboards import LASTING, Verb, read_tap
from knowledge.model import Answer

_TYPED = re.compile(r"<code>/[^<]*</code>|(?<![\w/<])/[a-z]{3,}(?=[ 。，])")
MOST_AFTER = 12  # entries that a question may lean on
LONGEST_FRAME = 120  # characters of the question that another may lean on
_LONGEST_ID = 64
_SAID = {
    Action.CHART: "charts",
    Action.WELCOME: "welcome",
    Action.HELP: "help",
    Action.BROWSE: "contents",
    Action.PRIVACY: "privacy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A question and what is said to it, as the template shows it.

    `says` is a sentence, or the name of what the page itself says; else there is an `answer`, or `replies` in HTML with
    `buttons` that lead somewhere. `after` is what the next question may lean on, `url` is this turn's.
    """

    said: str
    url: str
    json: str
    card: str = ""
    after: str = ""
    says: str = ""
    command: Command | None = None
    answer: Answer | None = None
    replies: tuple[Markup, ...] = ()
    buttons: tuple[tuple[str, str], ...] = ()
    status: int = 200


def thread_in(after: str) -> Thread:
    """Return what the parameter `after` tells: ids of entries, and after a semicolon what was asked, in normal form."""
    ids, _, frame = after.partition(";")
    entries = tuple(each for each in ids.split(",") if 0 < len(each) <= _LONGEST_ID)[:MOST_AFTER]
    return Thread(entries, frame.strip()[:LONGEST_FRAME] if frame.isprintable() else "")


def after_of(thread: Thread) -> str:
    """Return the parameter `after` that tells of a thread; empty for none."""
    ids = ",".join(thread.entries[:MOST_AFTER])
    return f"{ids};{thread.frame[:LONGEST_FRAME]}" if thread.frame else ids


async def take_turn(responder: Responder, view: View, said: str, after: str) -> Turn:
    """Return what is said to `said`, which refers to what `after` tells."""
    before, report = thread_in(after), view.snapshot.report.key
    url = asking_path(said, after_of(before))
    json = f"/api/ask?{urlencode({'q': said, 'after': after_of(before)}, errors='replace')}"
    if reason := refusal(said):
        shown = "" if reason is Refusal.BROKEN else said.strip()
        return Turn(said=shown, url=url, json=json, says=worded(reason.value, view.phrases), status=400)
    said = said.strip()
    invocation = parse_command(said) or _named(said)
    command = invocation.command if invocation else None
    if invocation and command and command.action is Action.CHART and invocation.argument:
        command = COMPARE  # which comes with its chart
    if invocation and command and not command.is_lookup:
        return Turn(said=said, url=url, json=json, says=_SAID.get(command.action, "telegram"), command=command)
    query = Query(said, before=before, report=report)
    if invocation and command:
        query = Query(invocation.argument, command=command, report=report)
    response = await responder.respond(query, view.replies, LASTING)
    if response.answer is None and not command and (says := _courtesy(said, view)):
        return Turn(said=said, url=url, json=json, says=says)
    return replace(_told(said, url, json, response, command), card=card_path(said, after_of(before)))


def _named(said: str) -> Invocation | None:
    """Return the command whose word alone was said, of those that no word of the report can be meant by."""
    invocation = parse_command(f"/{said}")
    command = invocation.command if invocation and not invocation.argument else None
    return invocation if command and not command.is_lookup else None


def _courtesy(said: str, view: View) -> str:
    """Which of the page's own texts greets, or helps."""
    told = view.replies.courtesy(said)
    own = {"welcome": "welcome", "help": "help", "whole": "contents", "pictures": "charts"}
    return next((says for name, says in own.items() if told and told == view.replies.told(name)), "")


def _told(said: str, url: str, json: str, response: Response, command: Command | None) -> Turn:
    answer, replies = response.answer, response.replies
    is_compared = command is not None and command.action is Action.COMPARE and answer and not answer.sources
    return Turn(
        said=said,
        url=url,
        json=json,
        after=after_of(response.thread),
        command=command,
        answer=answer,
        replies=tuple(_markup(reply) for reply in replies),
        buttons=_buttons(replies) if answer is None or is_compared else (),
    )


def _markup(reply: Reply) -> Markup:
    """Return a message's HTML, which templates escaped when they made it."""
    html = reply.html.replace("<blockquote expandable>", "<blockquote>")
    return Markup(_TYPED.sub(_link, html))  # noqa: S704


def _link(typed: re.Match[str]) -> str:
    """Return a command in a text as a link that says it."""
    return f'<a href="{escape(asking_path(Markup(typed[0]).striptags()))}">{typed[0]}</a>'  # noqa: S704


def _buttons(replies: Sequence[Reply]) -> tuple[tuple[str, str], ...]:
    """Return label and address of the buttons that open an entry by its name; numbers are links in the text."""
    found = []
    for button in (each for reply in replies for row in reply.buttons for each in row):
        tap = read_tap(button.data) if isinstance(button, Button) else None
        if tap and tap.verb is Verb.OPEN and not button.label.isdecimal():
            found.append((button.label, entry_path(tap.about[0])))
    return tuple(found)

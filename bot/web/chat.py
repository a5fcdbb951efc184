"""The page on which people ask: `/`, `/?q=` with what is said to a question, and the verdicts on an answer.

What is said is the same as in Telegram, but for what only a page or only Telegram has.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from cachetools import TTLCache
from markupsafe import Markup, escape

from bot.questions import Refusal, refusal, worded
from bot.web.access import COME_BACK, BusyError, Gate, TurnQueue, retry_after
from bot.web.view import View, Views, asking_path, card_path, entry_path, parameters
from handlers.answering import Responder, impersonal
from handlers.commands import COMPARE, Action, Command, Invocation, parse_command
from handlers.query import Query, Thread
from handlers.replies import Button, Reply, Response
from handlers.replies.keyboards import LASTING, Verb, read_tap
from knowledge.model import Answer

SURFACE = "web"  # where a question came from, as it is counted
_TYPED = re.compile(r"<code>/[^<]*</code>|(?<![\w/<])/[a-z]{3,}(?=[ 。，])")
MOST_AFTER = 12  # entries that a question may lean on
LONGEST_FRAME = 120  # characters of the question that another may lean on
_LONGEST_ID = 64
_SAID = {
    Action.CHART: "charts",
    Action.WELCOME: "welcome",
    Action.HELP: "help",
    Action.BROWSE: "contents",
    Action.REPORT: "reports",
    Action.PRIVACY: "privacy",
}
_DAY, _VOTES = 86_400.0, 20_000  # seconds, and how many are remembered
REASONS = {"bad": ("bad",), "beside": ("bad", "beside")}  # by the verdict, why the editor should see the question
_VERDICTS = {"good", *REASONS}


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
        says = _SAID.get(command.action, "telegram")
        return Turn(said=said, url=url, json=json, after=after_of(before), says=says, command=command)
    query = Query(said, before=before, report=report)
    if invocation and command:
        query = Query(invocation.argument, command=command, report=report)
    response = await responder.respond(query, view.replies, LASTING)
    if response.answer is None and not command and (says := _courtesy(response, view)):
        return Turn(said=said, url=url, json=json, after=after_of(before), says=says)
    turn = _told(said, url, json, response, command)
    return replace(turn, after=turn.after or after_of(before), card=card_path(said, after_of(before)))


def _named(said: str) -> Invocation | None:
    """Return the command whose word alone was said, of those that no word of the report can be meant by."""
    invocation = parse_command(f"/{said}")
    command = invocation.command if invocation and not invocation.argument else None
    return invocation if command and not command.is_lookup else None


def _courtesy(response: Response, view: View) -> str:
    """Which of the page's own texts greets, or helps, in place of what is said in Telegram."""
    own = {"welcome": "welcome", "help": "help", "whole": "contents", "pictures": "charts"}
    return next((says for name, says in own.items() if response.replies == view.replies.told(name)), "")


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


class Chat:
    """Questions take `turns`, for each takes some milliseconds to be read and answered."""

    def __init__(self, responder: Responder, views: Views, gate: Gate, turns: TurnQueue) -> None:
        self._responder, self._views, self._gate, self._turns = responder, views, gate, turns

    async def page(self, request: web.Request) -> web.Response:
        """Show the page, with what is said to the question `q` if there is one."""
        asked = parameters(request)
        if "q" not in asked:
            examples = self._views.of(request).examples
            return self._views.page(request, "chat.html", turn=None, examples=examples)
        try:
            async with self._turns.turn():
                # Who hasn't waited needs no answer: the work is for those who have.
                return web.Response() if request.transport is None else await self._answered(request, asked)
        except BusyError:
            raise web.HTTPServiceUnavailable(headers=retry_after(COME_BACK)) from None

    async def _answered(self, request: web.Request, asked: dict[str, str]) -> web.Response:
        view = self._views.of(request)
        turn = await take_turn(self._responder, view, asked["q"], asked.get("after", ""))
        if turn.answer:
            keep = not turn.answer.is_miss or self._gate.keeps_miss(request)
            self._responder.count(turn.answer, SURFACE, keep=keep)
        is_told = turn.answer is None or turn.answer.sources
        examples = () if is_told else view.snapshot.examples
        return self._views.page(request, "chat.html", status=turn.status, private=True, turn=turn, examples=examples)


class Rating:
    """Takes one verdict a day from an address on an answer."""

    def __init__(
        self, responder: Responder, views: Views, gate: Gate, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._responder, self._views, self._gate = responder, views, gate
        self._votes: TTLCache[tuple[str, str, str], str] = TTLCache(_VOTES, _DAY, timer=clock)

    async def rate(self, request: web.Request) -> web.Response:
        """Count the verdict of the form, and thank; 404 for an entry that is there no more."""
        if not _is_own(request):
            raise web.HTTPForbidden
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        entry_id, question, verdict = form.get("entry", ""), form.get("q", ""), form.get("verdict", "")
        engine = self._responder.snapshots.current.engine
        if verdict not in _VERDICTS or engine.open(entry_id) is None:
            raise web.HTTPNotFound
        key = self._gate.client(request), entry_id, question
        phrases = self._views.of(request).phrases
        said = self._votes.setdefault(key, "")
        if not said:
            self._votes[key] = verdict
            self._count(request, entry_id, question, verdict)
        message = phrases.sentence("noted" if said in {"", verdict} else "judged")
        back = form.get("back", "")
        back = back if back.startswith("/") and not back.startswith(("//", "/\\")) else ""
        return self._views.page(request, "message.html", private=True, title=message, message=message, back=back)

    def _count(self, request: web.Request, entry_id: str, question: str, verdict: str) -> None:
        store, engine = self._responder.store, self._responder.snapshots.current.engine
        store.usage.judge(entry_id, verdict == "good")
        if verdict in REASONS and question and self._gate.keeps_miss(request):
            for reason in REASONS[verdict]:
                store.misses.note(impersonal(engine.normal(question)), nearest=entry_id, reason=reason)


def _is_own(request: web.Request) -> bool:
    """Whether a form of ours was sent, and not one of a page elsewhere; browsers before 2020 name but the origin."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or urlsplit(origin).netloc == request.host

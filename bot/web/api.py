"""The answers as JSON, for the page and for other programs.

`GET /api/ask?q=…` gives the answer to a question as somebody asks it who addresses the bot:

    {"question": "六个工程是什么", "outcome": "answer" | "unsure",
     "kind": "term" | "figure" | "target" | "livelihood" | "text" | "list" | null, "title": "六个工程", "score": 0-100,
     "count": "共1处", as people are shown it, or empty without sources,
     "sources": [{"id": "…", "kind": "term", "title": "六个工程", "number": null, "year": null,
                  "heading": "the title with an item's number or a figure's year, as people are shown it",
                  "direct": "the verbatim piece that answers in a word, or empty",
                  "text": "the verbatim passage", "highlights": [[start, end], …], "place": "附件2"}],
     "suggestions": [{"id": "…", "kind": "…", "title": "…", "number": null, "year": null, "heading": "…",
                      "text": "…"}]}

`highlights` are half-open ranges of `text` in Unicode characters. `sources` is empty unless the outcome is `answer`;
`suggestions` has at most three. `GET /api/entry/{id}` gives the same for one entry. An error is
`{"error": "…", "message": "a Chinese sentence to show"}`: `empty`, `long` or `broken` with status 400, `foreign` with
403, `gone` with 404, `unknown` with 404 or 405, `failed` with 500; `limited` with 429 and `busy` with 503 say in
`Retry-After` after how many seconds to try again.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl

from aiohttp import web

from bot.questions import LONGEST, refusal, web_answer
from bot.web.access import Gate, retry_after
from handlers.answering import Responder
from handlers.engine import Query
from handlers.replies.phrases import Phrases, build_environment
from handlers.snapshots import Snapshots


class Pages:
    """Everything a person reads on the web, about the report as it is known now."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._template = build_environment(Path(__file__).with_name("templates")).get_template("chat.html")
        self.phrases = Phrases()
        self._snapshots = snapshots

    def chat(self) -> str:
        """Return the chat page."""
        snapshot = self._snapshots.current
        return self._template.render(report=snapshot.report, examples=snapshot.examples, longest=LONGEST)

    def message(self, error: str) -> str:
        """Return the sentence for an error, by the name that the API gives it."""
        return self.phrases.sentence(error, **{"longest": LONGEST} if error == "long" else {})


# Questions that may wait. At the 10 ms that a slow one of 4,096 characters takes, and as long a pause, the last has its
# answer after ten seconds, within the page's patience of twenty; and it is half of the connections that may be open.
MOST_WAITING = 500


class BusyError(Exception):
    """As many wait already as may."""


class Turns:
    """One at a time, in the order of arrival, with a pause as long as the turn before; at most `most` wait.

    So a flood of questions takes half of the program's time, and leaves the other half to Telegram and the database.
    """

    def __init__(
        self,
        most: int = MOST_WAITING,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._most, self._clock, self._pause = most, clock, pause
        self._waiting = 0
        self._turn = asyncio.Lock()
        self._free_at = clock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn and hold it meanwhile; raise `BusyError` at once when too many wait."""
        if self._waiting >= self._most:
            raise BusyError
        self._waiting += 1
        try:
            async with self._turn:
                # Even without a pause the loop looks at its sockets now: what has come together would else be answered
                # in one go.
                await self._pause(max(0.0, self._free_at - self._clock()))
                began = self._clock()
                try:
                    yield
                finally:
                    ended = self._clock()
                    self._free_at = ended + (ended - began)
        finally:
            self._waiting -= 1


_SURFACE = "web"  # where a question came from, as it is counted
_COME_BACK = 5.0  # seconds after which those who wait now have had their turns
_dumps = partial(json.dumps, ensure_ascii=False)


class Api:
    """The JSON endpoints. A question takes some milliseconds to be read and answered, so questions take turns."""

    def __init__(self, responder: Responder, pages: Pages, gate: Gate) -> None:
        self._responder, self._pages, self._gate = responder, pages, gate
        self._turns = Turns()

    async def ask(self, request: web.Request) -> web.Response:
        """Answer the question `q`, and count it; 400 when it can't be asked, 503 when too many are."""
        try:
            async with self._turns.turn():
                # Who hasn't waited needs no answer: the work is for those who have.
                return web.Response() if request.transport is None else await self._answered(request)
        except BusyError:
            raise web.HTTPServiceUnavailable(headers=retry_after(_COME_BACK)) from None

    async def entry(self, request: web.Request) -> web.Response:
        """Give the entry with the id of the path; 404 when there is none (any more)."""
        answer = self._responder.snapshots.current.engine.open(request.match_info["id"])
        if answer is None:
            return problem(self._pages, "gone", web.HTTPNotFound.status_code)
        return _json(web_answer(answer, self._pages.phrases))

    async def _answered(self, request: web.Request) -> web.Response:
        question = _asked(request)
        if refused := refusal(question):
            return problem(self._pages, refused.value, web.HTTPBadRequest.status_code)
        answer = await self._responder.find(Query(question))
        keep = not answer.is_miss or self._gate.keeps_miss(request)
        self._responder.count(answer, _SURFACE, keep=keep)
        return _json(web_answer(answer, self._pages.phrases))


def _asked(request: web.Request) -> str:
    """Return the parameter `q`; bytes that are no UTF-8 become half characters, unlike a U+FFFD that was typed."""
    pairs = parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True, errors="surrogateescape")
    return next((value for name, value in pairs if name == "q"), "")


def problem(pages: Pages, error: str, status: int) -> web.Response:
    """Return an error with the sentence that a person is shown for it."""
    return _json({"error": error, "message": pages.message(error)}, status)


def _json(value: object, status: int = 200) -> web.Response:
    # Questions are nobody else's business: no cache keeps them.
    return web.json_response(value, status=status, dumps=_dumps, headers={"Cache-Control": "no-store"})

"""The answers as JSON, for the page and for other programs.

`GET /api/ask?q=…` gives the answer to a question as somebody asks it who addresses the bot. The parameter `after` is
what it may refer to: ids of entries with commas between them, or the `after` of the previous answer, which also tells
what was asked, after a semicolon:

    {"question": "六个工程是什么", "outcome": "answer" | "unsure",
     "kind": "term" | "figure" | "target" | "livelihood" | "text" | "list" | null, "title": "六个工程", "score": 0-100,
     "reason": null | "year" | "place" | "measure" | "subject" | "aspect" | "number" | "name",
     "count": "共找到1项", as people are shown it, or empty without sources,
     "sources": [{"id": "…", "kind": "term", "title": "六个工程", "number": null, "year": null,
                  "heading": "the title with an item's number or a figure's year, as people are shown it",
                  "direct": "the verbatim piece that answers in a word, or empty",
                  "text": "the verbatim passage", "highlights": [[start, end], …], "place": "附件2·名词解释"}],
     "suggestions": [{"id": "…", "kind": "…", "title": "…", "number": null, "year": null, "heading": "…",
                      "text": "…"}], "after": "…"}

`highlights` are half-open ranges of `text` in Unicode characters. `sources` is empty unless the outcome is `answer`;
`suggestions` has at most three. `GET /api/entry/{id}` gives the same for one entry. An error is
`{"error": "…", "message": "a Chinese sentence to show"}`: `empty`, `long` or `broken` with status 400, `foreign` with
403, `gone` with 404, `unknown` with 404 or 405, `failed` with 500; `limited` with 429 and `busy` with 503 say in
`Retry-After` after how many seconds to try again.
"""

from __future__ import annotations

from aiohttp import web

from bot.questions import refusal, web_answer, worded
from bot.web.access import COME_BACK, BusyError, Gate, TurnQueue, retry_after
from bot.web.chat import SURFACE, after_of, thread_in
from bot.web.view import Views, as_json, no_store, parameters
from handlers.answering import Responder
from handlers.query import Query
from handlers.replies import Language, Response
from handlers.replies.phrases import Phrases


class Api:
    """The JSON endpoints. A question takes some milliseconds to be read and answered, so questions take turns."""

    def __init__(self, responder: Responder, views: Views, gate: Gate, turns: TurnQueue) -> None:
        self._responder, self._views, self._gate, self._turns = responder, views, gate, turns

    async def ask(self, request: web.Request) -> web.Response:
        """Answer the question `q`, and count it; 400 when it can't be asked, 503 when too many are."""
        try:
            async with self._turns.turn():
                # Who hasn't waited needs no answer: the work is for those who have.
                return web.Response() if request.transport is None else await self._answered(request)
        except BusyError:
            raise web.HTTPServiceUnavailable(headers=retry_after(COME_BACK)) from None

    async def entry(self, request: web.Request) -> web.Response:
        """Give the entry with the id of the path; 404 when there is none (any more)."""
        answer = self._views.snapshot_for(request).engine.open(request.match_info["id"])
        if answer is None:
            return problem(self._views, "gone", web.HTTPNotFound.status_code)
        return no_store(as_json(web_answer(answer, self._phrases)))

    def _query(self, request: web.Request, question: str, after: str) -> Query:
        return Query(question, before=thread_in(after), report=self._views.snapshot_for(request).report.key)

    @property
    def _phrases(self) -> Phrases:
        return self._views.in_language(Language.SIMPLIFIED).phrases

    async def _answered(self, request: web.Request) -> web.Response:
        asked = parameters(request)
        question = asked.get("q", "")
        if reason := refusal(question):
            return problem(self._views, reason.value, web.HTTPBadRequest.status_code)
        answer = await self._responder.find(self._query(request, question, asked.get("after", "")))
        keep = not answer.is_miss or self._gate.keeps_miss(request)
        self._responder.count(answer, SURFACE, keep=keep)
        after = after_of(Response.to(answer, ()).thread)
        return no_store(as_json(web_answer(answer, self._phrases) | {"after": after}))


def problem(views: Views, error: str, status: int) -> web.Response:
    """Return an error with the sentence that a person is shown for it."""
    sentence = worded(error, views.in_language(Language.SIMPLIFIED).phrases)
    return no_store(as_json({"error": error, "message": sentence}, status))

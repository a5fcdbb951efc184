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

import json
from functools import partial
from urllib.parse import parse_qsl

from aiohttp import web

from bot.questions import refusal, web_answer
from bot.web.gate import Gate, retry_after
from bot.web.pages import Pages
from bot.web.turns import BusyError, Turns
from handlers.asking.recording import count
from handlers.engine import Engine
from handlers.services import Services
from knowledge.model import Answer, Where

_SURFACE = "web"  # where a question came from, as it is counted
_COME_BACK = 5.0  # seconds after which those who wait now have had their turns
_dumps = partial(json.dumps, ensure_ascii=False)


class Api:
    """The JSON endpoints. A question takes some milliseconds to be read and answered, so questions take turns."""

    def __init__(self, services: Services, pages: Pages, gate: Gate) -> None:
        self._services, self._pages, self._gate = services, pages, gate
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
        answer = self._engine.open(request.match_info["id"])
        if answer is None:
            return problem(self._pages, "gone", web.HTTPNotFound.status_code)
        return _json(web_answer(answer, self._pages.phrases))

    async def _answered(self, request: web.Request) -> web.Response:
        question = _asked(request)
        if refused := refusal(question):
            return problem(self._pages, refused.value, web.HTTPBadRequest.status_code)
        engine = self._engine
        with self._services.meters.finding():
            answer = await self._services.offload(question, partial(engine.ask, question, Where.PRIVATE))
        self._count(request, engine, answer)
        return _json(web_answer(answer, self._pages.phrases))

    def _count(self, request: web.Request, engine: Engine, answer: Answer) -> None:
        keep = not answer.is_miss or self._gate.keeps_miss(request)
        count(self._services, engine, answer, _SURFACE, keep=keep)

    @property
    def _engine(self) -> Engine:
        return self._services.editions.current.engine


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

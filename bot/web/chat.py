"""The page on which people ask: `/`, and `/?q=` with what is said to a question."""

from __future__ import annotations

from aiohttp import web

from bot.web.access import Gate, retry_after
from bot.web.conversation import take_turn
from bot.web.turns import COME_BACK, BusyError, Turns
from bot.web.view import Views, parameters
from handlers.answering import Responder

SURFACE = "web"  # where a question came from, as it is counted


class Chat:
    """Questions take `turns`, for each takes some milliseconds to be read and answered."""

    def __init__(self, responder: Responder, views: Views, gate: Gate, turns: Turns) -> None:
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

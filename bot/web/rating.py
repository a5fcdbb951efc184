"""👍, 👎 and 答非所问 under an answer on the web: counted by entry, the question kept for the editor."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web
from cachetools import TTLCache

from bot.web.access import Gate
from bot.web.view import Views
from handlers.answering import Responder, impersonal

_DAY, _VOTES = 86_400.0, 20_000  # seconds, and how many are remembered
REASONS = {"bad": ("bad",), "beside": ("bad", "beside")}  # by the verdict, why the editor should see the question
_VERDICTS = {"good", *REASONS}


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

"""Puts the web application together: its routes, its headers, and what an error looks like."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.settings import Part
from bot.web.access import Access, Gate
from bot.web.api import Api, Pages, problem
from handlers.answering import Responder
from store import StoreError

FRESH = 5.0  # seconds

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)

# What refuses a request, by its status; the page's visitors are told in the same sentences as the API's.
_REFUSALS: Mapping[int, str] = MappingProxyType(
    {
        HTTPStatus.FORBIDDEN: "foreign",
        HTTPStatus.TOO_MANY_REQUESTS: "limited",
        HTTPStatus.SERVICE_UNAVAILABLE: "busy",
    }
)
_KEPT = ("Allow", "Retry-After")  # headers of an error

_STATIC = Path(__file__).with_name("static")
_LOCAL = Access()
_log = logging.getLogger(__name__)


class Phase(StrEnum):
    """Whether the program is to be given work, as a load balancer asks."""

    STARTING = "starting"
    READY = "ready"
    DRAINING = "draining"


def build_app(
    responder: Responder,
    phase: Callable[[], Phase] = lambda: Phase.READY,
    *,
    access: Access = _LOCAL,
    clock: Callable[[], float] = time.monotonic,
) -> web.Application:
    """Return the application over what `responder` knows now, in a program that is in `phase`.

    `GET /healthz` and `/readyz`; for those to whom `access` gives them, `/`, `/static/…`, `/api/ask?q=` and
    `/api/entry/{id}`, and `/metrics`. `clock` counts the seconds by which they are limited.
    """
    pages, gate = Pages(responder.snapshots), Gate(access, clock=clock)
    app = web.Application(middlewares=[_errors(pages)])
    app.on_response_prepare.append(_add_headers)
    _add_probes(app, phase)
    if Part.PAGE in access.parts:
        _add_page(app, responder, pages, gate)
    if Part.METRICS in access.parts:
        _add_metrics(app, responder, gate)
    return app


def _add_probes(app: web.Application, phase: Callable[[], Phase]) -> None:
    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def readyz(_: web.Request) -> web.Response:
        now = phase()
        status = HTTPStatus.OK if now is Phase.READY else HTTPStatus.SERVICE_UNAVAILABLE
        return web.Response(text=now.value, status=status)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)


def _add_page(app: web.Application, responder: Responder, pages: Pages, gate: Gate) -> None:
    api = Api(responder, pages, gate)
    files = {path.name: path for path in _STATIC.iterdir()}

    async def chat(_: web.Request) -> web.Response:
        return web.Response(text=pages.chat(), content_type="text/html")

    async def static(request: web.Request) -> web.StreamResponse:
        path = files.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound
        return web.FileResponse(path)

    app.router.add_get("/", gate.guarded(chat))
    app.router.add_get("/static/{name}", gate.guarded(static))
    app.router.add_get("/api/ask", gate.guarded(api.ask))
    app.router.add_get("/api/entry/{id}", gate.guarded(api.entry))


def _add_metrics(app: web.Application, responder: Responder, gate: Gate) -> None:
    counted = FreshCounts(responder)

    async def metrics(_: web.Request) -> web.Response:
        await counted()
        # Some milliseconds, in which the loop has other things to do.
        text = await asyncio.to_thread(responder.metrics.exposition)
        return web.Response(body=text, headers={"Content-Type": responder.metrics.content_type})

    app.router.add_get("/metrics", gate.guarded(metrics))


class FreshCounts:
    """Has the reminders counted for whoever reads the metrics; anew after `FRESH` seconds, for that takes a while."""

    def __init__(self, responder: Responder) -> None:
        self._responder = responder
        self._at = -math.inf
        self._turn = asyncio.Lock()

    async def __call__(self) -> None:
        """Returns when the metrics are fresh, or as fresh as the database lets them be."""
        async with self._turn:
            if time.monotonic() - self._at < FRESH:
                return
            with suppress(StoreError):  # which the store has logged; the figures stay as they were
                self._responder.metrics.reminded(await self._responder.store.reminders.counts())
            self._at = time.monotonic()


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers[name] = value
    # Pages and files are asked for again each time, which a changed program needs and a local one affords.
    response.headers.setdefault("Cache-Control", "no-cache")


def _errors(pages: Pages) -> Middleware:
    """Return the middleware that words refusals, and makes every error under /api/ a JSON object with a sentence."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        is_api = request.path.startswith("/api/")
        try:
            return await handler(request)
        except web.HTTPException as error:
            name = _REFUSALS.get(error.status, "unknown" if is_api else "")
            if not name:
                raise
            response = problem(pages, name, error.status) if is_api else _sentence(pages, name, error.status)
            response.headers.update({each: error.headers[each] for each in _KEPT if each in error.headers})
            return response
        except Exception:
            if not is_api:
                raise
            _log.exception("%s failed", request.path)
            return problem(pages, "failed", web.HTTPInternalServerError.status_code)

    return middleware


def _sentence(pages: Pages, name: str, status: int) -> web.Response:
    return web.Response(text=pages.message(name), status=status, headers={"Cache-Control": "no-store"})

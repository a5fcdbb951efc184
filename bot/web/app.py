"""Puts the web application together: its routes, its headers, and how errors are worded for people and for programs."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from types import MappingProxyType

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.settings import Part
from bot.web.access import Access, Gate, TurnQueue
from bot.web.api import Api, problem
from bot.web.chat import Chat, Rating
from bot.web.images import Cards, Charts
from bot.web.reading import ReadingPages
from bot.web.report_tables import TABLES
from bot.web.view import FILES, Views, as_json, no_store, static_path
from handlers.answering import Responder
from store import StoreError

_YEAR = 365 * 86_400  # seconds
FRESH = 5.0  # seconds

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
)

_LOCAL = Access()
# By its status, the name that the API gives an error.
_NAMES: Mapping[int, str] = MappingProxyType(
    {
        HTTPStatus.FORBIDDEN: "foreign",
        HTTPStatus.TOO_MANY_REQUESTS: "limited",
        HTTPStatus.SERVICE_UNAVAILABLE: "busy",
        HTTPStatus.INTERNAL_SERVER_ERROR: "failed",
    }
)
_KEPT = ("Allow", "Retry-After")  # headers of an error
RATE = "/rate"  # the one address that forms post to
_MACHINES = ("/healthz", "/readyz", "/metrics")  # which no person opens
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

    `GET /healthz` and `/readyz`; for those to whom `access` gives them, the pages, the API, and `/metrics`. `clock`
    counts the seconds by which they are limited.
    """
    views, gate = Views(responder.snapshots, access.address), Gate(access, clock=clock)
    app = web.Application(middlewares=[errors(views, has_pages=Part.PAGE in access.parts)])
    app.on_response_prepare.append(_add_headers)
    _add_probes(app, phase)
    if Part.PAGE in access.parts:
        _add_page(app, responder, views, gate)
    if Part.METRICS in access.parts:
        _add_metrics(app, responder, gate)
    return app


def _choosing(views: Views, handler: Handler) -> Handler:
    """Return the handler with the report chosen that a request is about."""

    async def choosing(request: web.Request) -> web.StreamResponse:
        await views.choose(request)
        return await handler(request)

    return choosing


def _add_probes(app: web.Application, phase: Callable[[], Phase]) -> None:
    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def readyz(_: web.Request) -> web.Response:
        now = phase()
        status = HTTPStatus.OK if now is Phase.READY else HTTPStatus.SERVICE_UNAVAILABLE
        return web.Response(text=now.value, status=status)

    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)


def _add_page(app: web.Application, responder: Responder, views: Views, gate: Gate) -> None:
    turns = TurnQueue()
    api, chat = Api(responder, views, gate, turns), Chat(responder, views, gate, turns)
    rating, reading, charts = Rating(responder, views, gate), ReadingPages(views), Charts(responder, views)
    gets: dict[str, Handler] = {
        "/": chat.page,
        "/e/{id}": reading.entry,
        "/report{form:(?:.json)?}": reading.report,
        **{f"/{{table:{name}}}{{form:(?:.json|.csv)?}}": reading.table for name in TABLES},
        "/charts{form:(?:.json)?}": charts.page,
        "/card.png": Cards(responder, views, turns).picture,
        "/chart/{name}.{form:svg|png|csv|json}": charts.file,
        "/offline": partial(_offline, views),
        "/manifest.webmanifest": partial(_manifest, views),
        "/sw.js": _worker,
        "/static/{name}": _static,
        "/api/ask": api.ask,
        "/api/entry/{id}": api.entry,
    }
    for path, handler in gets.items():
        app.router.add_get(path, gate.guarded(_choosing(views, handler)))
    app.router.add_post(RATE, gate.guarded(_choosing(views, rating.rate)))


async def _static(request: web.Request) -> web.Response:
    file = FILES.get(request.match_info["name"])
    if file is None:
        raise web.HTTPNotFound
    # Under the address with its version a file never changes.
    is_fixed = request.query.get("v") == file.version
    cached = f"public, max-age={_YEAR}, immutable" if is_fixed else "no-cache"
    return web.Response(
        body=file.body,
        content_type=file.content_type,
        charset="utf-8" if file.is_text else None,
        headers={"Cache-Control": cached},
    )


async def _worker(_: web.Request) -> web.Response:
    return web.Response(body=FILES["sw.js"].body, content_type="text/javascript", charset="utf-8")


async def _offline(views: Views, request: web.Request) -> web.Response:
    says = views.of(request).words.says
    return views.page(request, "message.html", title=says["offline"], message="", back="")


async def _manifest(views: Views, request: web.Request) -> web.Response:
    words = views.of(request).words
    icons = [
        {"src": static_path("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static_path("icon.png"), "sizes": "192x192", "type": "image/png"},
    ]
    value = {
        "name": str(words.name),
        "short_name": str(words.name),
        "start_url": "/",
        "display": "standalone",
        "background_color": "#eef2ec",
        "theme_color": "#1d5c50",
        "icons": icons,
    }
    response = as_json(value)
    response.content_type = "application/manifest+json"
    return response


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
        """Return when the metrics are fresh, or as fresh as the database lets them be."""
        async with self._turn:
            if time.monotonic() - self._at < FRESH:
                return
            with suppress(StoreError):  # which the store has logged; the figures stay as they were
                self._responder.metrics.reminded(await self._responder.store.reminders.counts())
            self._at = time.monotonic()


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers[name] = value
    # A browser asks each time whether a page is still the same, which a changed report needs.
    response.headers.setdefault("Cache-Control", "no-cache")


def errors(views: Views, *, has_pages: bool = True) -> Middleware:
    """Return the middleware that words every error, and logs what failed; without `has_pages` in a plain sentence."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        is_read = request.method in {"GET", "HEAD"} or request.path == RATE
        is_page = has_pages and is_read and request.path not in _MACHINES
        try:
            return await handler(request)
        except web.HTTPException as error:
            # Who may not pass finds no way home either.
            shows = _shown if is_page and error.status != HTTPStatus.FORBIDDEN else _plain
            response = shows(views, request, error.status) if error.status >= HTTPStatus.BAD_REQUEST else None
            if response is None:
                raise
            response.headers.update({each: error.headers[each] for each in _KEPT if each in error.headers})
            return response
        except Exception:
            if not is_page:
                raise
            _log.exception("%s failed", request.path)
            return _shown(views, request, HTTPStatus.INTERNAL_SERVER_ERROR)

    return middleware


def _plain(views: Views, request: web.Request, status: int) -> web.Response | None:
    """Return the sentence for who may not pass; None for anything else, which the server words."""
    if _is_data(request):
        return _shown(views, request, status)
    if status not in _NAMES:
        return None
    return no_store(web.Response(text=views.of(request).phrases.sentence(_NAMES[status]), status=status))


def _shown(views: Views, request: web.Request, status: int) -> web.Response:
    """Return the page, or for programs the JSON, for an error."""
    name = _NAMES.get(status, "unknown")
    if _is_data(request):
        return problem(views, name, status)
    view = views.of(request)
    title, message = view.words.says["error"], view.phrases.sentence(name)
    if name == "unknown":
        title, message = view.words.says["moved"], view.words.says["moved_more"]
    return views.page(request, "message.html", status=status, title=title, message=message, back="")


def _is_data(request: web.Request) -> bool:
    return request.path.startswith("/api/") or request.path.endswith((".json", ".csv"))

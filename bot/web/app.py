"""Puts the web application together: its routes, its headers, and what an error looks like."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.readiness import Phase
from bot.web.api import Api, problem
from bot.web.pages import Pages
from handlers.services import Services
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

_STATIC = Path(__file__).with_name("static")
_log = logging.getLogger(__name__)


def build_app(services: Services, phase: Callable[[], Phase] = lambda: Phase.READY) -> web.Application:
    """Return the application over what `services` know now, in a program that is in `phase`.

    `GET /`, `/api/ask?q=`, `/api/entry/{id}`, `/healthz`, `/readyz`, `/metrics` and static files.
    """
    pages = Pages(services.editions)
    api = Api(services, pages)
    counted = FreshCounts(services)

    async def chat(_: web.Request) -> web.Response:
        return web.Response(text=pages.chat(), content_type="text/html")

    async def metrics(_: web.Request) -> web.Response:
        await counted()
        return web.Response(body=services.meters.exposition(), headers={"Content-Type": services.meters.content_type})

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def readyz(_: web.Request) -> web.Response:
        now = phase()
        status = HTTPStatus.OK if now is Phase.READY else HTTPStatus.SERVICE_UNAVAILABLE
        return web.Response(text=now.value, status=status)

    app = web.Application(middlewares=[_api_errors(pages)])
    app.on_response_prepare.append(_add_headers)
    app.router.add_get("/", chat)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)
    app.router.add_get("/api/ask", api.ask)
    app.router.add_get("/api/entry/{id}", api.entry)
    app.router.add_static("/static", _STATIC)
    return app


class FreshCounts:
    """Has the reminders counted for whoever reads the metrics; anew after `FRESH` seconds, for that takes a while."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._at = -math.inf
        self._turn = asyncio.Lock()

    async def __call__(self) -> None:
        """Returns when the meters are fresh, or as fresh as the database lets them be."""
        async with self._turn:
            if time.monotonic() - self._at < FRESH:
                return
            with suppress(StoreError):  # which the store has logged; the figures stay as they were
                self._services.meters.reminded(await self._services.store.reminders.counts())
            self._at = time.monotonic()


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers[name] = value
    # Pages and files are asked for again each time, which a changed program needs and a local one affords.
    response.headers.setdefault("Cache-Control", "no-cache")


def _api_errors(pages: Pages) -> Middleware:
    """Return the middleware that makes every error under /api/ a JSON object with a sentence to show."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith("/api/"):
            return await handler(request)
        try:
            return await handler(request)
        except web.HTTPException as error:
            response = problem(pages, "unknown", error.status)
            if "Allow" in error.headers:
                response.headers["Allow"] = error.headers["Allow"]
            return response
        except Exception:
            _log.exception("%s failed", request.path)
            return problem(pages, "failed", web.HTTPInternalServerError.status_code)

    return middleware

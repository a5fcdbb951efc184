"""What an error looks like: a page with a way home, or for programs a JSON object with a sentence."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from bot.web.api import problem
from bot.web.view import Views, no_store

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

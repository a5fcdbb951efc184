"""Receives updates from Telegram by HTTP, as a route of somebody else's web application."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import urlsplit

from aiohttp import web

from bot.telegram.intake import Intake
from bot.telegram.updates import RawUpdate, parse_json, raw_update

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.Response]]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MAX_BYTES = 1024 * 1024
_DEFAULT_PATH = "/telegram"
_REFUSED = (
    "A call of the webhook with another secret was refused. If several replicas run, each needs the same WEBHOOK_SECRET"
)
_LOGGER = logging.getLogger(__name__)


def with_path(url: str) -> tuple[str, str]:
    """The webhook's whole address and its path; an address without a path gets `/telegram`."""
    path = urlsplit(url).path
    return (url, path) if path.strip("/") else (url.rstrip("/") + _DEFAULT_PATH, _DEFAULT_PATH)


def webhook_handler(secret: str, intake: Intake) -> Handler:
    """A handler that answers 200 once `intake` is done with the update; 503 if it isn't (Telegram delivers again).

    Before: 401 without Telegram's secret, 503 while the intake isn't open, 413 over 1 MiB, 400 for what is no update:
    Telegram delivers that again too, so what is one gets 200 even if it can't be read.
    """

    is_told = False

    async def receive(request: web.Request) -> web.Response:
        nonlocal is_told
        sent = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(sent.encode(errors="replace"), secret.encode()):
            if sent and not is_told:
                is_told = True
                _LOGGER.warning(_REFUSED)
            return _refuse(HTTPStatus.UNAUTHORIZED)
        if not intake.is_open:
            return _refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        body = await _read(request)
        if body is None:
            return _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        update = _parse(body)
        if update is None:
            return _refuse(HTTPStatus.BAD_REQUEST)
        return web.Response() if await intake.deal_with(update) else _refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    return receive


def _refuse(status: HTTPStatus) -> web.Response:
    return web.Response(status=status, text=status.phrase)


async def _read(request: web.Request) -> bytes | None:
    """The body, or None when it is over the limit. It's read here since the application's own limit may differ."""
    if (request.content_length or 0) > MAX_BYTES:
        return None
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)


def _parse(body: bytes) -> RawUpdate | None:
    try:
        return raw_update(parse_json(body))
    except ValueError:
        return None

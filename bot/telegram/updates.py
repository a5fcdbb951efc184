"""Fetched updates, made safe: one that can't be read doesn't hold up those behind it for ever."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.request import BaseRequest

_LOGGER = logging.getLogger(__name__)


class UpdatesRequest(BaseRequest):
    """Another request's calls of getUpdates, where an update that python-telegram-bot can't read becomes an empty one.

    Empty it is still known by its id, so it is confirmed like any other; it is logged once.
    """

    __slots__ = ("_inner", "_last_told")

    def __init__(self, inner: BaseRequest) -> None:
        self._inner = inner
        self._last_told = -1  # update ids grow

    @property
    def read_timeout(self) -> float | None:
        """How long an answer may take, unless the call says otherwise."""
        return self._inner.read_timeout

    async def initialize(self) -> None:
        """Opens the other request; it may be open already."""
        await self._inner.initialize()

    async def shutdown(self) -> None:
        """Closes the other request; it may be closed already."""
        await self._inner.shutdown()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Makes the call; returns its HTTP status and body."""
        status, body = await self._inner.do_request(*args, **kwargs)
        return status, self._readable(body) if status == HTTPStatus.OK else body

    def _readable(self, body: bytes) -> bytes:
        try:
            answer = json.loads(body)
        except ValueError:
            return body  # python-telegram-bot says so
        updates = answer.get("result") if isinstance(answer, dict) else None
        if not isinstance(updates, list) or all(map(_is_readable, updates)):
            return body
        kept = [each if _is_readable(each) else self._emptied(each) for each in updates if _update_id(each) is not None]
        return json.dumps(answer | {"result": kept}).encode()

    def _emptied(self, update: dict[str, Any]) -> dict[str, Any]:
        number = update["update_id"]
        if number > self._last_told:
            self._last_told = number
            _LOGGER.error("Update %d can't be read and is left alone; it holds %s", number, ", ".join(update))
        return {"update_id": number}


def _update_id(update: object) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if type(number) is int else None


def _is_readable(update: object) -> bool:
    if not isinstance(update, dict) or _update_id(update) is None:
        return False
    try:
        Update.de_json(update, None)
    except Exception:  # whatever python-telegram-bot trips over
        return False
    return True

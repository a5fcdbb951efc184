"""Fetches updates by long polling, and confirms each only after it has been handled."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.telegram.calls import TelegramRefused
from bot.telegram.updates import RawUpdate, raw_update
from handlers.registration import ALLOWED_UPDATES

Pause = Callable[[float], Awaitable[None]]
Handling = asyncio.Task[bool]

_LONG = 50
_BATCH = 100
_PROMPT = 10.0  # seconds that Telegram's answer may take beyond the long poll's own timeout
_GLANCE = 0.5
_LONGEST_PAUSE = 30.0
_PEACE = 600.0  # seconds without a conflict after which a new one is logged
_LOGGER = logging.getLogger(__name__)
_CONFLICT = (
    "Another program fetches this bot's updates, and only one may (Telegram: %s). Stop the other one, or give this one "
    "its own token; to run several replicas, set WEBHOOK_URL for each of them. Trying again until then"
)


class Poller:
    """Long-polls for `bot` and passes every update to `handle`, many concurrently, until `handle` returns True.

    Telegram forgets the updates before the offset of the next call, so the offset stays at the first update that
    hasn't been handled: after a crash Telegram delivers it again.
    """

    def __init__(
        self,
        bot: ExtBot[None],
        handle: Callable[[RawUpdate], Coroutine[Any, Any, bool]],
        *,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._bot = bot
        self._handle = handle
        self._pause = pause
        self._next = 0
        self._disturbed = -math.inf  # time of the last conflict, on this process's clock
        self._pending: dict[int, tuple[RawUpdate, Handling]] = {}

    async def run(self) -> None:
        """Poll until cancelled, whatever fails, except for a refused token: then it raises `TelegramRefused`."""
        failures = 0
        while True:
            try:
                self._take(await self._fetch())
            except InvalidToken as error:
                raise TelegramRefused(f"Telegram refuses the token while polling: {error.message}") from None
            except Exception as error:  # one bad response must not end polling
                failures += 1
                if failures == 1 and self._is_news(error):
                    _report(error)
                await self._pause(_delay(error, failures))
            else:
                failures = 0
            await self._settle(_GLANCE)
            self._try_again()

    async def confirm(self) -> None:
        """Confirm what has been handled since the last call, so that the next start doesn't answer it again."""
        await self._settle(None)
        with contextlib.suppress(TelegramError):
            await self._get_updates(limit=1, timeout=0)

    def _is_news(self, error: Exception) -> bool:
        """Whether to log the error: two polling programs interrupt each other again and again."""
        if not isinstance(error, Conflict):
            return True
        before, self._disturbed = self._disturbed, time.monotonic()
        return self._disturbed - before > _PEACE

    @property
    def _offset(self) -> int:
        return min(self._pending, default=self._next)

    async def _fetch(self) -> list[RawUpdate]:
        """Wait for updates if none are in progress, otherwise returns at once with those that are there."""
        result = await self._get_updates(limit=_BATCH, timeout=0 if self._pending else _LONG)
        updates = [update for each in result if (update := raw_update(each))] if isinstance(result, list) else []
        if not updates and result != []:  # without an id it can't be confirmed, and the next response would be the same
            raise TelegramError("Invalid server response")
        return updates

    async def _get_updates(self, *, limit: int, timeout: int) -> Any:  # noqa: ASYNC109 - Telegram's name
        # python-telegram-bot's own method parses all updates of a response, or none and logs the response.
        parameters = {
            "offset": self._offset,
            "limit": limit,
            "timeout": timeout,
            "allowed_updates": ALLOWED_UPDATES,
        }
        return await self._bot._post("getUpdates", parameters, read_timeout=_PROMPT + timeout)

    def _take(self, updates: list[RawUpdate]) -> None:
        for update in updates:
            if update["update_id"] >= self._next:
                self._next = update["update_id"] + 1
                self._begin(update)

    def _begin(self, update: RawUpdate) -> None:
        self._pending[update["update_id"]] = update, asyncio.create_task(self._handle(update))

    async def _settle(self, patience: float | None) -> None:
        if self._pending:
            await asyncio.wait([task for _, task in self._pending.values()], timeout=patience)
        self._pending = {
            update_id: (update, task) for update_id, (update, task) in self._pending.items() if not _is_settled(task)
        }

    def _try_again(self) -> None:
        for update, task in [*self._pending.values()]:
            if task.done():
                self._begin(update)


def _is_settled(task: Handling) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None or task.result())


def _report(error: Exception) -> None:
    match error:
        case Conflict():
            _LOGGER.error(_CONFLICT, error.message)
        case TelegramError():
            _LOGGER.warning("Telegram gives no updates (%s); trying again", error)
        case _:
            _LOGGER.error("Fetching updates failed; trying again", exc_info=error)


def _delay(error: Exception, failures: int) -> float:
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        return asked.total_seconds() if isinstance(asked, timedelta) else asked
    return min(2.0 ** (failures - 1), _LONGEST_PAUSE)

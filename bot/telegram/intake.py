"""Receives updates from the webhook or polling: each is handled once, many concurrently, none is lost at the end."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Protocol, TypeAlias
from urllib.parse import urlsplit

from aiohttp import web

from bot.telegram.updates import RawUpdate, UpdateReader, parse_json, raw_update
from handlers.request import BotApplication
from store import Claim, StoreError
from store.messages import Updates

Pause = Callable[[float], Awaitable[None]]

_SHORTEST, _LONGEST = 0.05, 1.0  # seconds between two checks whether another replica has finished


class _Stage(Enum):
    CLAIMING = auto()
    WAITING = auto()  # for the replica that has claimed it
    HANDLING = auto()


@dataclass(slots=True)
class _Handling:
    task: asyncio.Task[None]
    stage: _Stage = _Stage.CLAIMING


class Intake:
    """Parses updates and runs the handlers on them.

    At most `at_once` run concurrently. The last `remembered` update ids are known, so a repeated update isn't answered
    again, nor is one that another replica has claimed. After `patience` seconds an update counts as handled even if
    its handler still runs. When the bot stops, handlers in progress get `drain` seconds.
    """

    def __init__(  # noqa: PLR0913 - limits, each with its default
        self,
        application: BotApplication,
        claims: Claims,
        *,
        at_once: int = 256,
        remembered: int = 10_000,
        patience: float = 20.0,
        drain: float = 10.0,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._application, self._claims = application, claims
        self._reader = UpdateReader(application.bot)
        self._places = asyncio.Semaphore(at_once)
        self._remembered = remembered
        self._patience, self._draining = patience, drain
        self._pause = pause
        self._seen: OrderedDict[int, _Handling | None] = OrderedDict()
        self._under_way: dict[int, _Handling] = {}
        self._is_draining = False
        self.is_open = False  # whether the webhook takes updates

    async def recall(self, updates: Updates) -> None:
        """Load the ids of updates handled before this start, as far as the database has them."""
        with suppress(StoreError):  # which the store has logged
            self._seen |= dict.fromkeys(await updates.latest(self._remembered))

    async def handle(self, update: RawUpdate) -> bool:
        """Handle `update`; return whether it counts as handled: by this process or another one, or by timing out.

        If not, another replica is handling it or died, or the bot is stopping: Telegram must deliver it again.
        """
        number = update["update_id"]
        handling = self._seen[number] if number in self._seen else self._begin(update)
        if handling is None:
            return True
        await asyncio.wait({handling.task}, timeout=self._patience)
        if handling.task.done():
            return not handling.task.cancelled()
        if handling.stage is not _Stage.HANDLING:
            return False
        self._claims.done(number)  # Telegram gets 200, so no replica may start over
        return True

    async def drain(self) -> None:
        """Wait for the updates in progress, and cancel those that take too long."""
        self._is_draining = True
        await _give_up(each.task for each in self._under_way.values() if each.stage is _Stage.WAITING)
        if self._under_way:
            tasks = [each.task for each in self._under_way.values()]
            _, late = await asyncio.wait(tasks, timeout=self._draining)
            await _give_up(late)
        self._is_draining = False

    def _begin(self, update: RawUpdate) -> _Handling:
        number = update["update_id"]
        handling = _Handling(asyncio.create_task(self._take(update), name=f"update {number}"))
        self._seen[number] = self._under_way[number] = handling
        while len(self._seen) > self._remembered:
            self._seen.popitem(last=False)
        return handling

    async def _take(self, update: RawUpdate) -> None:
        number = update["update_id"]
        handling = self._under_way[number]
        try:
            if await self._is_ours(number, handling):
                handling.stage = _Stage.HANDLING
                await self._handle(update)
                self._claims.done(number)
        except asyncio.CancelledError:
            self._seen.pop(number, None)
            raise
        finally:
            self._under_way.pop(number, None)
            if number in self._seen:
                self._seen[number] = None  # the id stays known, the task can be freed

    async def _is_ours(self, number: int, handling: _Handling) -> bool:
        """Whether to handle it here; if another replica has it, waits until that one has finished or died."""
        pause = _SHORTEST
        while True:
            try:
                claim = await self._claims.claim(number)
            except StoreError:  # which the store has logged; then only this process's memory decides
                claim = Claim.OURS if handling.stage is _Stage.CLAIMING else Claim.ELSEWHERE
            if claim is not Claim.ELSEWHERE:
                return claim is Claim.OURS
            if self._is_draining:
                raise asyncio.CancelledError
            handling.stage = _Stage.WAITING
            await self._pause(pause)
            pause = min(2 * pause, _LONGEST)

    async def _handle(self, raw: RawUpdate) -> None:
        metrics = self._application.bot_data.metrics
        with metrics.update():
            async with self._places:
                update = self._reader.read(raw)
                if update is None:
                    metrics.failed()
                else:
                    await self._application.process_update(update)


async def _give_up(tasks: Iterable[asyncio.Task[None]]) -> None:
    given_up = [*tasks]
    for task in given_up:
        task.cancel()
    await asyncio.gather(*given_up, return_exceptions=True)


class Claims(Protocol):
    """The claims by which replicas share updates."""

    async def claim(self, update_id: int) -> Claim:
        """Claim an update unless another replica has; raises StoreError if the database can't tell."""
        ...

    def done(self, update_id: int) -> None:
        """Note that an update has been handled."""
        ...


class Alone:
    """Claims without other replicas: every claim succeeds, and handled ids are only recorded for the next start."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates

    async def claim(self, update_id: int) -> Claim:
        """Grant every claim."""
        return Claim.OURS

    def done(self, update_id: int) -> None:
        """Record it for the next start: after a kill Telegram repeats unconfirmed updates."""
        self._updates.done(update_id)


Handler: TypeAlias = Callable[[web.Request], Awaitable[web.Response]]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
MAX_BYTES = 1024 * 1024
_DEFAULT_PATH = "/telegram"
_REFUSED = (
    "A call of the webhook with another secret was refused. If several replicas run, each needs the same WEBHOOK_SECRET"
)
_LOGGER = logging.getLogger(__name__)


def with_path(url: str) -> tuple[str, str]:
    """The webhook's full URL and its path; a URL without a path gets `/telegram`."""
    path = urlsplit(url).path
    return (url, path) if path.strip("/") else (url.rstrip("/") + _DEFAULT_PATH, _DEFAULT_PATH)


def webhook_handler(secret: str, intake: Intake) -> Handler:
    """A handler that answers 200 once the update is handled, and 503 if it isn't (Telegram delivers it again).

    Before that: 401 without the secret, 503 while the intake is closed, 413 over 1 MiB, 400 if it is no update. After
    these, too, Telegram delivers again, so an update that can't be parsed gets 200.
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
        return web.Response() if await intake.handle(update) else _refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    return receive


def _refuse(status: HTTPStatus) -> web.Response:
    return web.Response(status=status, text=status.phrase)


async def _read(request: web.Request) -> bytes | None:
    """The body, or None if it is over the limit. The application's own limit may differ, so it is not used."""
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

"""The bot in Telegram as one thing to start and stop, over python-telegram-bot's Application."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self, cast

from aiohttp import web
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes, ExtBot
from telegram.request import BaseRequest

from bot.telegram.calls import AiohttpRequest, TelegramFailed, explained
from bot.telegram.intake import Alone, Intake, webhook_handler, with_path
from bot.telegram.limiter import ChatLimiter, Limits
from bot.telegram.polling import Pause, Poller
from handlers.inline import prepare
from handlers.registration import ALLOWED_UPDATES, Menu, menus, operators_menus, register
from handlers.request import BotApplication, Context
from handlers.services import Services


def build_application(
    token: str, api_base: str, services: Services, *, request: BaseRequest, limits: Limits | None
) -> BotApplication:
    """An Application with every handler; it is not initialised, so nothing is sent yet.

    `api_base` is the Bot API's root up to the token, as in `https://api.telegram.org/bot`; `request` makes the calls,
    under `limits` (None: none). There is no updater: the intake runs updates concurrently and knows when each has
    been handled, which an updater's queue doesn't.
    """
    bot: ExtBot[Any] = _Bot(
        token,
        base_url=api_base,
        base_file_url=_file_base(api_base),
        request=request,
        get_updates_request=request,
        rate_limiter=None if limits is None else ChatLimiter(limits),
    )
    application: BotApplication = (
        Application.builder()
        .bot(bot)
        .context_types(ContextTypes(context=Context, bot_data=_making(services)))
        .updater(None)
        .job_queue(None)
        .build()
    )
    register(application)
    return application


class _Bot(ExtBot[Any]):
    """python-telegram-bot's, without the token in its `repr`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Bot[token=***]"


def _file_base(api_base: str) -> str:
    return f"{api_base.removesuffix('/bot')}/file/bot"


def _making(services: Services) -> type[Services]:
    """python-telegram-bot only uses the type of `bot_data` to call it without arguments."""
    return cast("type[Services]", lambda: services)


CONFIRMING = 1.0  # seconds for the last call, which confirms what was handled
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramOptions:
    """How to be in Telegram: by long polling, or by webhook when `webhook_url` (public, https) is given.

    Without a `webhook_secret` a random one is generated. An update counts as handled after `patience` seconds; when the
    bot stops, those in progress get `drain` seconds. Messages are sent within `limits`; None for a Bot API without
    limits.
    """

    token: str = field(repr=False)
    api_base: str = "https://api.telegram.org/bot"
    webhook_url: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    patience: float = 20.0
    drain: float = 10.0
    limits: Limits | None = Limits()  # noqa: RUF009 - frozen


class TelegramBot:
    """The bot in Telegram; `async with` starts and stops it. See the package's docstring.

    `request` makes the calls in place of `AiohttpRequest`.
    """

    def __init__(
        self,
        options: TelegramOptions,
        services: Services,
        *,
        pause: Pause = asyncio.sleep,
        request: BaseRequest | None = None,
    ) -> None:
        self._options = options
        self._secret = options.webhook_secret or secrets.token_urlsafe(32)
        self._application = build_application(
            options.token, options.api_base, services, request=request or AiohttpRequest(), limits=options.limits
        )
        self._bot = self._application.bot
        store = services.store
        claims = store.updates if store.is_shared else Alone(store.updates)
        self._intake = Intake(self._application, claims, patience=options.patience, drain=options.drain, pause=pause)
        self._poller = Poller(self._bot, self._intake.handle, pause=pause)
        self._polling: asyncio.Task[None] | None = None
        self._connection = AsyncExitStack()

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """The routes for the web application: the webhook's, or none when polling."""
        if self._options.webhook_url is None:
            return ()
        _, path = with_path(self._options.webhook_url)
        handler = webhook_handler(self._secret, self._intake)
        return (web.post(path, handler),)

    @property
    def bot(self) -> ExtBot[Any]:
        """The client for Bot API calls, usable between start and stop."""
        return self._bot

    @property
    def username(self) -> str:
        """The bot's user name without @, known after the start."""
        return self._bot.username

    async def start(self) -> None:
        """Connect, set the menus and accept updates; raise `TelegramFailed`, with nothing left open."""
        async with AsyncExitStack() as connection:
            connection.push_async_callback(self._disconnect)
            with explained(self._options.api_base):
                await self._application.initialize()
                await self._application.start()
                services = self._application.bot_data
                names = lambda: services.zones.shown  # noqa: E731 - made in the thread too
                await services.snapshots.prepare(partial(prepare, bot=self.username, names=names))
                await self._set_menus()
                await self._intake.recall(self._application.bot_data.store.updates)
                await self._receive()
            self._connection = connection.pop_all()

    async def stop(self, *beside: Awaitable[object]) -> None:
        """Accept no more updates, wait for those in progress and disconnect. Does nothing if not started.

        `beside` are further awaitables to finish before the connection is closed.
        """
        self._intake.is_open = False
        polling, self._polling = self._polling, None
        if polling is not None:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
        await asyncio.gather(self._intake.drain(), *beside)
        if polling is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(CONFIRMING):
                    await self._poller.confirm()
        await self._connection.aclose()

    async def failed(self) -> TelegramFailed:
        """Wait until the started bot can't go on, possibly for ever, and return the reason."""
        if (polling := self._polling) is not None:
            await asyncio.wait({polling})
            if not polling.cancelled() and isinstance(reason := polling.exception(), TelegramFailed):
                return reason
        never: asyncio.Future[TelegramFailed] = asyncio.get_running_loop().create_future()
        return await never

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _set_menus(self) -> None:
        operators = self._application.bot_data.operators
        await asyncio.gather(*map(self._set_menu, (*menus(), *operators_menus(operators))))

    async def _set_menu(self, menu: Menu) -> None:
        try:
            await self._bot.set_my_commands(menu.commands, scope=menu.scope, language_code=menu.language)
        except InvalidToken:
            raise
        except TelegramError as error:  # the menu is a convenience: the bot works without
            _LOGGER.warning("A menu of commands (%s) could not be set: %s", menu.scope.type, error)

    async def _receive(self) -> None:
        if self._options.webhook_url is None:
            await self._bot.delete_webhook()
            self._polling = asyncio.create_task(self._poller.run(), name="polling")
            return
        self._intake.is_open = True  # Telegram may deliver before it has answered
        url, _ = with_path(self._options.webhook_url)
        await self._bot.set_webhook(url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES)

    async def _disconnect(self) -> None:
        self._intake.is_open = False
        if self._application.running:
            await self._application.stop()
        await self._application.shutdown()
        await self._bot.shutdown()  # which the application skips when it never got as far as being initialised

"""The running program: one web server, Telegram when there is a token, until a signal ends both."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from aiohttp import web

from bot.settings import Settings
from bot.signals import end_at_once
from bot.telegram import TelegramBot, TelegramFailed, TelegramOptions
from bot.web import LONGEST_LINE, build_app
from handlers.services import build_services
from knowledge import Library

_DRAIN = 10.0  # seconds that requests under way get to end; Telegram's updates have had their own before


T = TypeVar("T")


class RunFailed(Exception):  # noqa: N818 - beside TelegramFailed, which it carries on
    """The program can't run, or can't go on; the message is a sentence for the operator."""


async def serve(settings: Settings, library: Library, announce: Callable[[str], object]) -> None:
    """Run until SIGTERM or SIGINT, then let what is under way end.

    Once everything is up, `announce` is told where the web chat is and whether Telegram is on. Raises `RunFailed`
    when the port is taken, Telegram refuses the token, or the bot can't go on.
    """
    stopped = _stop_signal()
    app = build_app(library, library.report)
    bot = _telegram(settings, library)
    if bot:
        app.add_routes(bot.routes)
    try:
        async with _listening(app, settings) as port:
            if bot:
                await _unless(stopped, bot.start())
            if not stopped.is_set():
                announce(_status(settings, port, bot))
            await _live(bot, stopped)
    except TelegramFailed as error:
        raise RunFailed(str(error)) from error


async def _live(bot: TelegramBot | None, stopped: asyncio.Event) -> None:
    """Wait for the stop signal; a bot that can't go on ends it with an error."""
    if bot is None:
        await stopped.wait()
        return
    try:
        if reason := await _unless(stopped, bot.failed()):
            raise reason
    finally:
        await bot.stop()  # while the web server listens, so that a webhook call under way gets its 200


async def _unless(stopped: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what `work` does, or raise what it raises; give it up and return None when the stop signal comes first."""
    doing = asyncio.create_task(work)
    stopping = asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({doing, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return doing.result() if doing.done() else None
    finally:
        for task in (doing, stopping):
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task


@asynccontextmanager
async def _listening(app: web.Application, settings: Settings) -> AsyncIterator[int]:
    """Serve `app` meanwhile; give the port it listens on."""
    runner = web.AppRunner(app, access_log=None, max_line_size=LONGEST_LINE, shutdown_timeout=_DRAIN)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            raise RunFailed(_not_listening(settings, error)) from error
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _not_listening(settings: Settings, error: OSError) -> str:
    place = f"HOST {settings.host}, PORT {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"another program listens on {place} already: set PORT to a free one, or to 0 for any."
    # asyncio words an error of its own around the system's, whose number it keeps.
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
    return f"the web server can't listen on {place}: {reason.lower()}."


def _telegram(settings: Settings, library: Library) -> TelegramBot | None:
    token = settings.token()
    if token is None:
        return None
    options = TelegramOptions(
        token=token,
        api_base=settings.telegram_api_base,
        webhook_url=settings.webhook_url,
        webhook_secret=settings.webhook_secret.get_secret_value(),
    )
    return TelegramBot(options, build_services(engine=library, report=library.report))


def _status(settings: Settings, port: int, bot: TelegramBot | None) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    telegram = "off (BOT_TOKEN isn't set)"
    if bot:
        telegram = f"@{bot.username} by {'webhook' if settings.webhook_url else 'polling'}"
    return f"Web chat: http://{host}:{port}/ | Telegram: {telegram}"


def _stop_signal() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set; a second SIGINT ends the program at once."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        stopped.set()
        loop.remove_signal_handler(signal.SIGINT)
        end_at_once(signal.SIGINT)

    with suppress(NotImplementedError):  # Windows, where a signal ends it at once
        loop.add_signal_handler(signal.SIGTERM, stop)
        loop.add_signal_handler(signal.SIGINT, stop)
    return stopped

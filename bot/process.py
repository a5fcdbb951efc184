"""The running program: one web server, Telegram when there is a token, until a signal ends both.

Housekeeping and counting go on in the background, where their failure doesn't end the program.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bot.knowledge_watch import Watches, differing, reload_on_hangup
from bot.reminder_worker import ReminderWorker
from bot.settings import Part, Settings
from bot.startup import exit_on
from bot.telegram import TelegramBot, TelegramFailed, TelegramOptions
from bot.web import Access, Phase, build_app, listening
from handlers.chat_states import REFRESHED
from handlers.services import Services, build_services
from handlers.snapshots import Snapshot, Snapshots
from knowledge import Collection, Contents, collection_of, read_reports
from store import Store, StoreError

DRAIN = 1.0  # seconds that requests under way get to end; Telegram's updates have had their own before

MINUTE, HOUR = 60.0, 3600.0  # seconds

T = TypeVar("T")
Pause = Callable[[float], Awaitable[object]]

_log = logging.getLogger(__name__)


class RunFailed(Exception):  # noqa: N818 - beside TelegramFailed, which it carries on
    """The program can't run, or can't go on; the message is a sentence for the operator."""


async def serve(
    settings: Settings, read: Sequence[Contents], collection: Collection, announce: Callable[[str], object]
) -> None:
    """Run until SIGTERM or SIGINT, then let what is under way end.

    `collection` is made of `read`, what the report files held at first; they are read again when they change, and at
    SIGHUP. Once everything is up, `announce` is told where the web chat is and whether Telegram is on. Raises
    `RunFailed` when the database can't be used, the port is taken, Telegram refuses the token, or the bot can't go on.
    """
    stopped = _stop_signal()
    first = Snapshot.of_collection(collection, this_year=_this_year)
    snapshots = Snapshots(first, lambda: read_again(snapshots, settings.knowledge))
    for left in collection.left:
        _log.error("%s is left out, for it can't be used:\n%s", left.path, left.error)
    if first.differences:
        _log.warning("The knowledge is in use, though %s", differing(first))
    async with AsyncExitStack() as stack:
        try:
            store = await stack.enter_async_context(Store(settings.database_url.get_secret_value()))
        except StoreError as error:
            raise RunFailed(f"DATABASE_URL can't be used. {error}") from None
        services = build_services(
            snapshots=snapshots,
            store=store,
            operators=settings.admins,
            zone=settings.timezone,
            page=settings.page_url,
        )
        services.metrics.snapshots.set_function(lambda: snapshots.current.read_at)
        watching = Watches(snapshots, settings.knowledge, partial(with_file, snapshots), read).run()
        signalling = reload_on_hangup(snapshots)
        await stack.enter_async_context(in_background(**chores(services), signalling=signalling, watching=watching))
        await _serve(settings, services, stopped, announce)


async def _serve(
    settings: Settings, services: Services, stopped: asyncio.Event, announce: Callable[[str], object]
) -> None:
    is_up = asyncio.Event()
    access = Access.chosen(settings)
    app = build_app(services.responder, partial(_phase, is_up, stopped), access=access)
    bot = _telegram(settings, services)
    if bot:
        app.add_routes(bot.routes)
    async with AsyncExitStack() as stack:
        try:
            port = await stack.enter_async_context(listening(app, settings.host, settings.port, drain=DRAIN))
        except OSError as error:
            raise RunFailed(_not_listening(settings, error)) from error
        try:
            if bot:
                await _until(stopped, bot.start())
            if not stopped.is_set():
                is_up.set()
                announce(_status(settings, access, port, bot))
            await _live(bot, services, stopped)
        except TelegramFailed as error:
            raise RunFailed(str(error)) from error


def _this_year() -> int:
    return date.today().year


def _phase(is_up: asyncio.Event, stopped: asyncio.Event) -> Phase:
    if stopped.is_set():
        return Phase.DRAINING
    return Phase.READY if is_up.is_set() else Phase.STARTING


def read_again(snapshots: Snapshots, places: Sequence[Path]) -> Snapshot:
    """Return what all report files hold now, ready to be put to use; raise KnowledgeError where none can be used."""
    now = snapshots.current.collection
    read = read_reports(places)
    known = now.reread(read) if now and read else collection_of(read)
    return Snapshot.of_collection(known, this_year=_this_year)


def with_file(snapshots: Snapshots, contents: Contents) -> Snapshot:
    """Return what is known with what one file holds now; raise KnowledgeError where it is faulty."""
    now = snapshots.current.collection
    return Snapshot.of_collection(
        now.replaced(contents) if now else collection_of([contents]), this_year=snapshots.current.this_year
    )


async def _live(bot: TelegramBot | None, services: Services, stopped: asyncio.Event) -> None:
    """Send reminders until the stop signal; a bot that can't go on ends it with an error."""
    if bot is None:
        await stopped.wait()
        return
    if stopped.is_set():  # before the bot was up
        await bot.stop()
        return
    worker = ReminderWorker(bot.bot, services)
    async with in_background(reminding=worker.run()):
        try:
            if reason := await _until(stopped, bot.failed()):
                raise reason
        finally:
            stopped.set()
            # While the web server listens, so that a webhook call under way gets its 200.
            await bot.stop(worker.stop())


async def _until(stopped: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return what `work` returns, or raise what it raises; cancel it and return None if the stop signal is first."""
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


def _not_listening(settings: Settings, error: OSError) -> str:
    place = f"HOST {settings.host}, PORT {settings.port}"
    if error.errno == errno.EADDRINUSE:
        return f"another program listens on {place} already: set PORT to a free one, or to 0 for any."
    # asyncio words an error of its own around the system's, whose number it keeps.
    reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
    return f"the web server can't listen on {place}: {reason.lower()}."


def _telegram(settings: Settings, services: Services) -> TelegramBot | None:
    token = settings.token()
    if token is None:
        return None
    options = TelegramOptions(
        token=token,
        api_base=settings.telegram_api_base,
        webhook_url=settings.webhook_url,
        webhook_secret=settings.webhook_secret.get_secret_value(),
    )
    return TelegramBot(options, services)


def _status(settings: Settings, access: Access, port: int, bot: TelegramBot | None) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    telegram = "off (BOT_TOKEN isn't set)"
    if bot:
        telegram = f"@{bot.username} by {'webhook' if settings.webhook_url else 'polling'}"
    if Part.PAGE in access.parts:
        return f"Web chat: http://{host}:{port}/ | Telegram: {telegram}"
    return f"Web server: http://{host}:{port}/ (PUBLIC_WEB opens the page) | Telegram: {telegram}"


def _stop_signal() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set; a second SIGINT ends the program at once."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        stopped.set()
        loop.remove_signal_handler(signal.SIGINT)
        exit_on(signal.SIGINT)

    with suppress(NotImplementedError):  # Windows, where a signal ends it at once
        loop.add_signal_handler(signal.SIGTERM, stop)
        loop.add_signal_handler(signal.SIGINT, stop)
    return stopped


@asynccontextmanager
async def in_background(**works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run `works` as tasks inside the block; a failure is logged by name, and tasks still running are cancelled."""
    tasks = [asyncio.create_task(_logged(name, work), name=name) for name, work in works.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def every(seconds: float, *works: Callable[[], Awaitable[object]], pause: Pause = asyncio.sleep) -> None:
    """Run `works` now and every so many seconds, even if the store fails, which it logs itself."""
    while True:
        for work in works:
            with suppress(StoreError):
                await work()
        await pause(seconds)


async def keep_clean(store: Store, *, pause: Pause = asyncio.sleep) -> None:
    """Delete expired data, now and every hour: this keeps what /privacy promises, to the hour.

    Before that, times written by a clock that was ahead are repaired, or their rows would be kept for years.
    """
    purges = (store.chats.purge, store.misses.purge, store.updates.purge)
    await every(HOUR, store.repair_times, *purges, pause=pause)


def chores(services: Services) -> dict[str, Coroutine[Any, Any, None]]:
    """Return the background tasks of every running bot, by name, for `in_background`."""
    return {
        "housekeeping": keep_clean(services.store),
        "choosing": every(REFRESHED, services.chats.refresh),
        "counting": every(MINUTE, partial(_count_groups, services)),
    }


async def _count_groups(services: Services) -> None:
    services.metrics.chats.set(await services.store.chats.count())


async def _logged(name: str, work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception:
        _log.exception("The %s has failed; the bot goes on without it", name)

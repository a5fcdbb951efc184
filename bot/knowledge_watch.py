"""Reads the knowledge again when its files have changed on disk, or when SIGHUP asks for it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing, suppress
from hashlib import sha256
from pathlib import Path

from watchfiles import awatch

from handlers.editions import Editions
from knowledge import KnowledgeError

_STDIN = 0
_SETTLED = 200  # milliseconds without another change, after which an editor has written everything

_log = logging.getLogger(__name__)


async def reload(editions: Editions, because: str) -> None:
    """Read the knowledge again and log what came of it; a faulty file changes nothing."""
    try:
        report = (await editions.reload()).report
    except KnowledgeError as error:
        _log.error("%s, but the knowledge stays as it was, for it can't be used:\n%s", because, error)
    except Exception:
        _log.exception("%s, but the knowledge stays as it was", because)
    else:
        _log.info("%s: the knowledge was read again, %s of %s, %d", because, report.title, report.region, report.year)


async def reload_on_hangup(editions: Editions) -> None:
    """Read the knowledge again at every SIGHUP, until cancelled; on Windows, which knows none, do nothing.

    The SIGHUP of a terminal that was closed ends the program as SIGTERM does: nobody could end it there any more.
    """
    if not hasattr(signal, "SIGHUP"):
        return
    hung_up, in_terminal = asyncio.Event(), os.isatty(_STDIN)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, hung_up.set)
    try:
        while await hung_up.wait():
            hung_up.clear()
            if in_terminal and not os.isatty(_STDIN):
                signal.raise_signal(signal.SIGTERM)
                return
            await reload(editions, "SIGHUP came")
    finally:
        loop.remove_signal_handler(signal.SIGHUP)


async def reload_on_change(editions: Editions, *files: Path) -> None:
    """Read the knowledge again whenever the content of one of `files` is another, until cancelled."""
    known = _contents(files)
    try:
        async with aclosing(_events(files)) as events:
            async for _ in events:
                if (now := _contents(files)) != known:
                    known = now
                    await reload(editions, "The knowledge's files have changed")
    except (OSError, RuntimeError) as error:  # the folder is gone, or the system watches no more of them
        _log.warning("Changes of the knowledge's files are no longer noticed (SIGHUP reads them): %s", error)


async def _events(files: Iterable[Path]) -> AsyncGenerator[object]:
    """Yield whenever something happens where `files` stand, and where they stand in truth: one may be a link."""
    folders = {path.parent for file in files for path in (file.absolute(), file.resolve())}
    async for changes in awatch(*folders, watch_filter=None, step=_SETTLED, recursive=False):
        yield changes


def _contents(files: Iterable[Path]) -> tuple[bytes, ...]:
    """Return a digest of each file; of one that isn't there, as between an editor's two steps, an empty one."""
    return tuple(map(_digest, files))


def _digest(file: Path) -> bytes:
    with suppress(OSError):
        return sha256(file.read_bytes()).digest()
    return b""

"""Reloads the knowledge when its files have changed on disk, or when SIGHUP asks for it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import aclosing, suppress
from functools import partial
from itertools import chain
from pathlib import Path

from watchfiles import awatch

from handlers.snapshots import Reload, Snapshot, Snapshots
from knowledge import Contents, Files, KnowledgeError, report_paths

QUIET = 1.0  # seconds without a change after which the files are read; a program that saves slowly writes in bursts
PATIENCE = 10.0  # seconds without a change after which an incomplete file is an error, and not being saved
_STDIN = 0
_REFUSED = "%s, but the knowledge stays as it was, for it can't be used:\n%s"

_log = logging.getLogger(__name__)


async def reload_on_hangup(snapshots: Snapshots) -> None:
    """Reload the knowledge at every SIGHUP, until cancelled; on Windows, which knows none, do nothing.

    Like /reload it accepts a snapshot that would be refused as doubtful when a file has merely changed. The SIGHUP of
    a terminal that was closed ends the program as SIGTERM does: nobody could end it there any more.
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
            if error := await _reload(snapshots.reload, "SIGHUP came"):
                _log.error(_REFUSED, "SIGHUP came", error)
    finally:
        loop.remove_signal_handler(signal.SIGHUP)


class Watch:
    """Reloads the knowledge, by `build`, whenever `files` hold something else than is `known`, and have been quiet.

    While a file is being saved the knowledge stays as it was.
    """

    def __init__(
        self,
        snapshots: Snapshots,
        files: Files,
        build: Callable[[Contents], Snapshot],
        known: Contents | None,
        *,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._snapshots, self._files, self._build, self._known = snapshots, files, build, known
        self._pause = pause

    async def run(self) -> None:
        """Watch until cancelled."""
        await _watch(self._files.paths, self.settle)

    async def settle(self) -> None:
        """If the files have changed, wait until they are quiet and complete, and load them, or log what is wrong."""
        because = "The knowledge's files have changed"
        contents, quiet, error = await self._read(), 0.0, None
        while contents != self._known:
            await self._pause(QUIET)
            quiet += QUIET
            if (now := await self._read()) != contents:
                contents, quiet, error = now, 0.0, None
                continue
            if error is None:
                error = await _reload(partial(self._snapshots.offer, partial(self._build, contents)), because)
            if error is None or not error.may_be_unfinished or quiet >= PATIENCE:
                self._known = contents
                if error:
                    _log.error(_REFUSED, because, error)

    async def _read(self) -> Contents:
        return await asyncio.to_thread(self._files.read)


class Watches:
    """Watches each report file at `places` by itself, also one that is put into a folder later; `known` were read last.

    A file that goes stays known, as one that is faulty does, until all are read again.
    """

    def __init__(
        self,
        snapshots: Snapshots,
        places: Sequence[Path],
        build: Callable[[Contents], Snapshot],
        known: Iterable[Contents],
        *,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._snapshots, self._places, self._build, self._pause = snapshots, places, build, pause
        self._watches = {each.report.path: self._watch(each.report.path, each) for each in known}

    async def run(self) -> None:
        """Watch until cancelled."""
        paths = chain.from_iterable(Files(path).paths for path in self._watches)
        inside = (place / "report.yaml" for place in self._places if place.is_dir())
        await _watch((*paths, *inside), self.settle)

    async def settle(self) -> None:
        """Let each file that has changed, or is new, be read when it is quiet and complete."""
        for path in await asyncio.to_thread(report_paths, self._places):
            self._watches.setdefault(path, self._watch(path, None))
        await asyncio.gather(*(watch.settle() for watch in self._watches.values()))

    def _watch(self, path: Path, known: Contents | None) -> Watch:
        return Watch(self._snapshots, Files(path), self._build, known, pause=self._pause)


async def _watch(paths: Iterable[Path], settle: Callable[[], Awaitable[object]]) -> None:
    try:
        async with aclosing(_events(paths)) as events:
            async for _ in events:
                await settle()
    except (OSError, RuntimeError) as error:  # the folder is gone, or the system watches no more of them
        _log.warning("Changes of the knowledge's files are no longer noticed (SIGHUP reads them): %s", error)


async def _reload(read: Callable[[], Awaitable[Reload]], because: str) -> KnowledgeError | None:
    """Reload the knowledge and log the result; return what is wrong with a file, which changes nothing."""
    try:
        done = await read()
    except KnowledgeError as error:
        return error
    except Exception:
        _log.exception("%s, but the knowledge stays as it was", because)
    else:
        _log_done(done, because)
    return None


def _log_done(done: Reload, because: str) -> None:
    doubts = " and ".join(_doubts(done))
    if not done.is_used:
        remedy = "if that is meant, /reload by an operator or SIGHUP takes it"
        _log.warning("%s, but the knowledge stays as it was, for %s; %s", because, doubts, remedy)
        return
    report, (_, count) = done.snapshot.report, done.counts
    said = "%s: the knowledge was read again, %s of %s, %d: %d entries"
    _log.info(said, because, report.title, report.region, report.year, count)
    if doubts:
        _log.warning("%s: the knowledge is in use, though %s", because, doubts)


def _doubts(done: Reload) -> Iterator[str]:
    before, after = done.counts
    if done.lost_many:
        yield f"only {after} of {before} entries are left"
    if done.snapshot.differences:
        yield differing(done.snapshot)


def differing(snapshot: Snapshot) -> str:
    """Return in words where the snapshot's text differs from the plain text."""
    count, first = len(snapshot.differences), snapshot.differences[0]
    return f"the text differs from the plain text beside it in {count} line{'s'[: count - 1]} ({first})"


async def _events(files: Iterable[Path]) -> AsyncGenerator[object]:
    """Yield whenever something happens in the folders of `files`, and in those that links lead to.

    The first time is when the watch has begun, for something may have happened before.
    """
    folders = {path.parent for file in files for path in (file.absolute(), file.resolve())}
    changes = awatch(*folders, watch_filter=None, recursive=False)
    first = asyncio.create_task(anext(changes))
    await asyncio.sleep(0)  # with the first step of which the watch begins
    try:
        yield None
        yield await first
        async for change in changes:
            yield change
    finally:
        first.cancel()
        with suppress(asyncio.CancelledError, OSError, RuntimeError):
            await first
        await changes.aclose()

"""The knowledge is read again when its files say something else, however that comes about."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.knowledge_watch import Watch
from bot.process import in_background
from handlers.snapshots import Snapshot, Snapshots
from knowledge import Contents, Files
from tests.fakes.running import no_pause
from tests.fakes.small import REPORT, AskedLibrary

PATIENCE = 30.0


class Reader:
    """What makes an snapshot of what the files hold; tests wait for it to have done so."""

    def __init__(self) -> None:
        self.read: list[bytes] = []
        self._loop = asyncio.get_running_loop()
        self._has_read = asyncio.Event()

    def build(self, contents: Contents) -> Snapshot:
        self.read.append(contents.report.data)
        self._loop.call_soon_threadsafe(self._has_read.set)
        return Snapshot(AskedLibrary(), REPORT)

    async def has_read(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._has_read.wait()
        self._has_read.clear()


def say(file: Path, words: str) -> None:
    file.write_text(words, encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    path = folder / "report.yaml"
    say(path, "first")
    return path


def watch(file: Path, reader: Reader) -> Watch:
    """Somebody who watches the file, and two beside it that aren't there."""
    files = Files(file, file.with_name("lexicon.yaml"))
    return Watch(Snapshots(Snapshot(AskedLibrary(), REPORT)), files, reader.build, files.read(), pause=no_pause)


@pytest.fixture
async def reader(file: Path) -> AsyncIterator[Reader]:
    reader = Reader()
    async with in_background(watching=watch(file, reader).run()):
        await asyncio.sleep(0)  # the watch begins
        yield reader


async def test_a_file_written_in_place(reader: Reader, file: Path) -> None:
    say(file, "second")
    await reader.has_read()


async def test_a_file_put_in_the_place_of_the_other(reader: Reader, file: Path) -> None:
    other = file.with_name("other")
    say(other, "second")
    other.replace(file)
    await reader.has_read()


async def test_the_files_beside_it(reader: Reader, file: Path) -> None:
    say(file.with_name("lexicon.yaml"), "new")
    await reader.has_read()
    say(file.with_name("report.txt"), "new")
    await reader.has_read()


async def test_again_and_again(reader: Reader, file: Path) -> None:
    for words in ("second", "third"):
        say(file, words)
        await reader.has_read()
    assert reader.read == [b"second", b"third"]


async def test_neither_other_files_nor_the_same_words_are_a_change(reader: Reader, file: Path) -> None:
    say(file.with_name("notes.txt"), "new")
    say(file, "first")
    os.utime(file)
    say(file, "second")
    await reader.has_read()
    assert reader.read == [b"second"]


async def test_what_has_changed_while_the_program_started(file: Path) -> None:
    reader = Reader()
    late = watch(file, reader)
    say(file, "second")
    async with in_background(watching=late.run()):
        await reader.has_read()


async def test_a_link_that_leads_elsewhere_now(tmp_path: Path) -> None:
    """As a cluster changes the files that it gives a program."""
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        say(folder / "report.yaml", folder.name)
    here, newer = tmp_path / "data", tmp_path / "newer"
    here.symlink_to("one")
    file = tmp_path / "report.yaml"
    file.symlink_to("data/report.yaml")
    reader = Reader()
    async with in_background(watching=watch(file, reader).run()):
        await asyncio.sleep(0)
        newer.symlink_to("two")
        newer.replace(here)
        await reader.has_read()


async def test_what_can_not_be_watched_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        await watch(tmp_path / "nowhere" / "report.yaml", Reader()).run()
    assert [record.getMessage().partition(" (")[0] for record in caplog.records] == [
        "Changes of the knowledge's files are no longer noticed"
    ]

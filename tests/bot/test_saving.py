"""While a file of the knowledge is being saved the old knowledge answers; the new one does if it can be trusted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.knowledge_watch import PATIENCE, QUIET, Watch
from bot.process import read_again, with_file
from bot.web import build_app
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from knowledge import Files, collection_of
from store import Store
from tests.bot.conftest import Client
from tests.knowledge.samples import SMALL_TEXT, body, small, written

OLD = small()
NEW = small(
    ("粮食产量12.6亿斤", "粮食产量12.9亿斤"),
    ("value: 12.6", "value: 12.9"),
    ("said: 12.6亿斤", "said: 12.9亿斤"),
    ("quote: 粮食产量12.6亿斤", "quote: 粮食产量12.9亿斤"),
)
SHORT = body("粮食产量12.6亿斤。")  # a whole file, without most of what was there
TEXT = SMALL_TEXT.read_text(encoding="utf-8")
QUESTIONS = {
    "去年粮食产量多少": "12.6亿斤",
    "今年高标准农田目标": "3.5万亩",
    "第3件民生实事": "3.改造农村公路48公里",
    "一门通办是什么": "一门通办:群众办事只进一扇门",
}
WAITS = round(PATIENCE / QUIET)


class Saved:
    """A report file that is watched, with the knowledge it is read into; time goes by in steps of `QUIET` seconds."""

    def __init__(self, folder: Path) -> None:
        self.path = written(folder, OLD)
        files = Files(self.path)
        known = files.read()
        first = Snapshot.of_collection(collection_of([known]))
        self.snapshots = Snapshots(first, lambda: read_again(self.snapshots, [self.path]))
        self._watch = Watch(self.snapshots, files, partial(with_file, self.snapshots), known, pause=self._pause)
        self._pausing, self._over = asyncio.Event(), asyncio.Event()
        self._settling: asyncio.Task[None]

    async def _pause(self, seconds: float) -> None:
        assert seconds == QUIET
        self._pausing.set()
        await self._over.wait()
        self._over.clear()

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """What has changed is noticed, and has been dealt with when all the steps inside have gone by."""
        self._settling = asyncio.create_task(self._watch.settle())
        await self._idle()
        yield
        assert self._settling.done()
        await self._settling

    async def step(self, times: int = 1) -> None:
        """Time goes by, and what is due then is done."""
        for _ in range(times):
            assert not self._settling.done()
            self._pausing.clear()
            self._over.set()
            await self._idle()

    async def _idle(self) -> None:
        pausing = asyncio.create_task(self._pausing.wait())
        await asyncio.wait({pausing, self._settling}, return_when=asyncio.FIRST_COMPLETED)
        pausing.cancel()

    async def saved(self, text: str, name: str = "report.yaml") -> None:
        """Somebody saves a file at once, and it is dealt with."""
        written(self.path.parent, text, name)
        async with self.watched():
            await self.step()

    def answer(self, question: str = "去年粮食产量多少") -> str:
        """What is answered, if anything."""
        return "".join(source.text for source in self.snapshots.current.engine.ask(question).sources)


@pytest.fixture
def report(tmp_path: Path) -> Saved:
    return Saved(tmp_path)


@pytest.fixture
async def client(report: Saved) -> AsyncIterator[Client]:
    async with Store("sqlite://") as store:
        server = TestServer(build_app(build_services(snapshots=report.snapshots, store=store).responder))
        async with TestClient(server) as running:
            yield running


async def asked(client: Client, question: str) -> str:
    async with client.get("/api/ask", params={"q": question}) as response:
        found = await response.json()
        return "".join(source["text"] for source in found["sources"])


def told(caplog: pytest.LogCaptureFixture, level: int = logging.INFO) -> list[str]:
    """The messages of the log from `level` on."""
    return [record.getMessage() for record in caplog.records if record.levelno >= level]


async def test_no_question_fails_while_a_file_is_saved_slowly(report: Saved, client: Client) -> None:
    """By a program that empties it and writes it line by line, and pauses for longer than a file has to be quiet."""
    *lines, last = NEW.splitlines(keepends=True)
    with report.path.open("w", encoding="utf-8") as file:
        async with report.watched():
            for line in lines:
                file.write(line)
                file.flush()
                await report.step(2)
                for question, answer in QUESTIONS.items():
                    assert answer in await asked(client, question)
            file.write(last)
            file.flush()
            await report.step(2)
    assert "12.9亿斤" in await asked(client, "去年粮食产量多少")


async def test_a_file_that_is_still_written_to_is_not_read(report: Saved) -> None:
    """Also when it looks whole each time: what is read is what was there all the while."""
    written(report.path.parent, NEW)
    async with report.watched():
        for text in (OLD.replace("12.6", "12.7"), OLD.replace("12.6", "12.8"), NEW):
            written(report.path.parent, text)
            await report.step()
            assert "12.6亿斤" in report.answer()
        await report.step()
    assert "12.9亿斤" in report.answer()


async def test_a_file_that_stays_cut_off_is_told_once_and_only_after_a_while(
    report: Saved, caplog: pytest.LogCaptureFixture
) -> None:
    written(report.path.parent, OLD[: OLD.index("livelihood:")])
    async with report.watched():
        await report.step(WAITS - 1)
        assert told(caplog) == []
        await report.step()
    assert told(caplog) == [
        "The knowledge's files have changed, but the knowledge stays as it was, for it can't be used:\n"
        "report.yaml:146: the last line isn't `end: true`, so this file may be cut off or still being saved: "
        "expected that line at the end of the whole file"
    ]
    async with report.watched():
        pass  # nothing has changed since
    assert len(told(caplog)) == 1


@pytest.mark.parametrize("half", [b"\xe9\x9d", b"terms: [\nend: true\n", bytes(4096) + b"\nend: true\n", None])
async def test_one_that_becomes_whole_in_time_is_no_fault(
    report: Saved, caplog: pytest.LogCaptureFixture, half: bytes | None
) -> None:
    if half is None:
        report.path.unlink()
    else:
        report.path.write_bytes(half)
    async with report.watched():
        await report.step(WAITS - 1)
        written(report.path.parent, NEW)
        await report.step(2)
    assert "12.9亿斤" in report.answer()
    assert told(caplog, logging.WARNING) == []


async def test_a_whole_file_with_a_fault_is_told_at_once(report: Saved, caplog: pytest.LogCaptureFixture) -> None:
    await report.saved(OLD.replace("year: 2022", "year: soon"))
    assert told(caplog) == [
        "The knowledge's files have changed, but the knowledge stays as it was, for it can't be used:\n"
        "report.yaml:7: report.year: expected a whole number"
    ]


async def test_a_change_that_is_taken_back_is_none(report: Saved, caplog: pytest.LogCaptureFixture) -> None:
    before = report.snapshots.current
    written(report.path.parent, NEW)
    async with report.watched():
        written(report.path.parent, OLD)
        await report.step()
    assert report.snapshots.current is before
    assert told(caplog) == []


async def test_a_file_that_lacks_many_entries_waits_for_an_operator(
    report: Saved, caplog: pytest.LogCaptureFixture
) -> None:
    await report.saved(SHORT)
    assert told(caplog) == [
        "The knowledge's files have changed, but the knowledge stays as it was, for only 2 of 41 entries are left; "
        "if that is meant, /reload by an operator or SIGHUP takes it"
    ]
    assert "48公里" in report.answer("第3件民生实事")
    await report.snapshots.reload()
    assert report.answer("第3件民生实事") == ""
    await report.saved(OLD)
    assert "48公里" in report.answer("第3件民生实事")


async def test_a_few_entries_fewer_are_taken(report: Saved) -> None:
    gone = "  - quote: “四好农村路”通到每个村\n    title: 四好农村路通到每个村\n    asks: [村里通公路了吗]\n"
    await report.saved(NEW.replace(gone, "").replace("passages:\n", "passages: []\n"))
    assert "12.9亿斤" in report.answer()


async def test_a_text_that_differs_from_the_plain_text_waits_until_both_agree(
    report: Saved, caplog: pytest.LogCaptureFixture
) -> None:
    await report.saved(TEXT, "report.txt")
    await report.saved(NEW)
    assert told(caplog, logging.WARNING) == [
        "The knowledge's files have changed, but the knowledge stays as it was, for the text differs from the plain "
        "text beside it in 1 line (report.yaml:24: text[1].paragraphs[0]: this line differs from report.txt: "
        "“9亿斤,引进到位资金31亿元、增长14.5%。” here, “6亿斤,引进到位资金31亿元、增长14.5%。” there); "
        "if that is meant, /reload by an operator or SIGHUP takes it"
    ]
    assert "12.6亿斤" in report.answer()
    await report.saved(TEXT.replace("12.6亿斤", "12.9亿斤"), "report.txt")
    assert "12.9亿斤" in report.answer()


async def test_a_difference_that_an_operator_took_does_not_hold_up_what_comes_after(report: Saved) -> None:
    written(report.path.parent, TEXT.replace("12.6亿斤", "12.5亿斤"), "report.txt")
    await report.snapshots.reload()
    await report.saved(OLD.replace("aliases: [厕所改造]", "aliases: [厕所改造, 茅房改造]"))
    assert "改造农村户厕1200个" in report.answer("茅房改造")

"""What was read is made ready before anybody is answered from it, beside the conversation."""

from __future__ import annotations

import threading

import pytest
from jinja2 import FileSystemLoader

from handlers.replies import Language
from handlers.snapshots import Snapshot, Snapshots
from knowledge import Library
from knowledge.model import Where
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import REPORT, FakeEngine
from tests.fakes.running import running, services_of


class Watched(Snapshot):
    """Notes for which bot, and in which thread, it was made ready."""

    def __init__(self) -> None:
        super().__init__(FakeEngine(), REPORT)
        self.ready: list[tuple[str, threading.Thread]] = []

    def prepare(self, bot: str) -> None:
        super().prepare(bot)
        self.ready.append((bot, threading.current_thread()))


async def test_a_new_edition_is_ready_before_it_is_used(api: BotApi, engine: FakeEngine) -> None:
    later = Watched()
    async with running(api, engine, load=lambda: later) as bot:
        snapshots = services_of(bot).snapshots
        await snapshots.reload()
        assert snapshots.current is later
    ((name, thread),) = later.ready
    assert name == "report_bot"
    assert thread is not threading.main_thread()


async def test_so_is_the_first_one_when_the_bot_starts() -> None:
    first = Watched()
    await Snapshots(first).prepare("report_bot")
    assert [name for name, _ in first.ready] == ["report_bot"]


@pytest.mark.parametrize("language", Language)
def test_one_that_is_ready_reads_nothing_more(
    library: Library, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = Snapshot(library, library.report)
    snapshot.prepare("report_bot")
    monkeypatch.setattr(FileSystemLoader, "get_source", None)
    replies, articles = (get(language, "report_bot") for get in (snapshot.replies, snapshot.articles))
    for template in ("help", "welcome", "privacy", "empty"):
        assert replies.render(template)
    assert replies.answer(library.ask("民政厅负责哪几件"))
    assert articles.examples


def test_what_many_people_ask_is_found_once(engine: FakeEngine) -> None:
    snapshot = Snapshot(engine, REPORT)
    assert snapshot.ask("六个工程是什么") is snapshot.ask("六个工程是什么")
    assert len(engine.asked) == 1


@pytest.mark.parametrize("others", [["今年GDP目标"], ["六个工程" + "啊" * 120]])
def test_only_so_many_answers_are_kept_and_none_to_long_messages(engine: FakeEngine, others: list[str]) -> None:
    snapshot = Snapshot(engine, REPORT, remembered=1)
    first, *_ = [snapshot.ask(text) for text in ("六个工程是什么", *others, *others)]
    again = snapshot.ask("六个工程是什么")
    assert again == first
    assert (again is first) is (len(others[0]) > 120)


def test_what_was_overheard_is_not_kept(engine: FakeEngine) -> None:
    snapshot = Snapshot(engine, REPORT)
    snapshot.ask("民政厅电话", Where.GROUP)
    snapshot.ask("民政厅电话", Where.GROUP)
    assert len(engine.asked) == 2
    assert snapshot.ask("民政厅电话").suggestions

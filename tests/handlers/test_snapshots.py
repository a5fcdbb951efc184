"""What was read is made ready before anybody is answered from it, beside the conversation."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial

import pytest

from handlers.answering import Metrics, Responder
from handlers.inline import articles_of, prepare
from handlers.query import Query
from handlers.replies import Language, Layout, Response
from handlers.replies.phrases import TemplateLoader
from handlers.snapshots import Snapshot, Snapshots
from knowledge import Library
from store import Store
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


async def test_a_new_snapshot_is_ready_before_it_is_used(api: BotApi, engine: FakeEngine) -> None:
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
    await Snapshots(first).prepare(partial(prepare, bot="report_bot"))
    assert [name for name, _ in first.ready] == ["report_bot"]


@pytest.mark.parametrize("language", Language)
def test_one_that_is_ready_reads_nothing_more(
    library: Library, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = Snapshot(library, library.report)
    prepare(snapshot, "report_bot")
    monkeypatch.setattr(TemplateLoader, "get_source", None)
    replies, articles = snapshot.replies(language, "report_bot"), articles_of(snapshot, language, "report_bot")
    for template in ("help", "welcome", "privacy", "empty"):
        assert replies.render(template)
    assert replies.answer(library.ask("民政厅负责哪几件"))
    assert articles.examples


@dataclass(frozen=True)
class Desk:
    """What responds, over one snapshot that keeps so many responses."""

    engine: FakeEngine
    remembered: int = 10

    async def says(self, *questions: str) -> list[Response]:
        snapshot = Snapshot(self.engine, REPORT, remembered=self.remembered)
        async with Store("sqlite://") as store:
            responder = Responder(Snapshots(snapshot), store, Metrics())
            replies = snapshot.replies(Language.SIMPLIFIED, "report_bot")
            return [await responder.respond(Query(question), replies, Layout()) for question in questions]


async def test_what_many_people_ask_is_found_and_worded_once(engine: FakeEngine) -> None:
    first, again = await Desk(engine).says("六个工程是什么", "六个工程是什么")
    assert first is again
    assert len(engine.asked) == 1


@pytest.mark.parametrize("other", ["今年GDP目标", "六个工程" + "啊" * 120])
async def test_only_so_many_responses_are_kept_and_none_to_long_messages(engine: FakeEngine, other: str) -> None:
    first, *_, again = await Desk(engine, remembered=1).says("六个工程是什么", other, "六个工程是什么")
    assert again == first
    assert (again is first) is (len(other) > 120)


async def test_a_program_may_keep_none(engine: FakeEngine) -> None:
    first, again = await Desk(engine, remembered=0).says("六个工程是什么", "六个工程是什么")
    assert (first, len(engine.asked)) == (again, 2)

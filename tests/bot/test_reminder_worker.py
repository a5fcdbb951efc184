"""The worker that sends reminders, on both databases: woken, stopped, cut off, in company, and killed."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.reminder_worker import ReminderWorker
from bot.telegram import TelegramBot
from handlers.query import Engine
from handlers.snapshots import Snapshot
from store import Store
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import REPORT, FakeEngine
from tests.fakes.people import Town
from tests.fakes.postgres import Postgres
from tests.fakes.running import no_pause, running, services_of
from tests.store.direct import outage, refuse, run
from tests.store.timing import make_due, set_due

PATIENT = 60.0  # seconds for a call, since a machine may be busy
QUICK, SLOW = 1e6, 0.5  # reminders a second


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as opened:
        yield opened


@asynccontextmanager
async def at_work(api: BotApi, url: str, *, rate: float = QUICK, **options: float) -> AsyncIterator[TelegramBot]:
    """A bot over the database at `url`; its worker isn't begun."""
    async with (
        Store(url, patience=PATIENT, rate=rate, **options) as store,
        running(api, FakeEngine(), store=store) as bot,
    ):
        yield bot


def worker_of(bot: TelegramBot, pause: Callable[[float], object] = no_pause) -> ReminderWorker:
    return ReminderWorker(bot.bot, services_of(bot), pause=pause)  # type: ignore[arg-type]


def inhabit(api: BotApi, chats: int) -> list[int]:
    """So many people, whom the bot may write to."""
    town = Town(api)
    return [town.person(f"P{number}").chat_id for number in range(chats)]


def reminded(api: BotApi) -> Counter[int]:
    """How many messages each chat was sent, as Telegram got them."""
    return Counter(int(call.params["chat_id"]) for call in api.called("sendMessage"))


async def test_whoever_subscribes_wakes_the_worker(api: BotApi, url: str) -> None:
    (chat,) = inhabit(api, 1)
    api.hold("sendMessage")
    async with at_work(api, url) as bot:
        worker, services = worker_of(bot), services_of(bot)
        running_worker = asyncio.create_task(worker.run())
        await services.store.reminders.counts()  # which is behind the worker's first look
        await make_due(services.store, url, [chat])
        services.reminders.wakeup.set()
        await api.arrival("sendMessage")
        api.release("sendMessage")
        await worker.stop()
        await running_worker
        assert (await services.store.reminders.counts()).sent == 1
    assert reminded(api) == {chat: 1}


async def test_a_worker_that_is_stopped_gives_back_what_waits_and_ends_what_is_under_way(api: BotApi, url: str) -> None:
    chats = inhabit(api, 3)
    api.hold("sendMessage")
    async with at_work(api, url, rate=SLOW) as bot:
        store, worker = services_of(bot).store, worker_of(bot)
        await make_due(store, url, chats)
        await worker.step()
        await api.arrival("sendMessage")
        stopping = asyncio.create_task(worker.stop())
        while (await store.reminders.counts()).due < 2:  # until those that waited for their slot are due again
            pass
        api.release("sendMessage")
        await stopping
        counts = await store.reminders.counts()
        assert (counts.sent, counts.due, counts.in_doubt) == (1, 2, 0)


async def test_several_workers_send_each_reminder_once(api: BotApi, url: str) -> None:
    chats = inhabit(api, 40)
    async with at_work(api, url, lock_patience=PATIENT) as bot:
        await make_due(services_of(bot).store, url, chats)
        workers = [worker_of(bot) for _ in range(3)]
        await asyncio.gather(*map(drained, workers))
        assert (await services_of(bot).store.reminders.counts()).sent == len(chats)
    assert reminded(api) == dict.fromkeys(chats, 1)


@pytest.mark.parametrize("late", [0.0, 10.0], ids=["on time", "late"])
async def test_what_comes_too_late_for_its_slot_waits_for_another_where_others_have_theirs(
    api: BotApi, url: str, late: float
) -> None:
    (chat,) = inhabit(api, 1)
    async with at_work(api, url, rate=SLOW) as bot:
        store, worker = services_of(bot).store, worker_of(bot)
        await make_due(store, url, [chat])
        (due,) = await store.deliveries.claim()
        await run(url, "UPDATE limiter SET free_at = at")
        await worker._serve(replace(due, send_at=time.monotonic() - late))
        assert (await store.reminders.counts()).sent == 1
        ((waits,),) = await run(url, "SELECT count(*) FROM limiter WHERE free_at > at")
    assert bool(waits) is (late > 0 and not url.startswith("sqlite"))
    assert reminded(api) == {chat: 1}


async def drained(worker: ReminderWorker) -> None:
    """Return when there is nothing more to do."""
    while await worker.step() < 1:
        pass
    await worker.settled()


class Outages:
    """The database goes away when a message arrives at Telegram, and comes back when the worker has tried again."""

    def __init__(self, url: str, postgres: Postgres) -> None:
        self._url, self._postgres = url, postgres
        self._down = ExitStack()
        self.tries = 0

    def begin(self) -> None:
        self._down.enter_context(outage(self._url, self._postgres))

    async def pause(self, _: float) -> None:
        self.tries += 1
        if self.tries == 2:
            self._down.close()


async def test_what_was_sent_while_the_database_went_away_is_noted_when_it_is_back(
    api: BotApi, url: str, postgres: Postgres
) -> None:
    (chat,) = inhabit(api, 1)
    outages = Outages(url, postgres)
    api.hold("sendMessage")
    async with at_work(api, url, lock_patience=0.05) as bot:
        store, worker = services_of(bot).store, worker_of(bot, outages.pause)
        await make_due(store, url, [chat])
        await worker.step()
        await api.arrival("sendMessage")
        outages.begin()
        api.release("sendMessage")
        await worker.settled()
        await set_due(url)
        await drained(worker)
        counts = await store.reminders.counts()
    assert outages.tries == 2
    assert (counts.sent, counts.in_doubt) == (1, 0)
    assert reminded(api) == {chat: 1}


async def test_what_was_claimed_before_the_database_went_away_is_sent_when_it_is_back(
    api: BotApi, url: str, postgres: Postgres
) -> None:
    (chat,) = inhabit(api, 1)
    outages = Outages(url, postgres)
    async with at_work(api, url, lock_patience=0.05) as bot:
        store, worker = services_of(bot).store, worker_of(bot, outages.pause)
        await make_due(store, url, [chat])
        (due,) = await store.deliveries.claim()
        outages.begin()
        await worker._serve(due)
        assert reminded(api) == {}
        await drained(worker)
        counts = await store.reminders.counts()
    assert (counts.sent, counts.in_doubt) == (1, 0)
    assert reminded(api) == {chat: 1}


async def test_a_database_that_is_away_is_told_of_once_and_asked_again(
    api: BotApi, url: str, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    (chat,) = inhabit(api, 1)
    async with at_work(api, url, lock_patience=0.05) as bot:
        worker = worker_of(bot)
        await make_due(services_of(bot).store, url, [chat])
        with outage(url, postgres):
            assert [await worker.step() for _ in range(3)] == [5.0] * 3
        await drained(worker)
    assert reminded(api) == {chat: 1}
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


@pytest.mark.parametrize("column", ["sending", "served_at"], ids=["marked", "settled"])
async def test_what_the_database_refuses_of_one_chat_keeps_no_other_waiting(api: BotApi, url: str, column: str) -> None:
    chats = inhabit(api, 3)
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    async with at_work(api, url, lock_patience=PATIENT) as bot:
        store, worker = services_of(bot).store, worker_of(bot, pause)
        await make_due(store, url, chats)
        await refuse(url, "reminders", f"NEW.{column} IS NOT NULL AND NEW.chat_id = {chats[0]}")
        await drained(worker)
        assert (await store.reminders.counts()).sent == 2
    assert waits == []
    assert reminded(api) == dict.fromkeys(chats if column == "served_at" else chats[1:], 1)


class Broken(FakeEngine):
    """Opens nothing until it is mended."""

    is_mended = False

    def open(self, entry_id: str, focus: tuple[int, int] | None = None):  # type: ignore[no-untyped-def]
        if not self.is_mended:
            raise ZeroDivisionError
        return super().open(entry_id, focus)


async def test_a_reminder_that_can_not_be_worded_is_told_and_tried_again_later(
    api: BotApi, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    (chat,) = inhabit(api, 1)
    async with at_work(api, url) as bot:
        store, worker, engine = services_of(bot).store, worker_of(bot), Broken()
        services_of(bot).snapshots.current = snapshot(engine)
        await make_due(store, url, [chat])
        await drained(worker)
        assert 3_500 < await store.deliveries.due_in(longest=1e6) <= 3_600
        assert "A reminder can't be worded" in caplog.text
        engine.is_mended = True
        await set_due(url)
        await drained(worker)
    assert reminded(api) == {chat: 1}


def snapshot(engine: Engine) -> Snapshot:
    return Snapshot(engine, REPORT)


async def test_the_operator_reads_what_became_of_them(api: BotApi, url: str) -> None:
    chats = inhabit(api, 3)
    async with at_work(api, url) as bot:
        services, worker = services_of(bot), worker_of(bot)
        await make_due(services.store, url, chats[:2])
        api.refuse_next("sendMessage", 403, "Forbidden: bot was blocked by the user")
        await drained(worker)
        await make_due(services.store, url, chats[2:])
        services.metrics.reminded(await services.store.reminders.counts())
        families = text_string_to_metric_families(services.metrics.exposition().decode())
        found = {(each.name, *each.labels.values()): each.value for family in families for each in family.samples}
    assert {name[1:]: value for name, value in found.items() if name[0] == "report_bot_reminders"} == {
        ("subscribed",): 2,
        ("due",): 2,
        ("late",): 2,
        ("sent",): 1,
        ("in_doubt",): 0,
    }
    assert found["report_bot_reminders_ended", "blocked"] == 1

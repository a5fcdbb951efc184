"""What goes on beside the answers: it fails alone, and what is kept is deleted in time."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from pathlib import Path

import pytest

from bot.process import HOUR, in_background, keep_clean
from store import Store, Subscription
from tests.store.direct import rewind, run
from tests.store.timing import daily


async def test_work_that_fails_is_told_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    failed, other = asyncio.Event(), asyncio.Event()

    async def fail() -> None:
        failed.set()
        raise ZeroDivisionError

    async def work() -> None:
        await failed.wait()
        other.set()

    with caplog.at_level(logging.ERROR):
        async with in_background(failing=fail(), working=work()):
            await other.wait()
    assert [record.getMessage() for record in caplog.records] == ["The failing has failed; the bot goes on without it"]


async def test_what_has_not_ended_is_given_up() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async with in_background(working=work()):
        await asyncio.sleep(0)
    assert ended.is_set()


class Hours:
    """Lets an hour go by at once, as often as it is told; then the program ends."""

    def __init__(self, hours: int) -> None:
        self.left = hours

    async def __call__(self, seconds: float) -> None:
        assert seconds == HOUR
        if not self.left:
            raise asyncio.CancelledError
        self.left -= 1


async def test_each_kind_of_thing_is_looked_through_once_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    purged: list[str] = []

    async with Store("sqlite://") as store:

        async def purge(name: str) -> int:
            purged.append(name)
            return 0

        for name, kept in (("chats", store.chats), ("misses", store.misses)):
            monkeypatch.setattr(kept, "purge", partial(purge, name))
        with pytest.raises(asyncio.CancelledError):
            await keep_clean(store, pause=Hours(1))
    assert purged == ["chats", "misses"] * 2


async def test_what_was_kept_long_enough_is_deleted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with Store(url) as store:
        store.answers.note(1, 2, (3,), ())
        store.misses.note("旧", nearest="", reason="near")
        await store.flush()
        await rewind(url, "answers", "at", hours=49)
        await rewind(url, "misses", "last", hours=181 * 24)
        with pytest.raises(asyncio.CancelledError):
            await keep_clean(store, pause=Hours(0))
        assert await store.answers.of(1, 2) is None
        assert await store.misses.top() == ()


async def test_a_database_that_is_down_is_tried_again_the_next_hour() -> None:
    hours, closed = Hours(2), Store("sqlite://")
    with pytest.raises(asyncio.CancelledError):
        await keep_clean(closed, pause=hours)
    assert hours.left == 0
    await closed.close()


async def test_what_fails_to_be_deleted_keeps_nothing_else_from_being_deleted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with Store(url) as store:
        store.misses.note("旧", nearest="", reason="near")
        await store.flush()
        await rewind(url, "misses", "last", hours=181 * 24)
        await run(url, "DROP TABLE answers")
        with pytest.raises(asyncio.CancelledError):
            await keep_clean(store, pause=Hours(0))
        assert await store.misses.top() == ()


async def test_what_a_clock_that_was_ahead_has_written_is_set_right_at_the_start(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    async with Store(url) as store:
        await store.reminders.subscribe(Subscription(7, daily()))
        await rewind(url, "reminders", "due_at", hours=-20 * 365 * 24)
        with pytest.raises(asyncio.CancelledError):
            await keep_clean(store, pause=Hours(0))
        assert await store.deliveries.due_in(longest=1e9) <= 86_400

"""A grown installation moves into another database, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import ChatSettings, Mode, Round, Store, StoredAnswer, StoreError
from store.database import Database, parse
from store.maintenance import COPIED_AT_ONCE, copy, upgrade
from tests.fakes.postgres import Postgres
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import run
from tests.store.timing import deliver, make_due, next_day

CHAT, GROUP = 7, -100
CHOSEN = ChatSettings(mode=Mode.MENTION, cooldown=300, buttons=False)
TABLES = {"chats", "answers", "usage", "entries", "misses", "reminders", "reminded", "limiter", "updates"}


def ignore(*_: object) -> None:
    """Show no progress."""


@pytest.fixture
async def urls(url: str, tmp_path: Path, postgres: Postgres) -> tuple[str, str]:
    """A database that has grown, and an empty one of the other kind."""
    target = await postgres.empty() if url.startswith("sqlite") else f"sqlite:///{tmp_path}/moved/bot.db"
    async with Store(url, interval=NEVER, patience=PATIENT) as store:
        await store.chats.change(GROUP, CHOSEN)
        store.answers.note(CHAT, 1, (2, 3), ("gdp",), asker=4)
        store.usage.note(surface="private", kind="term", outcome="answer", entries=("gdp",))
        store.misses.note("火星有多远", nearest="gdp", reason="unsure")
        await store.updates.claim(5)
        await make_due(store, url, [CHAT])
        await deliver(store)
    return url, target


async def same(source: str, target: str) -> bool:
    async with Store(source, interval=NEVER) as old, Store(target, interval=NEVER) as new:
        for store in (old, new):
            assert (await store.chats.state(GROUP)).settings == CHOSEN
            assert await store.answers.of(CHAT, 1) == StoredAnswer((2, 3), ("gdp",), 4)
            assert await store.reminders.sent(CHAT) == Round(1, ("gdp",))
        return (await old.misses.top(), await old.usage.days(), await old.reminders.get(CHAT)) == (
            *(await new.misses.top(), await new.usage.days(), await new.reminders.get(CHAT)),
        )


async def test_everything_moves_moments_and_all(urls: tuple[str, str]) -> None:
    counts = await copy(*urls, ignore)
    assert set(counts) == TABLES
    assert set(counts.values()) == {1}
    assert await same(*urls)


async def test_it_may_be_done_again(urls: tuple[str, str]) -> None:
    first = await copy(*urls, ignore)
    async with Store(urls[0], interval=NEVER) as store:
        await store.chats.change(CHAT, CHOSEN)
        await store.reminders.unsubscribe(CHAT)
    assert await copy(*urls, ignore) == {**first, "chats": 2}
    assert await same(*urls)


async def test_many_rows_move_in_batches_and_their_progress_is_told(urls: tuple[str, str]) -> None:
    rows = ", ".join(f"({number}, false, NULL)" for number in range(1, 2 * COPIED_AT_ONCE + 100))
    await run(urls[0], f"INSERT INTO chats (chat_id, muted, left_at) VALUES {rows}")  # noqa: S608 - our own
    told: list[tuple[int, int]] = []
    counts = await copy(*urls, lambda table, done, total: told.append((done, total)) if table == "chats" else None)
    total = 2 * COPIED_AT_ONCE + 100
    assert counts["chats"] == total
    assert told == [(0, total), (COPIED_AT_ONCE, total), (2 * COPIED_AT_ONCE, total), (total, total)]
    assert await run(urls[1], "SELECT count(*) FROM chats") == [(total,)]


async def test_a_target_that_is_in_use_stays_as_it_was(urls: tuple[str, str]) -> None:
    async with Store(urls[1], interval=NEVER) as store:
        await store.chats.change(CHAT, ChatSettings(mode=Mode.OFF))
        await store.chats.change(GROUP, ChatSettings(mode=Mode.OFF))
    with pytest.raises(StoreError, match=r"has 2 rows in chats, .* 1: it is in use already, and stays as it was\.$"):
        await copy(*urls, ignore)
    async with Store(urls[1], interval=NEVER) as store:
        assert (await store.chats.state(GROUP)).settings == ChatSettings(mode=Mode.OFF)
        assert await store.reminders.get(CHAT) is None


async def test_a_chat_that_was_reminded_since_is_not_reminded_again(urls: tuple[str, str]) -> None:
    await copy(*urls, ignore)
    await next_day(urls[0])
    with pytest.raises(StoreError, match="has sent reminders since"):
        await copy(*urls, ignore)
    assert await run(urls[1], "SELECT day FROM reminders") != await run(urls[0], "SELECT day FROM reminders")


async def test_an_older_source_is_to_be_upgraded_first(urls: tuple[str, str]) -> None:
    await run(urls[0], "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(StoreError, match="run `db upgrade` on it first"):
        await copy(*urls, ignore)
    assert await run(urls[1], "SELECT count(*) FROM chats") == [(0,)]


async def test_a_source_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    source = tmp_path / "bot.db"
    with pytest.raises(StoreError, match=r"bot\.db isn't there\.$"):
        await copy(f"sqlite:///{source}", f"sqlite:///{tmp_path}/moved.db", ignore)
    assert not source.exists()


async def test_a_database_is_not_copied_into_itself(url: str) -> None:
    with pytest.raises(StoreError, match="into itself"):
        await copy(url, url, ignore)


async def test_an_upgrade_makes_the_tables(url: str) -> None:
    database = Database(parse(url))
    await upgrade(database)
    await database.close()
    assert await run(url, "SELECT version_num FROM alembic_version") == [("0005",)]

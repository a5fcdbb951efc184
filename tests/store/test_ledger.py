"""What is noted waits for the database, within bounds, and is told about once."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from pathlib import Path

import pytest

from store import Store, StoredAnswer, StoreError
from store.batching import Ledger, Notes
from store.database import Database, parse
from tests.fakes.postgres import Postgres
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import outage, run

CHAT = -100


async def test_notes_are_written_without_anybody_asking() -> None:
    written: asyncio.Queue[dict[str, int]] = asyncio.Queue()

    async def write(_: object, notes: dict[str, int]) -> None:
        await written.put(notes)

    database = Database(parse("sqlite://"))
    ledger = Ledger(database, interval=0.001)
    notes = ledger.register(Notes("notes", merge=int.__add__, write=write))
    ledger.start()
    for _ in range(2):
        notes.add("a", 1)
        notes.add("a", 1)
        assert await written.get() == {"a": 2}
    await ledger.stop()
    await database.close()


async def test_what_is_noted_at_the_end_is_written(url: str) -> None:
    async with Store(url, interval=NEVER, patience=PATIENT) as store:
        store.chats.seen(CHAT)
        store.usage.note(surface="group", kind="term", outcome="answer")
    assert await run(url, "SELECT chat_id FROM chats") == [(CHAT,)]
    assert await run(url, "SELECT count FROM usage") == [(1,)]


async def test_what_is_noted_while_the_database_is_down_is_written_when_it_is_back(
    hasty: Store, url: str, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "store")
    with outage(url, postgres):
        for question in range(3):
            hasty.answers.note(CHAT, question, (question + 100,), ("gdp",))
            hasty.usage.note(surface="group", kind="term", outcome="answer", entries=("gdp",))
            with pytest.raises(StoreError):
                await hasty.flush()
        assert await hasty.answers.of(CHAT, 0) == StoredAnswer((100,), ("gdp",))
    hasty.answers.note(CHAT, 0, (200,), ("cpi",))
    await hasty.flush()
    await hasty.flush()
    assert await hasty.answers.of(CHAT, 0) == StoredAnswer((200,), ("cpi",))
    assert await hasty.answers.of(CHAT, 2) == StoredAnswer((102,), ("gdp",))
    assert [each.count for each in await hasty.usage.days()] == [3]
    down, back = [record.getMessage() for record in caplog.records]
    assert "goes on" in down
    assert "is back" in back


async def test_a_file_that_can_only_be_read_is_told_of_once(
    tmp_path: Path, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "store")
    url = f"sqlite:///{tmp_path}/bot.db"
    async with Store(url, interval=NEVER, patience=PATIENT, lock_patience=0.01) as store:
        with outage(url, postgres):
            for _ in range(3):
                with pytest.raises(StoreError):
                    await store.chats.mute(CHAT, True)
                assert not (await store.chats.state(CHAT)).muted
        assert len(caplog.records) == 1
        await store.chats.mute(CHAT, True)
        assert len(caplog.records) == 2


async def test_closing_while_the_database_is_down_ends_and_says_what_is_lost(
    hasty: Store, url: str, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    hasty.chats.seen(CHAT)
    with outage(url, postgres):
        await hasty.close()
    assert "1 notes" in caplog.text


async def test_every_call_fails_with_a_sentence_while_the_server_is_down(postgres: Postgres) -> None:
    url = await postgres.empty()
    async with Store(url, interval=NEVER, patience=PATIENT) as store:
        postgres.stop()
        for call in (
            store.chats.state(CHAT),
            store.chats.mute(CHAT, True),
            store.chats.purge(),
            store.answers.of(CHAT, 1),
            store.usage.days(),
            store.misses.top(),
        ):
            with pytest.raises(StoreError, match=r"^The PostgreSQL database \w+ at \S+ [a-z' ]+\.$"):
                await call
        postgres.start()
        assert await store.chats.count() == 0


async def test_a_restart_of_the_server_between_two_calls_is_not_noticed(postgres: Postgres) -> None:
    async with Store(await postgres.empty(), interval=NEVER, patience=PATIENT) as store:
        await store.chats.mute(CHAT, True)
        postgres.stop()
        postgres.start()
        assert (await store.chats.state(CHAT)).muted


async def test_a_server_that_does_not_answer_is_left_alone_for_a_while() -> None:
    calls: list[asyncio.StreamWriter] = []

    async def silence(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        calls.append(writer)

    server = await asyncio.start_server(silence, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    store = Store(f"postgresql://bot:hidden@127.0.0.1:{port}/bot", patience=0.1)
    async with server:
        with pytest.raises(StoreError, match="doesn't answer in time"):
            await store.chats.state(CHAT)
        asked = len(calls)
        with pytest.raises(StoreError, match="doesn't answer"):
            await store.chats.state(CHAT)
        await store.close()
        for call in calls:
            call.close()
            with suppress(ConnectionError):
                await call.wait_closed()
    assert len(calls) == asked


async def test_a_call_that_is_given_up_leaves_the_store_whole(url: str) -> None:
    async with Store(url, interval=NEVER, patience=PATIENT) as store:
        await store.chats.mute(CHAT, True)
        for turns in range(12):  # given up at another moment each time
            call = asyncio.create_task(store.chats.mute(CHAT, True))
            for _ in range(turns):
                await asyncio.sleep(0)
            call.cancel()
            await asyncio.wait([call])
        assert (await store.chats.state(CHAT)).muted


async def test_a_database_in_memory_outlives_a_call_that_is_given_up() -> None:
    await test_a_call_that_is_given_up_leaves_the_store_whole("sqlite://")


async def test_a_flush_that_is_given_up_loses_nothing_and_counts_nothing_twice(url: str) -> None:
    async with Store(url, interval=NEVER, patience=PATIENT) as store:
        store.answers.note(CHAT, 1, (2,), ())
        flush = asyncio.create_task(store.flush())
        await asyncio.sleep(0)
        flush.cancel()
        await asyncio.wait([flush])
        await store.flush()
        assert await run(url, "SELECT question_id FROM answers") == [(1,)]


def notes_of(size: int) -> Notes[str, int]:
    async def write(*_: object) -> None: ...

    return Notes("notes", merge=int.__add__, write=write, size=size)


def test_when_there_are_too_many_the_oldest_notes_go_and_are_counted() -> None:
    notes = notes_of(2)
    for key in ("a", "b", "a", "c"):
        notes.add(key, 1)
    assert notes.pending() == {"b": 1, "c": 1}
    assert notes.lost == 1


def test_notes_that_come_back_are_merged_with_those_made_meanwhile() -> None:
    notes = notes_of(2)
    notes.add("a", 1)
    notes.take()
    notes.add("b", 1)
    notes.add("a", 1)
    assert notes.get("a") == 1
    notes.settle(written=False)
    assert notes.pending() == {"a": 2, "b": 1}
    assert notes.lost == 0


def test_notes_that_come_back_are_the_oldest() -> None:
    notes = notes_of(2)
    notes.add("a", 1)
    notes.take()
    for key in ("b", "c"):
        notes.add(key, 1)
    notes.settle(written=False)
    assert notes.pending() == {"b": 1, "c": 1}
    assert notes.lost == 1

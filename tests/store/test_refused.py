"""What a database can't hold keeps nothing else waiting; one that can't hold every text is refused at the start."""

from __future__ import annotations

import logging

import pytest

from store import ChatSettings, RowRefusedError, Store, StoreError, Subscription
from store.batching import MOST_TRIES
from store.database import Database, parse
from store.maintenance import copy, is_current
from store.tables import METADATA
from tests.fakes.postgres import Postgres
from tests.store.conftest import NEVER, PATIENT
from tests.store.direct import outage, refuse, run
from tests.store.timing import daily

CHAT = -100
HUGE = 2**70  # a chat's number that no database can hold


@pytest.fixture
async def chinese(postgres: Postgres) -> str:
    """A database with tables that holds the characters of GB 2312 alone, as an older installation may have."""
    url = await postgres.encoded("EUC_CN")
    database = Database(parse(url))
    async with database.writing(PATIENT) as connection:
        await connection.run_sync(METADATA.create_all)
        await connection.exec_driver_sql("CREATE TABLE alembic_version AS SELECT text '0005' AS version_num")
        assert await connection.run_sync(is_current)
    await database.close()
    return url


async def test_a_note_that_is_refused_is_dropped_and_the_others_are_written(
    store: Store, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    for chat_id in (CHAT, HUGE, CHAT - 1):
        store.chats.seen(chat_id)
    store.usage.note(surface="group", kind="term", outcome="answer")
    store.misses.note("火星有多远", nearest="gdp", reason="unsure")
    await store.flush()
    assert await run(url, "SELECT chat_id FROM chats ORDER BY chat_id") == [(CHAT - 1,), (CHAT,)]
    assert await run(url, "SELECT count FROM usage") == [(1,)]
    assert await run(url, "SELECT text FROM misses") == [("火星有多远",)]
    assert [record.getMessage() for record in caplog.records] == [
        "The database refuses 1 of the notes of chats seen (OverflowError): dropped."
    ]


async def test_a_text_that_the_database_has_no_characters_for_is_dropped_and_not_shown(
    chinese: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(chinese, interval=NEVER, patience=PATIENT)
    for text in ("粮食产量", "ᠮᠣᠩᠭᠣᠯ", "😀", "火星有多远"):
        store.misses.note(text, nearest="", reason="unsure")
    store.usage.note(surface="group", kind="term", outcome="answer")
    await store.flush()
    assert {miss.text for miss in await store.misses.top()} == {"粮食产量", "火星有多远"}
    assert [each.count for each in await store.usage.days()] == [1]
    assert [record.getMessage() for record in caplog.records] == [
        "The database refuses 2 of the missed questions (UntranslatableCharacterError): dropped."
    ]
    await store.close()


async def test_of_a_great_many_that_are_refused_a_part_is_dropped_at_a_time(store: Store, url: str) -> None:
    for number in range(MOST_TRIES):
        store.chats.seen(HUGE + number)
    store.chats.seen(CHAT)
    flushes = 0
    while await run(url, "SELECT chat_id FROM chats") != [(CHAT,)]:
        await store.flush()
        flushes += 1
    assert 1 < flushes < 5


async def test_while_the_database_is_down_nothing_counts_as_refused(
    hasty: Store, url: str, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    for chat_id in (CHAT, HUGE):
        hasty.chats.seen(chat_id)
    with outage(url, postgres), pytest.raises(StoreError):
        await hasty.flush()
    assert "refuses" not in caplog.text
    await hasty.flush()
    assert await hasty.chats.count() == 1
    assert caplog.text.count("refuses") == 1


async def test_a_call_that_is_refused_says_so_and_the_database_is_not_down(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "store")
    with pytest.raises(RowRefusedError, match=r"can't hold what it was given \(OverflowError\)\.$"):
        await store.chats.change(HUGE, ChatSettings())
    assert await store.chats.count() == 0
    (told,) = [record.getMessage() for record in caplog.records]
    assert "goes on without" not in told


async def test_one_that_is_refused_does_not_fail_those_that_are_written_with_it(store: Store, url: str) -> None:
    await refuse(url, "updates", "NEW.update_id = 3")
    for update in range(1, 6):
        store.updates.done(update)
    await store.flush()
    assert await run(url, "SELECT update_id FROM updates ORDER BY update_id") == [(1,), (2,), (4,), (5,)]


async def test_what_a_chat_chose_is_written_as_every_database_takes_it(store: Store) -> None:
    chosen = Subscription(CHAT, daily(), topics=frozenset({"农\0牧\ud800业"}), language="zh-hans-" + "x" * 40)
    assert (await store.reminders.subscribe(chosen)).topics == {"农牧业"}


@pytest.mark.parametrize("encoding", ["EUC_CN", "LATIN1", "SQL_ASCII"])
async def test_a_database_that_can_not_hold_every_text_is_refused(postgres: Postgres, encoding: str) -> None:
    url = await postgres.encoded(encoding)
    with pytest.raises(StoreError, match=rf"is encoded in {encoding}, which can't hold every text: make one in UTF8"):
        await Store(url).open()
    with pytest.raises(StoreError, match="can't hold every text"):
        await copy("sqlite://", url, lambda *_: None)
    assert await run(url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


async def test_what_such_a_database_holds_moves_into_another(chinese: str, postgres: Postgres) -> None:
    old = Store(chinese, interval=NEVER, patience=PATIENT)
    old.misses.note("粮食产量", nearest="", reason="unsure")
    await old.close()
    await run(chinese, "INSERT INTO limiter VALUES ('telegram', now(), now())")
    target = await postgres.empty()
    assert (await copy(chinese, target, lambda *_: None))["misses"] == 1
    async with Store(target) as store:
        assert [miss.text for miss in await store.misses.top()] == ["粮食产量"]


async def test_texts_that_only_sqlite_takes_are_copied_as_every_database_takes_them(
    postgres: Postgres, sqlite_with_rows: str
) -> None:
    target = await postgres.empty()
    await run(
        sqlite_with_rows,
        "INSERT INTO misses VALUES ('a' || char(0) || 'b', hex(zeroblob(150)), '', 1, '2024-05-06 00:00:00.000000')",
    )
    assert (await copy(sqlite_with_rows, target, lambda *_: None))["misses"] == 1
    assert await run(target, "SELECT text, length(reason) FROM misses") == [("ab", 200)]


async def test_a_row_that_can_not_be_copied_is_said_by_its_table(postgres: Postgres, sqlite_with_rows: str) -> None:
    target = await postgres.empty()
    await run(sqlite_with_rows, "INSERT INTO chats (chat_id, muted, cooldown) VALUES (1, false, 3000000000)")
    with pytest.raises(StoreError, match=r"can't hold a row of chats \(OverflowError\), and stays as it was\.$"):
        await copy(sqlite_with_rows, target, lambda *_: None)


@pytest.fixture
async def sqlite_with_rows(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('old')}/bot.db"
    async with Store(url):
        return url


async def test_a_mode_of_a_newer_version_counts_as_none_and_other_chats_are_read(store: Store, url: str) -> None:
    await store.chats.change(CHAT, ChatSettings(cooldown=5))
    await store.chats.change(CHAT - 1, ChatSettings(cooldown=7))
    await run(url, f"UPDATE chats SET mode = 'whisper' WHERE chat_id = {CHAT}")  # noqa: S608 - our own
    states = await store.chats.chosen()
    assert {chat: state.settings for chat, state in states.items()} == {
        CHAT: ChatSettings(cooldown=5),
        CHAT - 1: ChatSettings(cooldown=7),
    }

"""An edit finds its answer, a reply what it leans on, after a restart too."""

from __future__ import annotations

from dataclasses import replace

from store import Store, StoredAnswer
from tests.store.direct import rewind, run

CHAT = -1_001_234_567_890


async def test_after_a_restart_an_answer_is_found_by_its_question_and_by_its_messages(url: str) -> None:
    said = StoredAnswer((11, 12), ("六个工程", "gdp"), asker=7_000_000_000)
    async with Store(url) as store:
        store.answers.note(CHAT, 10, said.messages, said.entries, asker=said.asker)
    async with Store(url) as store:
        assert await store.answers.of(CHAT, 10) == said
        assert await store.answers.holding(CHAT, 12) == replace(said, question_id=10)


async def test_what_is_noted_is_known_before_it_is_written(store: Store, url: str) -> None:
    store.answers.note(CHAT, 10, (11,), ("gdp",))
    assert await run(url, "SELECT * FROM answers") == []
    assert await store.answers.of(CHAT, 10) == StoredAnswer((11,), ("gdp",))
    assert await store.answers.holding(CHAT, 11) == StoredAnswer((11,), ("gdp",), question_id=10)


async def test_of_two_answers_the_later_counts(store: Store) -> None:
    store.answers.note(CHAT, 10, (11,), ("gdp",))
    await store.flush()
    store.answers.note(CHAT, 10, (12,), ("cpi",))
    assert await store.answers.holding(CHAT, 11) is None
    await store.flush()
    assert await store.answers.of(CHAT, 10) == StoredAnswer((12,), ("cpi",))
    assert await store.answers.holding(CHAT, 11) is None


async def test_an_answer_that_was_taken_away_is_forgotten(store: Store, url: str) -> None:
    store.answers.note(CHAT, 10, (11,), ("gdp",))
    await store.flush()
    store.answers.note(CHAT, 10, (), ())
    assert await store.answers.of(CHAT, 10) is None
    assert await store.answers.holding(CHAT, 11) is None
    await store.flush()
    assert await run(url, "SELECT * FROM answers") == []


async def test_chats_and_messages_are_not_confused(store: Store) -> None:
    store.answers.note(CHAT, 10, (111,), ())
    await store.flush()
    assert await store.answers.of(CHAT, 1) is None
    assert await store.answers.holding(CHAT, 11) is None
    assert await store.answers.of(-1, 10) is None
    assert await store.answers.holding(-1, 111) is None


async def test_the_latest_answer_in_a_chat_is_what_is_leaned_on(store: Store, url: str) -> None:
    store.answers.note(1, 1, (2,), ("gdp",))
    await store.flush()
    await rewind(url, "answers", "at", hours=1)
    assert await store.answers.latest(1, 9, 300) == ()
    store.answers.note(1, 3, (4,), ("grain",))
    store.answers.note(2, 5, (6,), ("jobs",))
    store.answers.note(1, 7, (8,), ())  # not sure, so it showed none
    await store.flush()
    assert await store.answers.latest(1, 9, 300) == ("grain",)
    assert await store.answers.latest(1, 3, 300) == ()

"""In a forum reminders go to the topic where they were set, as long as it is open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store import Store
from tests.fakes.people import Town
from tests.handlers.reminding.conftest import Days, subscribed
from tests.store.reminding.timing import daily


async def test_in_a_forum_it_goes_to_the_topic_where_it_was_set(town: Town, days: Days, store: Store) -> None:
    forum = town.group("论坛", is_forum=True)
    await forum.owner.says("/remind 08:30", message_thread_id=7, is_topic_message=True)
    known = await store.reminders.get(forum.chat_id)
    assert known
    await store.reminders.subscribe(replace(known, schedule=daily()))
    await days.time_comes()
    assert forum.owner.bot_messages()[-1]["message_thread_id"] == 7


@pytest.mark.parametrize("is_deleted", [False, True], ids=["closed", "deleted"])
async def test_a_topic_that_is_closed_or_deleted_falls_back_to_the_chat(
    town: Town, days: Days, store: Store, is_deleted: bool
) -> None:
    forum = town.group("论坛", is_forum=True)
    await subscribed(store, forum.chat_id, thread_id=7)
    (forum.deletes_topic if is_deleted else forum.closes_topic)(7)
    await days.time_comes()
    (message,) = forum.owner.bot_messages()
    assert "message_thread_id" not in message
    kept = await store.reminders.get(forum.chat_id)
    assert kept
    assert kept.thread_id == (None if is_deleted else 7)
    assert (await store.reminders.counts()).sent == 1


async def test_a_topic_that_is_opened_again_has_its_reminders_back(town: Town, days: Days, store: Store) -> None:
    forum = town.group("论坛", is_forum=True)
    await subscribed(store, forum.chat_id, thread_id=7)
    forum.closes_topic(7)
    await days.time_comes()
    forum.reopens_topic(7)
    await days.next_comes()
    assert [message.get("message_thread_id") for message in forum.owner.bot_messages()] == [None, 7]


async def test_where_general_is_closed_too_it_is_tried_a_day_later(town: Town, days: Days, store: Store) -> None:
    forum = town.group("论坛", is_forum=True)
    await subscribed(store, forum.chat_id, thread_id=7)
    for thread_id in (1, 7):
        forum.closes_topic(thread_id)
    await days.time_comes()
    assert await store.deliveries.due_in(longest=1e6) == pytest.approx(86_400, abs=120)
    forum.reopens_topic(1)
    await days.time_comes()
    assert len(forum.owner.sees()) == 1

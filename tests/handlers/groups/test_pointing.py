"""Somebody calls the bot under another's message, without words of their own: that message is what is asked."""

from __future__ import annotations

import pytest

from tests.fakes.people import PHOTO, Group, Town, mention


@pytest.fixture
def group(town: Town) -> Group:
    return town.group("呼和浩特市民群")


async def test_the_message_is_answered_in_a_reply_to_it(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    asked = carol.writes(text="请问GDP目标是多少")
    await dan.says(mention(), reply_to_message=asked)
    (answer,) = carol.bot_messages()
    assert answer["text"].startswith("🎯")
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]


async def test_so_is_a_caption_and_what_was_forwarded(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    origin = {"type": "hidden_user", "sender_user_name": "Eve", "date": 1}
    asked = await carol.sends(photo=PHOTO, caption="六个工程", forward_origin=origin)
    await dan.says(f"{mention()} ", reply_to_message=asked)
    assert [title[0] for title in carol.titles()] == ["📖"]


async def test_who_called_takes_the_answer_back(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    origin = {"type": "hidden_user", "sender_user_name": "Eve", "date": 1}
    asked = await carol.sends(text="六个工程", forward_origin=origin)
    await dan.says(mention(), reply_to_message=asked)
    assert await dan.taps("✖") is None
    assert carol.sees() == []


async def test_words_of_their_own_are_what_is_asked(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    origin = {"type": "hidden_user", "sender_user_name": "Eve", "date": 1}
    other = await carol.sends(text="六个工程", forward_origin=origin)
    await dan.says(f"{mention()} GDP目标", reply_to_message=other)
    (answer,) = carol.bot_messages()
    assert answer["text"].startswith("🎯")


async def test_under_what_has_no_words_it_asks_what_is_wanted(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await dan.says(mention(), reply_to_message=carol.writes(photo=PHOTO))
    assert carol.titles()[0].startswith("您想了解什么")


async def test_under_the_bots_own_message_it_asks_what_is_wanted(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says(f"{mention()} 六个工程")
    await carol.says(mention(), reply_to_message=carol.bot_messages()[0])
    assert carol.titles()[1].startswith("您想了解什么")


async def test_without_being_called_it_leaves_a_reply_alone(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    asked = carol.writes(text="六个工程")
    await dan.says("?", reply_to_message=asked)
    assert carol.sees() == []

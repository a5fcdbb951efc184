"""Whose words a message holds, and through whom they came, decides whether they are the bot's to answer."""

from __future__ import annotations

import pytest

from tests.fakes.bot_api import ME
from tests.fakes.people import Town, Voice
from tests.handlers.updates.conftest import Calls
from tests.handlers.updates.kinds import CHANNEL, MACHINE, PERSON, QUESTION, Fields
from tests.handlers.updates.test_messages import everywhere, in_reply

ORIGINS: Fields = {
    "person": {"type": "user", "date": 1, "sender_user": PERSON},
    "somebody hidden": {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"},
    "group": {"type": "chat", "date": 1, "sender_chat": {"id": -9, "type": "supergroup", "title": "别的群"}},
    "channel": {"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 1},
    "bot": {"type": "user", "date": 1, "sender_user": MACHINE},
}
MARKED: Fields = {
    "scheduled": {"is_from_offline": True},
    "protected": {"has_protected_content": True},
    "paid for": {"paid_star_count": 5},
    "in answer to another chat": {
        "external_reply": {"origin": ORIGINS["channel"], "chat": CHANNEL, "message_id": 1},
        "quote": {"text": "别的话", "position": 0},
    },
    "from somebody with a tag": {"sender_tag": "群友"},
}
MACHINES: Fields = {
    "through another bot": {"via_bot": MACHINE},
    "through this bot": {"via_bot": ME},
    "a channel's post that Telegram forwards": {
        "sender_chat": CHANNEL,
        "is_automatic_forward": True,
        "forward_origin": ORIGINS["channel"],
    },
}


@pytest.mark.parametrize("mark", MARKED)
async def test_what_a_person_writes_is_answered(town: Town, calls: Calls, mark: str) -> None:
    for voice, extra in everywhere(town):
        await voice.sends(text=QUESTION, **MARKED[mark], **extra)
        assert calls() == ["sendMessage"]


@pytest.mark.parametrize("origin", ORIGINS)
async def test_what_is_forwarded_is_answered_in_private_alone(town: Town, calls: Calls, origin: str) -> None:
    answered = []
    for voice, extra in everywhere(town):
        await voice.sends(text=QUESTION, forward_origin=ORIGINS[origin], **extra)
        answered.append(calls())
    assert answered == [["sendMessage"], [], []]


@pytest.mark.parametrize("way", MACHINES)
async def test_what_a_program_puts_there_is_left_alone(town: Town, calls: Calls, way: str) -> None:
    for voice, extra in everywhere(town):
        await voice.sends(text=QUESTION, **MACHINES[way], **extra)
    assert calls() == []


@pytest.mark.parametrize("machine", [MACHINE, ME], ids=["another bot", "itself"])
async def test_what_a_bot_says_is_left_alone(town: Town, calls: Calls, machine: Fields) -> None:
    for voice, extra in everywhere(town):
        await Voice(town, machine, voice.chat_id).sends(text=QUESTION, **extra)
    assert calls() == []


async def test_an_administrator_without_a_name_is_a_person(town: Town, calls: Calls) -> None:
    group = town.group("群")
    await group.anonymous(group.member("Admin")).says(QUESTION)
    assert calls() == ["sendMessage"]


async def test_a_channel_that_writes_in_a_group_is_a_person(town: Town, calls: Calls) -> None:
    await town.group("群").channel("频道").says(QUESTION)
    assert calls() == ["sendMessage"]


async def test_who_speaks_to_somebody_else_gets_no_guess(town: Town, calls: Calls) -> None:
    voice, in_reply_to_the_bot = in_reply(town)
    await voice.says("GDP怎么样")
    assert calls() == []
    await voice.says("GDP怎么样", **in_reply_to_the_bot)
    assert calls() == ["sendMessage"]


async def test_what_a_channels_readers_write_to_the_channel_is_left_alone(town: Town, calls: Calls) -> None:
    group = town.group("频道的私信")
    group.chat["is_direct_messages"] = True
    await group.member("Reader").sends(text=QUESTION, direct_messages_topic={"topic_id": 1})
    assert calls() == []

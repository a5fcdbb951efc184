"""Quotes, topics and deletions: what Telegram wants to find as it is told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.bot_api import BotApi
from tests.fakes.people import Group, Town, Voice
from tests.fakes.puppet import call

Params = dict[str, Any]


@pytest.fixture
def forum(town: Town) -> Group:
    return town.group("论坛", is_forum=True)


async def reply(api: BotApi, voice: Voice, message: Params, **reply_fields: Any) -> tuple[int, Any]:
    parameters = {"message_id": message["message_id"], **reply_fields}
    return await call(api, "sendMessage", chat_id=voice.chat_id, text="答", reply_parameters=parameters)


async def test_a_quote_is_found_in_the_text_or_the_caption(api: BotApi, alice: Voice) -> None:
    said, shown = alice.writes(text="😀早。六个工程是什么?"), alice.writes(caption="六个工程")
    _, answer = await reply(api, alice, said, quote="六个工程")
    assert answer["quote"] == {"text": "六个工程", "position": 4, "is_manual": True}
    assert (await reply(api, alice, shown, quote="六个工程"))[0] == 200


@pytest.mark.parametrize("quote", ["六個工程", "六个  工程", "工程六个", "长" * 1025])
async def test_a_quote_that_is_not_there_or_too_long_is_refused(api: BotApi, alice: Voice, quote: str) -> None:
    said = alice.writes(text="六个工程是什么?" + "长" * 1100)
    assert await reply(api, alice, said, quote=quote) == (400, "Bad Request: QUOTE_TEXT_INVALID")


async def test_a_quote_has_the_style_of_what_it_quotes(api: BotApi, alice: Voice) -> None:
    bold = [{"type": "bold", "offset": 2, "length": 2}, {"type": "url", "offset": 0, "length": 1}]
    said = alice.writes(text="六个工程是什么", entities=bold)
    assert await reply(api, alice, said, quote="六个工程") == (400, "Bad Request: QUOTE_TEXT_INVALID")
    assert (await reply(api, alice, said, quote="六个"))[0] == 200
    assert (await reply(api, alice, said, quote="六个<b>工程</b>", quote_parse_mode="HTML"))[0] == 200
    assert (await reply(api, alice, said, quote="工程", quote_entities=[bold[0] | {"offset": 0}]))[0] == 200


async def test_a_quote_of_a_message_that_is_gone_is_dropped_if_allowed(api: BotApi, alice: Voice) -> None:
    status, answer = await reply(api, alice, {"message_id": 99}, quote="六个工程", allow_sending_without_reply=True)
    assert status == 200
    assert "quote" not in answer


async def test_threads_are_known_in_forums_alone_and_general_has_none(api: BotApi, forum: Group, town: Town) -> None:
    not_found = (400, "Bad Request: message thread not found")
    forum.deletes_topic(78)
    for thread_id in (1, 78):
        answer = await call(api, "sendMessage", chat_id=forum.chat_id, text="好", message_thread_id=thread_id)
        assert answer == not_found
    assert (await call(api, "sendMessage", chat_id=forum.chat_id, text="好", message_thread_id=77))[0] == 200
    group = town.group("群")
    assert await call(api, "sendMessage", chat_id=group.chat_id, text="好", message_thread_id=77) == not_found


async def test_a_closed_topic_takes_no_messages(api: BotApi, forum: Group) -> None:
    forum.closes_topic(77)
    in_topic: Params = {"chat_id": forum.chat_id, "text": "好", "message_thread_id": 77}
    in_general: Params = {"chat_id": forum.chat_id, "text": "好"}
    assert await call(api, "sendMessage", **in_topic) == (400, "Bad Request: TOPIC_CLOSED")
    assert (await call(api, "sendMessage", **in_general))[0] == 200
    forum.closes_topic(1)
    assert await call(api, "sendMessage", **in_general) == (400, "Bad Request: TOPIC_CLOSED")
    forum.reopens_topic(77)
    assert (await call(api, "sendMessage", **in_topic))[0] == 200


async def test_in_a_group_the_bot_deletes_its_own_and_as_administrator_everything(api: BotApi, town: Town) -> None:
    group = town.group("群")
    said = group.member("Carol").writes(text="六个工程")
    _, own = await call(api, "sendMessage", chat_id=group.chat_id, text="答")
    theirs: Params = {"chat_id": group.chat_id, "message_id": said["message_id"]}
    assert (await call(api, "deleteMessage", chat_id=group.chat_id, message_id=own["message_id"]))[0] == 200
    assert await call(api, "deleteMessage", **theirs) == (400, "Bad Request: message can't be deleted")
    group.promote_bot(can_delete_messages=True)
    assert await call(api, "deleteMessage", **theirs) == (200, True)


async def test_what_an_administrator_deleted_is_gone(api: BotApi, town: Town) -> None:
    group = town.group("群")
    _, message = await call(api, "sendMessage", chat_id=group.chat_id, text="答")
    group.deletes(message)
    own: Params = {"chat_id": group.chat_id, "message_id": message["message_id"]}
    assert await call(api, "editMessageText", **own, text="好") == (400, "Bad Request: message to edit not found")
    assert await call(api, "deleteMessage", **own) == (400, "Bad Request: message to delete not found")
    assert await reply(api, group.owner, message) == (400, "Bad Request: message to be replied not found")

"""The fake refuses what Telegram refuses, in Telegram's words."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.puppet import Puppet, call


async def test_a_wrong_token_and_a_wrong_method(api: BotApi) -> None:
    assert await call(api, "getMe", token="1:wrong") == (401, "Unauthorized")  # noqa: S106
    assert await call(api, "getYou") == (404, "Not Found")


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "好" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        (
            {"text": "<b>", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"text": "好", "chat_id": 5}, "chat not found"),
        ({"text": "好", "reply_parameters": {"message_id": 5}}, "message to be replied not found"),
        ({"text": "好", "message_thread_id": 5}, "message thread not found"),
        ({"text": "好", "data": "数" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "好", "data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "好", "buttons": 101}, "reply markup is too long"),
    ],
)
async def test_messages_that_are_refused(api: BotApi, alice: Voice, params: dict[str, Any], description: str) -> None:
    data, buttons = params.pop("data", None), params.pop("buttons", 1)
    if data is not None or buttons > 1:
        button = {"text": "好", "callback_data": "x" if data is None else data}
        params["reply_markup"] = {"inline_keyboard": [[button]] * buttons}
    answer = await call(api, "sendMessage", **{"chat_id": alice.chat_id, **params})
    assert answer == (400, f"Bad Request: {description}")


async def test_the_longest_message_is_taken(api: BotApi, alice: Voice) -> None:
    status, message = await call(api, "sendMessage", chat_id=alice.chat_id, text="<b>好</b>" * 4096, parse_mode="HTML")
    assert status == 200
    assert len(message["text"]) == 4096


async def test_edits_and_deletions_that_are_refused(api: BotApi, alice: Voice) -> None:
    _, message = await call(api, "sendMessage", chat_id=alice.chat_id, text="好")
    own: dict[str, Any] = {"chat_id": alice.chat_id, "message_id": message["message_id"]}
    others: dict[str, Any] = {"chat_id": alice.chat_id, "message_id": alice.writes(text="好")["message_id"]}
    missing: dict[str, Any] = {"chat_id": alice.chat_id, "message_id": 99}
    status, description = await call(api, "editMessageText", **own, text="好")
    assert status == 400
    assert description.startswith("Bad Request: message is not modified")
    assert await call(api, "editMessageText", **missing, text="好") == (400, "Bad Request: message to edit not found")
    assert await call(api, "editMessageText", **others, text="好") == (400, "Bad Request: message can't be edited")
    assert await call(api, "deleteMessage", **missing) == (400, "Bad Request: message to delete not found")
    assert await call(api, "deleteMessage", **own) == (200, True)


async def test_buttons_are_changed_without_the_text(api: BotApi, alice: Voice) -> None:
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]}
    _, message = await call(api, "sendMessage", chat_id=alice.chat_id, text="好")
    own: dict[str, Any] = {"chat_id": alice.chat_id, "message_id": message["message_id"]}
    assert (await call(api, "editMessageReplyMarkup", **own))[0] == 400
    assert (await call(api, "editMessageReplyMarkup", **own, reply_markup=markup))[0] == 200
    assert alice.sees() == ["好\n[好]"]
    assert (await call(api, "editMessageReplyMarkup", **own))[0] == 200
    assert alice.sees() == ["好"]


async def test_what_is_older_than_two_days_can_be_edited_but_not_deleted(api: BotApi, town: Town, alice: Voice) -> None:
    _, message = await call(api, "sendMessage", chat_id=alice.chat_id, text="好")
    own: dict[str, Any] = {"chat_id": alice.chat_id, "message_id": message["message_id"]}
    town.passes(hours=49)
    assert await call(api, "deleteMessage", **own) == (400, "Bad Request: message can't be deleted")
    assert (await call(api, "editMessageText", **own, text="更好"))[0] == 200


async def test_in_a_private_chat_the_bot_may_delete_what_a_person_wrote(api: BotApi, alice: Voice) -> None:
    said = alice.writes(text="好")
    assert await call(api, "deleteMessage", chat_id=alice.chat_id, message_id=said["message_id"]) == (200, True)


async def test_a_query_is_answered_once(api: BotApi) -> None:
    api.chats.taps["1"] = None
    assert await call(api, "answerCallbackQuery", callback_query_id="1") == (200, True)
    too_old = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    assert await call(api, "answerCallbackQuery", callback_query_id="1") == too_old
    assert await call(api, "answerCallbackQuery", callback_query_id="2") == too_old


async def test_who_blocked_the_bot_is_not_reached(api: BotApi, alice: Voice) -> None:
    api.chats.blocked.add(alice.chat_id)
    answer = await call(api, "sendMessage", chat_id=alice.chat_id, text="好")
    assert answer == (403, "Forbidden: bot was blocked by the user")


@pytest.mark.parametrize(
    ("command", "description"),
    [
        ({"command": "Term", "description": "好"}, "BOT_COMMAND_INVALID"),
        ({"command": "term", "description": ""}, "command description must be non-empty"),
        ({"command": "term", "description": "好" * 257}, "command description length must not exceed 256"),
        ({"command": "/", "description": "好"}, "command must be non-empty"),
        ({"command": "t" * 33, "description": "好"}, "command length must not exceed 32"),
    ],
)
async def test_menus_that_are_refused(api: BotApi, command: dict[str, str], description: str) -> None:
    assert await call(api, "setMyCommands", commands=[command]) == (400, f"Bad Request: {description}")


async def test_updates_are_kept_until_a_later_offset_confirms_them(api: BotApi) -> None:
    delivered = [asyncio.create_task(api.deliver({"update_id": number})) for number in (7, 8)]
    assert await call(api, "getUpdates", timeout=9) == (200, [{"update_id": 7}, {"update_id": 8}])
    assert await call(api, "getUpdates", offset=7, limit=1) == (200, [{"update_id": 7}])
    assert await call(api, "getUpdates", offset=8) == (200, [{"update_id": 8}])
    await delivered[0]
    assert not delivered[1].done()
    assert await call(api, "getUpdates", offset=9) == (200, [])
    await delivered[1]


async def test_only_one_may_poll(api: BotApi) -> None:
    first = asyncio.create_task(call(api, "getUpdates", timeout=9))
    await api.arrival("getUpdates")
    assert await call(api, "getUpdates") == (200, [])
    status, description = await first
    assert status == 409
    assert description.startswith("Conflict: terminated by other getUpdates request")


async def test_polling_and_a_webhook_exclude_each_other(api: BotApi) -> None:
    assert (await call(api, "setWebhook", url="http://bot.example"))[0] == 400
    assert await call(api, "setWebhook", url="https://bot.example", secret_token="x") == (200, True)  # noqa: S106
    assert (await call(api, "getUpdates"))[0] == 409
    assert await call(api, "deleteWebhook") == (200, True)
    assert await call(api, "getUpdates") == (200, [])


async def test_an_update_can_be_delivered_again(town: Town, alice: Voice, puppet: Puppet) -> None:
    said = await alice.says("六个工程")
    said["text"] = "changed since"
    await town.redelivers()
    assert len(puppet.updates) == 2
    assert puppet.updates[0] == puppet.updates[1]
    assert puppet.updates[0]["message"]["text"] == "六个工程"


async def test_an_update_that_was_not_asked_for_is_a_mistake_of_the_test(town: Town, alice: Voice) -> None:
    town.api.allowed_updates = ["message"]
    async with Puppet(town.api):
        await alice.says("六个工程")
        with pytest.raises(AssertionError, match="never asked Telegram for edited_message"):
            await alice.edits(alice.writes(text="六个"), "六个工程")

"""The fake refuses what Telegram refuses, in Telegram's words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.telegram_html import HtmlRefused, parse


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as started:
        yield started


@pytest.fixture
def alice(api: BotApi) -> Voice:
    return Town(api).person("Alice")


async def call(api: BotApi, method: str, *, token: str = TOKEN, **params: Any) -> tuple[int, Any]:
    """The status, and the result or the error's description."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{api.base}{token}/{method}", json=params) as response,
    ):
        body = await response.json()
        return response.status, body.get("result", body.get("description"))


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
    others: dict[str, Any] = {
        "chat_id": alice.chat_id,
        "message_id": api.chats.write(alice.chat_id, alice.user)["message_id"],
    }
    missing: dict[str, Any] = {"chat_id": alice.chat_id, "message_id": 99}
    status, description = await call(api, "editMessageText", **own, text="好")
    assert status == 400
    assert description.startswith("Bad Request: message is not modified")
    assert await call(api, "editMessageText", **missing, text="好") == (400, "Bad Request: message to edit not found")
    assert await call(api, "editMessageText", **others, text="好") == (400, "Bad Request: message can't be edited")
    assert await call(api, "deleteMessage", **missing) == (400, "Bad Request: message to delete not found")
    assert await call(api, "deleteMessage", **others) == (400, "Bad Request: message can't be deleted")
    assert await call(api, "deleteMessage", **own) == (200, True)


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
        ({"command": "term", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
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


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a<x>", 'Unsupported start tag "x" at byte offset 1'),
        ("好 < 坏 >", 'Unsupported start tag "" at byte offset 4'),
        ("好<", "Unclosed start tag at byte offset 3"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b><i></b>", 'Unmatched end tag at byte offset 6, expected "</i>", found "</b>"'),
        ("<b>", 'Can\'t find end tag corresponding to start tag "b"'),
    ],
)
def test_html_that_is_refused(source: str, reason: str) -> None:
    with pytest.raises(HtmlRefused) as refused:
        parse(source)
    assert str(refused.value) == reason


def test_html_as_telegram_reads_it() -> None:
    text, entities = parse("<b>😀&lt;</b>&nbsp;<i>x</i>")
    assert text == "😀<&nbsp;x"
    assert [(entity.type, entity.offset, entity.length) for entity in entities] == [("bold", 0, 3), ("italic", 9, 1)]

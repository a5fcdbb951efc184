"""Buttons of every kind: what Telegram refuses in them, and what a tap on them does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.puppet import Puppet, call

Button = dict[str, Any]
CHOSEN = {"query": "粮食", "allow_user_chats": True}


def keyboard(*buttons: Button) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "好"} | button] for button in buttons]}


@pytest.mark.parametrize(
    ("button", "description"),
    [
        ({}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        (
            {"callback_data": "x", "url": "https://t.me"},
            "can't parse inline keyboard button: callback_data and url exclude each other",
        ),
        ({"callback_data": "数" * 22}, "BUTTON_DATA_INVALID"),
        ({"copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"copy_text": {"text": "😀" * 129}}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"copy_text": "好"},
            'can\'t parse inline keyboard button: Field "copy_text" must be of type Object',
        ),
        ({"switch_inline_query_chosen_chat": {"query": "粮食"}}, "at least one chat type must be allowed"),
        ({"switch_inline_query_chosen_chat": CHOSEN | {"query": "粮" * 257}}, "BUTTON_DATA_INVALID"),
        ({"switch_inline_query": "粮" * 257}, "BUTTON_DATA_INVALID"),
        (
            {"url": "javascript:alert(1)"},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Unsupported URL protocol",
        ),
        ({"url": "https://nowhere"}, "inline keyboard button URL 'https://nowhere' is invalid: Wrong HTTP URL"),
    ],
)
async def test_buttons_that_are_refused(api: BotApi, alice: Voice, button: Button, description: str) -> None:
    answer = await call(api, "sendMessage", chat_id=alice.chat_id, text="好", reply_markup=keyboard(button))
    assert answer == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(
    ("button", "content"),
    [
        ({"copy_text": {"text": "字" * 256}}, "字" * 256),
        ({"url": "https://t.me/report_bot?start=x"}, "https://t.me/report_bot?start=x"),
        ({"url": "tg://resolve?domain=report_bot"}, "tg://resolve?domain=report_bot"),
        ({"switch_inline_query": "粮食"}, "粮食"),
        ({"switch_inline_query_current_chat": ""}, ""),
        ({"switch_inline_query_chosen_chat": CHOSEN}, "粮食"),
    ],
)
async def test_what_the_app_does_by_itself_is_told_to_the_person_alone(
    api: BotApi, alice: Voice, puppet: Puppet, button: Button, content: str
) -> None:
    await call(api, "sendMessage", chat_id=alice.chat_id, text="好", reply_markup=keyboard(button))
    assert await alice.taps("好") == content
    assert puppet.updates == []


async def test_anybody_in_the_chat_may_tap(api: BotApi, town: Town, puppet: Puppet) -> None:
    group = town.group("群")
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says("六个工程")
    await call(api, "sendMessage", chat_id=group.chat_id, text="答", reply_markup=keyboard({"callback_data": "x"}))
    puppet.does("answerCallbackQuery", lambda update: answered(update, text="谢谢", show_alert=True))
    assert await dan.taps("好") == "谢谢"
    assert puppet.updates[-1]["callback_query"]["from"] == dan.user
    assert dan.tapped is not None
    assert dan.tapped["show_alert"] is True


async def test_a_certain_message_can_be_tapped(api: BotApi, alice: Voice, puppet: Puppet) -> None:
    for data in ("old", "new"):
        await call(api, "sendMessage", chat_id=alice.chat_id, text=data, reply_markup=keyboard({"callback_data": data}))
    puppet.does("answerCallbackQuery", answered)
    await alice.taps("好", on=alice.bot_messages()[0])
    await alice.taps("好")
    assert [update["callback_query"]["data"] for update in puppet.updates] == ["old", "new"]


async def test_a_tap_without_an_answer_is_a_fault(api: BotApi, alice: Voice, puppet: Puppet) -> None:
    await call(api, "sendMessage", chat_id=alice.chat_id, text="好", reply_markup=keyboard({"callback_data": "x"}))
    with pytest.raises(AssertionError, match="not answered"):
        await alice.taps("好")
    assert puppet.kinds == ["callback_query"]


def answered(update: dict[str, Any], **params: Any) -> dict[str, Any]:
    return {"callback_query_id": update["callback_query"]["id"], **params}

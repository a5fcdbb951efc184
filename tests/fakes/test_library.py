"""python-telegram-bot and the fake understand each other in everything that is new."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.telegram.calls import AiohttpRequest
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.puppet import Puppet
from tests.fakes.test_inline import MARKUP, article


@pytest.fixture
async def library(api: BotApi) -> AsyncIterator[Bot]:
    request = AiohttpRequest()
    async with Bot(TOKEN, base_url=api.base, request=request, get_updates_request=request) as bot:
        yield bot


def read(puppet: Puppet) -> Update:
    return Update.de_json(puppet.updates[-1], None)


ARTICLE = InlineQueryResultArticle(
    "t-six", "六个工程", InputTextMessageContent("<b>六个工程</b>", parse_mode="HTML"), description="附件2"
)


async def test_an_inline_query_is_read_and_answered(library: Bot, api: BotApi, alice: Voice, puppet: Puppet) -> None:
    with pytest.raises(AssertionError, match="not answered"):
        await alice.types_inline("六个")
    query = read(puppet).inline_query
    assert query is not None
    assert (query.query, query.from_user.id, query.chat_type) == ("六个", alice.user["id"], "sender")
    button = InlineQueryResultsButton("问机器人", start_parameter="inline")
    await library.answer_inline_query(query.id, [ARTICLE], cache_time=30, next_offset="8", button=button)
    answer = api.inline.answered(query.id)
    assert (answer.titles, answer.next_offset, answer.cache_time) == (["六个工程"], "8", 30)
    assert answer.button == {"text": "问机器人", "start_parameter": "inline"}
    with pytest.raises(BadRequest, match="Query is too old"):
        await library.answer_inline_query(query.id, [])


async def test_a_guest_message_is_read_and_answered(library: Bot, alice: Voice, puppet: Puppet) -> None:
    assert await alice.calls_guest("六个工程") is None
    message = read(puppet).guest_message
    assert message is not None
    assert message.guest_query_id is not None
    sent = await library.answer_guest_query(message.guest_query_id, ARTICLE)
    assert alice.elsewhere().hears() == ["<b>六个工程</b>"]
    assert await library.edit_message_text("变了", inline_message_id=sent.inline_message_id) is True


async def test_a_tap_under_an_inline_message_names_it(library: Bot, alice: Voice, puppet: Puppet) -> None:
    there = alice.elsewhere()
    await there.picks(article(reply_markup=MARKUP))
    with pytest.raises(AssertionError, match="not answered"):
        await there.taps("上下文")
    query = read(puppet).callback_query
    assert query is not None
    assert query.message is None
    assert await library.edit_message_reply_markup(inline_message_id=query.inline_message_id) is True
    assert there.sees() == ["<b>六个工程</b>"]


async def test_chats_and_members_are_read(library: Bot, town: Town) -> None:
    group = town.group("群")
    carol = group.member("Carol")
    group.promote(carol)
    assert [admin.status for admin in await library.get_chat_administrators(group.chat_id)] == [
        "creator",
        "administrator",
    ]
    assert (await library.get_chat_member(group.chat_id, carol.user["id"])).status == "administrator"
    assert (await library.get_chat(group.chat_id)).title == "群"


async def test_refusals_are_told_apart(library: Bot, town: Town, puppet: Puppet) -> None:
    old = town.group("群", kind="group")
    new = await old.migrates()
    with pytest.raises(ChatMigrated) as migrated:
        await library.send_message(old.chat_id, "好")
    assert migrated.value.new_chat_id == new.chat_id
    await new.removes_bot()
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await library.send_message(new.chat_id, "好")


async def test_a_quote_is_sent(library: Bot, api: BotApi, alice: Voice) -> None:
    said = alice.writes(text="你好，六个工程是什么")
    parameters = ReplyParameters(said["message_id"], quote="六个工程是什么")
    message = await library.send_message(alice.chat_id, "答", reply_parameters=parameters)
    quote = api.chats.messages[alice.chat_id, message.message_id]["quote"]
    assert (quote["text"], quote["position"]) == ("六个工程是什么", 3)


async def test_menus_are_set(library: Bot, api: BotApi) -> None:
    command = BotCommand("term", "Terms")
    scope: Any = BotCommandScopeAllGroupChats()
    await library.set_my_commands([command], scope=scope, language_code="en")
    assert api.menus.of("en", type="all_group_chats") == [{"command": "term", "description": "Terms"}]
    assert await library.get_my_commands(scope=scope, language_code="en") == (command,)

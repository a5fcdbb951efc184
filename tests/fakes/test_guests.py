"""Guest mode: the bot is called where it isn't a member, and may say one thing."""

from __future__ import annotations

from typing import Any

from tests.fakes.bot_api import ME, BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.puppet import Puppet, call
from tests.fakes.test_inline import MARKUP, TOO_OLD, article


def answering(result: dict[str, Any]) -> Any:
    return lambda update: {"guest_query_id": update["guest_message"]["guest_query_id"], "result": result}


async def test_a_call_is_answered_by_one_message_known_by_its_inline_id(
    api: BotApi, alice: Voice, puppet: Puppet
) -> None:
    puppet.does("answerGuestQuery", answering(article(reply_markup=MARKUP)))
    message = await alice.calls_guest("六个工程是什么")
    asked = puppet.updates[0]["guest_message"]
    assert (asked["text"], asked["from"]) == ("@report_bot 六个工程是什么", alice.user)
    assert asked["entities"][0]["type"] == "mention"
    assert message is not None
    assert (message["from"], message["guest_bot_caller_user"]) == (ME, alice.user)
    assert message["reply_to_message"]["text"] == asked["text"]
    assert alice.elsewhere().hears() == ["<b>六个工程</b>\n[上下文]"]
    _, sent = puppet.answers[0]
    assert await call(api, "editMessageText", inline_message_id=sent["inline_message_id"], text="变了") == (200, True)
    assert alice.elsewhere().sees() == ["变了"]


async def test_a_call_is_answered_once_and_while_it_is_young(api: BotApi, alice: Voice, puppet: Puppet) -> None:
    puppet.does("answerGuestQuery", answering(article()))
    await alice.calls_guest("六个工程")
    query_id = puppet.updates[0]["guest_message"]["guest_query_id"]
    assert await call(api, "answerGuestQuery", guest_query_id=query_id, result=article()) == TOO_OLD
    assert await call(api, "answerGuestQuery", guest_query_id="nobody's", result=article()) == TOO_OLD


async def test_a_result_that_is_refused_leaves_the_call_open(api: BotApi, alice: Voice, puppet: Puppet) -> None:
    assert await alice.calls_guest("六个工程") is None
    query_id = puppet.updates[0]["guest_message"]["guest_query_id"]
    refused = await call(api, "answerGuestQuery", guest_query_id=query_id, result=article(title=""))
    assert refused == (400, "Bad Request: ARTICLE_TITLE_EMPTY")
    assert await call(api, "answerGuestQuery", guest_query_id=query_id) == (400, "Bad Request: result isn't specified")
    assert (await call(api, "answerGuestQuery", guest_query_id=query_id, result=article()))[0] == 200


async def test_a_guest_can_be_called_into_a_group_but_not_write_there(api: BotApi, town: Town, puppet: Puppet) -> None:
    group = town.group("群", has_bot=False)
    carol = group.member("Carol")
    await carol.says("大家早上好")
    puppet.does("answerGuestQuery", answering(article()))
    assert await carol.calls_guest("@report_bot 六个工程") is not None
    assert puppet.kinds == ["guest_message"]
    assert puppet.updates[0]["guest_message"]["chat"]["id"] == group.chat_id
    refused = await call(api, "sendMessage", chat_id=group.chat_id, text="好")
    assert refused == (403, "Forbidden: bot is not a member of the supergroup chat")


async def test_a_chat_of_others_is_unknown_to_the_bot(api: BotApi, alice: Voice) -> None:
    refused = await call(api, "sendMessage", chat_id=alice.elsewhere().chat_id, text="好")
    assert refused == (400, "Bad Request: chat not found")

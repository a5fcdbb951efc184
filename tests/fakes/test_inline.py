"""Inline mode: what Telegram refuses in an answer, and what becomes of a result that is sent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.bot_api import ME, BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.puppet import Puppet, call

Params = dict[str, Any]
MARKUP = {"inline_keyboard": [[{"text": "上下文", "callback_data": "x"}]]}
TOO_OLD = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")


def article(result_id: str = "t-six", **fields: Any) -> Params:
    words = {"message_text": "<b>六个工程</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": result_id, "title": "六个工程", "input_message_content": words, **fields}


def answering(*results: Params, **params: Any) -> Any:
    return lambda update: {"inline_query_id": update["inline_query"]["id"], "results": list(results), **params}


async def test_a_person_sees_the_results_and_pages_on(alice: Voice, puppet: Puppet) -> None:
    button = {"text": "问机器人", "start_parameter": "inline"}
    puppet.does("answerInlineQuery", answering(article(), next_offset="50", button=button, cache_time=60))
    answer = await alice.types_inline("六个", offset="")
    assert answer.titles == ["六个工程"]
    assert (answer.next_offset, answer.button, answer.cache_time, answer.is_personal) == ("50", button, 60, False)
    await alice.types_inline("六个", offset=answer.next_offset)
    asked = puppet.updates[-1]["inline_query"]
    assert (asked["query"], asked["offset"], asked["chat_type"], asked["from"]) == ("六个", "50", "sender", alice.user)


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"results": [article(str(n)) for n in range(51)]}, "too many inline query results specified"),
        ({"results": [article("a"), article("a")]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("")]}, "RESULT_ID_INVALID"),
        ({"results": [article("数" * 22)]}, "RESULT_ID_INVALID"),
        ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [{"type": "article", "id": "a"}]}, "can't parse inline query result: Can't find field \"title\""),
        ({"results": [article(input_message_content={"message_text": " "})]}, "message text is empty"),
        ({"results": [article(input_message_content={"message_text": "好" * 4097})]}, "message is too long"),
        (
            {"results": [article(input_message_content={"message_text": "<b>", "parse_mode": "HTML"})]},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"results": [article(reply_markup={"inline_keyboard": [[{"text": "好", "callback_data": ""}]]})]},
            "BUTTON_DATA_INVALID",
        ),
        ({"next_offset": "数" * 22}, "NEXT_OFFSET_INVALID"),
        ({"button": {"text": "问", "start_parameter": "六"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "问", "start_parameter": "x" * 65}}, "START_PARAM_INVALID"),
        ({"button": {"text": "问", "start_parameter": ""}}, "START_PARAM_EMPTY"),
        ({"button": {"text": "", "start_parameter": "x"}}, "SWITCH_PM_TEXT_EMPTY"),
    ],
)
async def test_answers_that_are_refused(api: BotApi, params: Params, description: str) -> None:
    asked: Params = {"inline_query_id": api.inline.ask(), "results": []} | params
    answer = await call(api, "answerInlineQuery", **asked)
    assert answer == (400, f"Bad Request: {description}")


async def test_fifty_results_and_none_are_taken(api: BotApi) -> None:
    for results in ([article("数" * 21 + str(n % 10) if n == 9 else str(n)) for n in range(50)], []):
        answer = await call(api, "answerInlineQuery", inline_query_id=api.inline.ask(), results=results)
        assert answer == (200, True)


async def test_a_query_is_answered_once_and_while_it_is_young(api: BotApi) -> None:
    first, late = api.inline.ask(), api.inline.ask()
    api.inline.expire(late)
    assert await call(api, "answerInlineQuery", inline_query_id=first, results=[]) == (200, True)
    for query_id in (first, late, "nobody's"):
        assert await call(api, "answerInlineQuery", inline_query_id=query_id, results=[]) == TOO_OLD


async def test_a_query_without_an_answer_is_a_fault(alice: Voice, puppet: Puppet) -> None:
    with pytest.raises(AssertionError, match="not answered"):
        await alice.types_inline("六个")
    assert puppet.kinds == ["inline_query"]


async def test_a_result_is_sent_by_the_person_by_way_of_the_bot(town: Town, alice: Voice, puppet: Puppet) -> None:
    message = await alice.picks(article(reply_markup=MARKUP))
    assert (message["from"], message["via_bot"], message["text"]) == (alice.user, ME, "六个工程")
    assert alice.sees() == ["<b>六个工程</b>\n[上下文]"]
    assert alice.hears() == []
    assert puppet.updates[-1]["message"]["via_bot"] == ME
    assert "html" not in puppet.updates[-1]["message"]


async def test_where_the_bot_is_not_it_sees_only_taps_and_edits_by_the_inline_id(
    api: BotApi, alice: Voice, puppet: Puppet
) -> None:
    there = alice.elsewhere()
    await there.picks(article(reply_markup=MARKUP))
    assert puppet.updates == []
    puppet.does("answerCallbackQuery", lambda update: {"callback_query_id": update["callback_query"]["id"]})
    await there.taps("上下文")
    tap = puppet.updates[0]["callback_query"]
    assert "message" not in tap
    edit = {"inline_message_id": tap["inline_message_id"], "text": "变了"}
    assert await call(api, "editMessageText", **edit) == (200, True)
    assert there.sees() == ["变了"]
    assert (await call(api, "editMessageText", **edit))[0] == 400
    assert await call(api, "editMessageReplyMarkup", inline_message_id=edit["inline_message_id"]) == (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message",
    )


async def test_a_message_without_buttons_or_gone_is_out_of_the_bots_reach(api: BotApi, alice: Voice) -> None:
    api.inline.feedback = True
    async with Puppet(api) as puppet:
        there = alice.elsewhere()
        await there.picks(article())
        message = await there.picks(article(reply_markup=MARKUP))
    chosen = [update["chosen_inline_result"] for update in puppet.updates]
    assert "inline_message_id" not in chosen[0]
    del api.chats.messages[there.chat_id, message["message_id"]]
    answer = await call(api, "editMessageText", inline_message_id=chosen[1]["inline_message_id"], text="变了")
    assert answer == (400, "Bad Request: MESSAGE_ID_INVALID")
    assert await call(api, "editMessageText", text="变了") == (
        400,
        "Bad Request: message identifier is not specified",
    )

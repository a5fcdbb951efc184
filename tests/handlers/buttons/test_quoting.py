"""In a group a reply quotes the very words that asked, and stays where it was asked."""

from __future__ import annotations

import pytest

from knowledge import Library
from tests.fakes.people import Group, Town, mention

LONG = (
    "大家好,昨天开会领导让我整理材料,想问一下各位有没有人知道,"
    "去年粮食产量多少?我找了半天没找到,谢谢了!晚上七点老地方见,别迟到。"
)
ASKED = "去年粮食产量多少?"


@pytest.fixture
def group(town: Town) -> Group:
    return town.group("群")


async def test_the_words_that_asked_are_quoted(group: Group) -> None:
    carol = group.member("Carol")
    question = await carol.says(f"@report_bot {LONG}")
    (reply,) = carol.bot_messages()
    assert reply["reply_to_message"]["message_id"] == question["message_id"]
    assert reply["quote"]["text"] == ASKED


async def test_of_a_caption_too(group: Group) -> None:
    carol = group.member("Carol")
    await carol.shows(f"@report_bot {LONG}")
    assert carol.bot_messages()[0]["quote"]["text"] == ASKED


async def test_a_question_edited_into_another_is_no_failure(group: Group) -> None:
    carol = group.member("Carol")
    question = await carol.says(f"@report_bot {LONG}")
    await carol.edits(question, "@report_bot 六个工程是什么")
    assert [text[0] for text in carol.sees()] == ["📖"]


async def test_a_refused_quote_is_left_out(group: Group, town: Town) -> None:
    """The question was edited while the answer was on its way."""
    town.api.refuse_next("sendMessage", 400, "Bad Request: QUOTE_TEXT_INVALID")
    carol = group.member("Carol")
    question = await carol.says(f"@report_bot {LONG}")
    (reply,) = carol.bot_messages()
    assert "quote" not in reply
    assert reply["reply_to_message"]["message_id"] == question["message_id"]


async def test_words_in_bold_are_not_quoted_but_answered(group: Group) -> None:
    """Telegram wants the styles of a quote to be the same."""
    carol = group.member("Carol")
    bold = [{"type": "bold", "offset": 0, "length": 6}]
    await carol.sends(text="去年粮食产量多少", entities=bold)
    (reply,) = carol.bot_messages()
    assert reply["html"].startswith("📊")
    assert "quote" not in reply


async def test_alone_with_the_bot_nothing_is_quoted(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says(LONG)
    assert alice.bot_messages() != []
    assert "reply_to_message" not in alice.bot_messages()[0]


async def test_a_forum_topic_is_kept_with_the_quote(town: Town) -> None:
    carol = town.group("论坛", is_forum=True).member("Carol")
    await carol.says(f"@report_bot {LONG}", message_thread_id=77, is_topic_message=True)
    (reply,) = carol.bot_messages()
    assert (reply["message_thread_id"], reply["quote"]["text"]) == (77, ASKED)


async def test_the_general_topic_has_no_thread_id(town: Town) -> None:
    carol = town.group("论坛", is_forum=True).member("Carol")
    await carol.says("去年粮食产量多少")
    assert len(carol.sees()) == 1
    assert [call.params.get("message_thread_id") for call in town.api.called("sendMessage")] == [None]


async def test_long_passages_fold_and_short_ones_do_not(town: Town, library: Library) -> None:
    longest = max(library.entries, key=lambda entry: len(entry.passage.text))
    alice = town.person("Alice")
    await alice.says(f"/start {longest.id}")
    await alice.says("六个工程是什么")
    kinds = [
        [entity["type"] for entity in message["entities"] if "blockquote" in entity["type"]]
        for message in alice.bot_messages()
    ]
    assert kinds == [["expandable_blockquote"], ["blockquote"]]


async def test_no_reply_shows_a_link_preview(town: Town) -> None:
    alice = town.person("Alice")
    for said in ("六个工程是什么", "/list", "民政厅电话是多少"):
        await alice.says(said)
    await alice.taps("名词解释")
    calls = town.api.called("sendMessage") + town.api.called("editMessageText")
    assert {str(call.params.get("link_preview_options")) for call in calls} == {"{'is_disabled': True}"}


async def test_called_under_somebodys_message_the_answer_quotes_that(town: Town) -> None:
    forum = town.group("论坛", is_forum=True)
    carol, dan = forum.member("Carol"), forum.member("Dan")
    asked = carol.writes(text="各位早，请问去年粮食产量多少？我要写材料", message_thread_id=77, is_topic_message=True)
    await dan.says(mention(), reply_to_message=asked, message_thread_id=77, is_topic_message=True)
    (answer,) = dan.bot_messages()
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    assert "去年粮食产量多少" in answer["quote"]["text"]
    assert answer["message_thread_id"] == 77

"""Somebody calls the bot where it isn't a member; it gets to see that message, and may send one."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from bot.telegram import TelegramBot
from handlers.pacing import MOST
from tests.fakes.people import Town, Voice
from tests.fakes.running import services_of
from tests.fakes.shown import shown


@pytest.fixture
def alice(town: Town) -> Voice:
    """Somebody who talks with a friend, where the bot isn't."""
    return town.person("Alice").elsewhere()


async def said(voice: Voice, text: str, **extra: object) -> str:
    """What the bot says to a call."""
    message = await voice.calls_guest(text, **extra)
    assert message is not None, "the bot said nothing"
    return shown(message)


async def test_a_question_is_answered_as_in_a_chat(alice: Voice) -> None:
    assert await said(alice, "@report_bot 六个工程是什么") == snapshot("""\
📖 <a href="https://t.me/report_bot?start=taed21c359d"><b>六个工程</b></a>
<blockquote>“六个工程”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。</blockquote>
<i>—— 附件2·名词解释</i>
[上下文] [相关] [分享] [复制]
[👍] [👎]\
""")


async def test_what_the_bot_is_not_sure_of_comes_with_the_nearest_entries(alice: Voice) -> None:
    assert await said(alice, "民政厅电话是多少") == snapshot("""\
🤔 报告里没找到直接答案，这几条比较接近：
[第21件 · 高效办成一件事、全区通办]
[第10件 · 流动儿童和未成年人救助保护]
[平安内蒙古建设]\
""")


async def test_an_entry_that_was_offered_takes_the_messages_place(alice: Voice) -> None:
    await said(alice, "民政厅电话是多少")
    label = alice.bot_messages()[0]["reply_markup"]["inline_keyboard"][0][0]["text"]
    assert await alice.taps(label) is None
    (now,) = alice.sees()
    assert "[上下文]" in now


async def test_its_buttons_work(alice: Voice) -> None:
    before = await said(alice, "六个工程是什么")
    await alice.taps("上下文")
    assert alice.sees() != [before]
    await alice.taps("← 返回")
    assert alice.sees() == [before]


async def test_a_follow_up_leans_on_the_message_it_replies_to(alice: Voice) -> None:
    await said(alice, "去年GDP增长多少")
    answer = alice.bot_messages()[0]
    assert (await said(alice, "那今年呢", reply_to_message=answer)).startswith("🎯")


async def test_it_leans_on_nothing_that_was_said_elsewhere(town: Town, alice: Voice) -> None:
    """A private chat is known by the other person's id, who may be talking with the bot as well."""
    friend = town.person("Friend")
    await friend.says("去年GDP增长多少")
    called = town.api.chats.write(alice.chat_id, alice.user, text="那今年呢")
    called["chat"] = town.api.chats.chats[friend.chat_id]
    query_id = town.api.inline.call_guest(called)
    await town.happens("guest_message", called | {"guest_query_id": query_id})
    assert friend.bot_messages()[-1]["html"].startswith("🤔")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("/术语 六个工程", "📖"),
        ("/目标 地区生产总值", "🎯"),
        ("/search 防沙治沙", "🔎"),
        ("/对比 地区生产总值", "⚖️"),
        ("/术语", "<b>/term</b>"),
        ("/start", "您好！"),
        ("/settings", "<b>怎么提问</b>"),
        ("谢谢", "不客气"),
        ("你好", "您好！"),
        ("@report_bot", "您想了解什么"),
    ],
)
async def test_commands_and_courtesies_are_understood(alice: Voice, text: str, begins: str) -> None:
    assert (await said(alice, text)).startswith(begins)


@pytest.mark.parametrize("text", ["/search 防沙治沙", "民政厅负责哪几件"])
async def test_a_list_has_links_and_no_numbers(alice: Voice, text: str) -> None:
    shown = await said(alice, text)
    assert shown.count("?start=") > 1
    assert "[1]" not in shown
    assert "点数字" not in shown


async def test_what_is_no_indicator_is_not_compared(alice: Voice) -> None:
    assert (await said(alice, "/对比 就业")).startswith("🤔 没认出是哪个指标，")


async def test_called_under_somebodys_message_it_answers_that(alice: Voice) -> None:
    asked = alice.writes(text="六个工程是什么")
    assert (await said(alice, "@report_bot", reply_to_message=asked)).startswith("📖")


@pytest.mark.parametrize("text", ["/remind 08:30", "/timezone +8"])
async def test_what_is_for_chats_that_it_is_in_gets_the_help(alice: Voice, text: str) -> None:
    assert (await said(alice, text)).startswith("<b>怎么提问</b>")


async def test_nothing_is_to_be_removed_by_a_button(alice: Voice) -> None:
    assert "✖" not in await said(alice, "六个工程是什么")


async def test_a_call_that_is_too_old_is_no_failure(alice: Voice, bot: TelegramBot) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    alice.town.api.refuse_next("answerGuestQuery", 400, late)
    assert await alice.calls_guest("六个工程是什么") is None
    assert "report_bot_failures_total 0.0" in services_of(bot).metrics.exposition().decode()


@pytest.mark.parametrize("status", [400, 403, 500])
async def test_a_refused_answer_is_not_apologised_for_elsewhere(town: Town, alice: Voice, status: int) -> None:
    """The chat's id may be that of somebody who is alone with the bot."""
    town.api.refuse_next("answerGuestQuery", status, "Whatever: it is")
    assert await alice.calls_guest("六个工程是什么") is None
    assert town.api.called("sendMessage") == []


async def test_a_call_delivered_twice_is_answered_once(alice: Voice) -> None:
    await said(alice, "六个工程是什么")
    await alice.town.redelivers()
    assert len(alice.town.api.called("answerGuestQuery")) == 1


async def test_whoever_calls_too_often_is_left_alone(alice: Voice) -> None:
    alice.town.api.clock.leisure = 1.0
    for _ in range(MOST):
        await said(alice, "六个工程是什么")
    assert await alice.calls_guest("六个工程是什么") is None


async def test_a_call_is_counted(alice: Voice, bot: TelegramBot) -> None:
    await said(alice, "六个工程是什么")
    assert 'outcome="answer",surface="guest"} 1.0' in services_of(bot).metrics.exposition().decode()

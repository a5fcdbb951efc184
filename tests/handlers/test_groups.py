"""In a group the bot answers when it is spoken to, or when it is sure; else it is quiet."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from knowledge.model import Where
from tests.fakes.bot_api import ME
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Group, Town, mention

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@pytest.fixture(params=["group", "supergroup"])
def group(town: Town, request: pytest.FixtureRequest) -> Group:
    return town.group("呼和浩特市民群", kind=request.param)


async def test_a_sure_answer_is_given_to_everybody_and_quotes_the_question(group: Group) -> None:
    carol = group.member("Carol")
    question = await carol.says("六个工程是什么")
    assert carol.hears() == snapshot(
        [
            """\
📖 <a href="https://t.me/report_bot?start=t-six"><b>六个工程</b></a>
<blockquote>“<b>六个工程</b>”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。</blockquote>
<i>—— 附件2</i>
[上下文] [相关] [分享] [复制]
[👍] [👎] [✖]\
"""
        ]
    )
    assert carol.bot_messages()[0]["reply_to_message"]["message_id"] == question["message_id"]


@pytest.mark.parametrize("text", ["大家早上好", "民政厅电话是多少", "/weather 呼和浩特", "@somebody 六点开会"])
async def test_everything_else_is_left_alone(group: Group, text: str) -> None:
    carol = group.member("Carol")
    await carol.says(text)
    assert carol.hears() == []


async def test_others_are_overheard_and_the_bot_is_asked(group: Group, engine: FakeEngine) -> None:
    carol = group.member("Carol")
    await carol.says("民政厅电话是多少")
    await carol.says(f"{mention()} 民政厅电话是多少")
    assert engine.asked == [("民政厅电话是多少", Where.GROUP, None), (" 民政厅电话是多少", Where.ADDRESSED, None)]


async def test_a_mention_is_a_question_also_when_the_bot_is_not_sure(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says(f"👨‍👩‍👧 民政厅电话是多少 {mention().upper()}")
    assert carol.hears() == snapshot(
        [
            """\
🤔 报告里没找到直接答案，这几条比较接近：
[第8件 · 特殊困难老年人家庭适老化改造]
[第10件 · 流动儿童关爱服务清单]\
"""
        ]
    )


async def test_a_mention_in_a_caption_counts(group: Group) -> None:
    carol = group.member("Carol")
    await carol.shows(f"{mention()} 民政厅电话是多少")
    assert len(carol.hears()) == 1


async def test_a_mention_by_name_counts(group: Group, engine: FakeEngine) -> None:
    """Telegram marks a chosen name as a mention without @."""
    carol = group.member("Carol")
    await carol.sends(text="机器人 今年如何", entities=[{"type": "text_mention", "offset": 0, "length": 3, "user": ME}])
    assert engine.asked == [(" 今年如何", Where.ADDRESSED, None)]


async def test_a_reply_to_the_bot_is_a_question(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says("六个工程是什么")
    carol.hears()
    await carol.says("还有呢", reply_to_message=carol.bot_messages()[0])
    assert carol.hears() == snapshot(
        [
            """\
🤔 报告里没找到这方面的内容，您可以换个说法再问。
也可以发 <code>/搜索 关键词</code> 查找原文。\
"""
        ]
    )


async def test_a_reply_to_somebody_else_is_not(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    said = await carol.says("大家早上好")
    await dan.says("你也好", reply_to_message=said)
    assert dan.hears() == []


async def test_a_command_is_obeyed_also_when_the_bot_is_not_sure(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says("/术语 民政厅")
    assert carol.hears()[0].startswith("🤔 报告里没找到直接答案")


async def test_an_unknown_command_addressed_to_the_bot_is_a_question(group: Group, engine: FakeEngine) -> None:
    carol = group.member("Carol")
    await carol.says("/gdp@report_bot")
    assert [where for _, where, _ in engine.asked] == [Where.ADDRESSED]


async def test_a_mention_alone_is_asked_back(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says(mention())
    assert carol.hears()[0].startswith("您想了解什么")


@pytest.mark.parametrize(
    "extra",
    [
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Bob"}},
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "Other"}},
        {"from": {"id": 5, "is_bot": True, "first_name": "Other"}},
        {"is_automatic_forward": True, "sender_chat": {"id": -7, "type": "channel", "title": "频道"}},
    ],
    ids=["forwarded", "via a bot", "a bot", "a channel's post"],
)
async def test_what_nobody_wrote_here_is_left_alone(group: Group, extra: dict[str, object]) -> None:
    carol = group.member("Carol")
    message = carol.town.api.chats.write(carol.chat_id, carol.user, text="六个工程是什么")
    await carol.town.api.deliver(carol.town.update(message=message | extra))
    assert carol.hears() == []


@pytest.mark.parametrize("sender", [ANONYMOUS, CHANNEL_BOT], ids=["administrator", "channel"])
async def test_anonymous_administrators_and_channels_are_people(group: Group, sender: dict[str, object]) -> None:
    carol = group.member("Carol")
    carol.user = sender
    await carol.says("六个工程是什么", sender_chat={"id": -7, "type": "supergroup", "title": "群"})
    assert len(carol.hears()) == 1


async def test_an_answer_stays_in_its_forum_topic(town: Town) -> None:
    carol = town.group("论坛", is_forum=True).member("Carol")
    await carol.says("六个工程是什么", message_thread_id=77, is_topic_message=True)
    assert carol.bot_messages()[0]["message_thread_id"] == 77


async def test_a_chain_of_replies_is_no_topic(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says("六个工程是什么", message_thread_id=77)
    assert len(carol.hears()) == 1


async def test_a_question_deleted_meanwhile_gets_no_answer(group: Group, engine: FakeEngine) -> None:
    carol = group.member("Carol")
    carol.town.api.refuse_next("sendMessage", 400, "Bad Request: message to be replied not found")
    await carol.says("六个工程是什么")
    await carol.says("今年GDP目标")
    assert carol.titles() == ["🎯 地区生产总值增速（2024年目标）：6%以上"]


@pytest.mark.parametrize("text", ["你好", "谢谢"])
async def test_greetings_among_others_are_left_alone(group: Group, text: str) -> None:
    carol = group.member("Carol")
    await carol.says(text)
    assert carol.hears() == []

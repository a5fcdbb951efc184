"""Somebody alone with the bot asks and gets the report's own sentences."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from bot.telegram import TelegramBot
from knowledge.model import Where
from tests.fakes.engine import TARGET_SHOWN, FakeEngine
from tests.fakes.people import Town, mention
from tests.fakes.running import services_of


async def test_a_question_is_answered_with_the_passage_and_its_place(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("六个工程是什么")
    assert alice.hears() == snapshot(
        [
            """\
📖 <a href="https://t.me/report_bot?start=t-six"><b>六个工程</b></a>
<blockquote>“<b>六个工程</b>”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。</blockquote>
<i>—— 附件2</i>
[上下文] [相关] [分享] [复制]
[👍] [👎]\
"""
        ]
    )


async def test_a_value_stands_in_the_first_line(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("今年GDP目标是多少?")
    assert alice.hears() == snapshot(
        [
            f"""\
🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速（2024年目标）</b></a>：6%以上
{TARGET_SHOWN}
[上下文] [相关] [分享] [复制]
[👍] [👎]\
"""
        ]
    )


async def test_several_passages_are_numbered(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("民政厅负责哪几件")
    assert alice.hears() == snapshot(
        [
            """\
📋 <b>自治区民政厅负责的民生实事</b>（共2件）

1. <a href="https://t.me/report_bot?start=l-8"><b>第8件 · 特殊困难老年人家庭适老化改造</b></a>
<blockquote>完成特殊困难老年人家庭<b>适老化改造1.3万户</b>(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第8件</i>

2. <a href="https://t.me/report_bot?start=l-10"><b>第10件 · 流动儿童关爱服务清单</b></a>
<blockquote>建立流动儿童在居住地享有基本关爱服务清单(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第10件</i>
[1] [2]
[分享] [👍] [👎]\
"""
        ]
    )


async def test_a_near_miss_is_no_answer_but_offers_the_nearest_entries(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("民政厅电话是多少")
    assert alice.hears() == snapshot(
        [
            """\
🤔 报告里没找到直接答案，这几条比较接近：
[第8件 · 特殊困难老年人家庭适老化改造]
[第10件 · 流动儿童关爱服务清单]\
"""
        ]
    )


async def test_what_the_report_does_not_say_is_said_so(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("月球上有几座山")
    assert alice.hears() == snapshot(
        [
            """\
🤔 报告里没找到这方面的内容，您可以换个说法再问。
也可以发 <code>/搜索 关键词</code> 查找原文。\
"""
        ]
    )


async def test_a_caption_is_a_question_as_text_is(town: Town) -> None:
    alice = town.person("Alice")
    await alice.shows("六个工程是什么")
    assert len(alice.hears()) == 1


async def test_the_longest_message_is_answered(town: Town, engine: FakeEngine) -> None:
    alice = town.person("Alice")
    question = "六个工程" + "吗" * 4092
    await alice.says(question)
    assert len(alice.hears()) == 1
    assert engine.asked == [(question, Where.ADDRESSED, None)]


@pytest.mark.parametrize("text", [" \n ", mention()])
async def test_an_empty_question_is_asked_back(town: Town, text: str) -> None:
    alice = town.person("Alice")
    await alice.says(text)
    assert alice.hears() == snapshot(
        [
            """\
您想了解什么？直接写下来就行。
发 /help 查看用法。\
"""
        ]
    )


async def test_a_forwarded_message_is_a_question(town: Town) -> None:
    """Who forwards something to the bot wants to know."""
    alice = town.person("Alice")
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Bob"}
    await alice.says("六个工程是什么", forward_origin=origin)
    assert len(alice.hears()) == 1


async def test_questions_are_answered_without_quoting_them(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("六个工程是什么")
    assert "reply_to_message" not in alice.bot_messages()[0]


async def test_no_reply_shows_a_link_preview(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("六个工程是什么")
    assert [call.params["link_preview_options"] for call in town.api.called("sendMessage")] == [{"is_disabled": True}]


async def test_two_people_are_answered_each_in_their_own_chat(town: Town) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    await alice.says("六个工程是什么")
    await bob.says("今年GDP目标是多少?")
    assert "六个工程" in alice.hears()[0]
    assert "6%以上" in bob.hears()[0]


@pytest.mark.parametrize("greeting", ["你好", "您好！", "Hello 👋", "早上好~"])
async def test_a_greeting_is_returned(town: Town, engine: FakeEngine, greeting: str) -> None:
    alice = town.person("Alice")
    await alice.says(greeting)
    assert [reply.splitlines()[0] for reply in alice.hears()] == snapshot(
        ["您好！关于内蒙古自治区2024年<b>《政府工作报告》</b>，想知道什么，直接问我。"]
    )
    assert engine.asked == []


async def test_thanks_are_too(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("谢谢！🙏")
    assert alice.hears() == snapshot(["不客气！有想了解的，随时问我。"])


async def test_a_greeting_before_a_question_is_part_of_it(town: Town, engine: FakeEngine) -> None:
    await town.person("Alice").says("你好，六个工程是什么")
    assert [text for text, _, _ in engine.asked] == ["你好，六个工程是什么"]


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("每天早上8点提醒我", "想每天收到提醒"),
        ("取消提醒", "想停止提醒"),
        ("别说话了", "好的，不打扰了。"),
        ("下一页", "翻页请点"),
        ("撤回", "要撤回群里的答案"),
        ("再见！", "再见！"),
        ("你好", "您好！"),
        ("谢谢", "不客气！"),
        ("你是谁", "我是自动问答程序"),
        ("你是机器人吗", "我是自动问答程序"),
        ("谁做的你", "我是自动问答程序"),
        ("在吗", "我在。"),
        ("测试", "我在。"),
        ("好的", "好的。"),
        ("嗯", "好的。"),
        ("sorry", "好的。"),
        ("👍", "不客气！"),
        ("你真棒", "不客气！"),
        ("答得不对", "抱歉，没帮上忙。"),
        ("讲个笑话", "这个我帮不上忙"),
        ("天气", "这个我帮不上忙"),
        ("报告全文", "发 /list 可以按章节浏览报告。"),
        ("全文下载", "发 /list 可以按章节浏览报告。"),
        ("english", "界面有简体、繁体和英文"),
        ("图片", "没有照片"),
        ("stop", "想停止提醒"),
        ("/开始", "您好！"),
        ("help", "<b>怎么提问</b>"),
        ("?", "您想了解什么？"),
        ("1", "想看第1件民生实事"),
        ("你能干什么", "<b>怎么提问</b>"),
        ("人工客服", "这里是自动问答"),
        ("/foo", "没有这个命令"),
        ("😀", "您想了解什么？"),
    ],
)
async def test_what_people_say_beside_questions_is_answered_and_is_no_miss(
    town: Town, bot: TelegramBot, said: str, begins: str
) -> None:
    alice = town.person("Alice")
    await alice.says(said)
    (heard,) = alice.hears()
    assert heard.startswith(begins)
    store = services_of(bot).store
    await store.flush()
    assert await store.misses.top() == ()

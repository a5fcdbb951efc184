"""What people type first, or beside questions, gets what a person at a counter would say, and is no miss."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from inline_snapshot import snapshot

from bot.telegram import TelegramBot
from handlers.replies import Replies
from knowledge import Library
from store import Store
from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.running import running

WHICH = "🤔 您问的是哪一项？请把名称也写上，比如哪个指标、哪个名词、哪件实事。"
UNCLEAR = "抱歉，没说清楚。我用报告的原话回答问题，可以这样问："
BEGINNINGS = {
    "你好，在吗": "我在。",
    "您好！请问": "我在。",
    "怎么用啊": "<b>怎么提问</b>",
    "好的，谢谢": "不客气！",
    "谢谢，再见": "再见！",
    "嗯": "好的。",
    "啊啊啊": "您想了解什么？",
    "？": "您想了解什么？",
    "什么？": UNCLEAR,
    "没听懂": UNCLEAR,
    "真的吗": "回答都是报告的原话，一字不改",
    "13800138000": "这里不需要电话、证件号码等个人信息",
    "2024": "您想了解2024年的什么？",
    "报告": "发 /list 可以按章节浏览报告。",
    "有哪些内容": "发 /list 可以按章节浏览报告。",
    "有什么新闻": "这个我帮不上忙",
    "提醒": "想每天收到提醒",
    "進度": "查看提醒进度：请发 /progress。",
    "目标": "<b>/target</b> 或 <b>/目标</b>：查今年目标。",
    "關閉每日提醒": "想停止提醒",
    "hi": "您好！",
    "what can you do": "<b>怎么提问</b>",
} | dict.fromkeys(
    [
        "还有呢",
        "更多",
        "怎么回事",
        "然后呢",
        "继续",
        "详细点",
        "为什么",
        "那今年呢",
        "谁负责",
        "第三个呢",
        "第几",
        "more",
    ],
    WHICH,
)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    async with Store("sqlite://") as opened:
        yield opened


@pytest.fixture
async def bot(api: BotApi, library: Library, store: Store) -> AsyncIterator[TelegramBot]:
    async with running(api, library, store=store, report=library.report) as started:
        yield started


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


async def test_what_names_nothing_is_answered_as_at_a_counter(town: Town, store: Store) -> None:
    heard = {}
    for said in BEGINNINGS:
        stranger = town.person("Alice")
        await stranger.says(said)
        (heard[said],) = stranger.hears()
    assert {said: told for said, told in heard.items() if not told.startswith(BEGINNINGS[said])} == {}
    await store.flush()
    assert not await store.misses.top(1)


async def test_more_and_the_details_are_told_of_what_was_shown_before(alice: Voice) -> None:
    await alice.says("六个工程是什么")
    alice.hears()
    await alice.says("详细点")
    (around,) = alice.hears()
    assert around.startswith('📖 <a href="https://t.me/report_bot?start=taed21c359d"><b>六个工程</b></a> · 上下文')
    await alice.says("继续")
    (more,) = alice.hears()
    assert more.startswith("🔗 <b>相关内容</b>（共找到")


async def test_thanks_leave_what_the_next_question_refers_to(alice: Voice) -> None:
    await alice.says("去年地区生产总值增长多少")
    await alice.says("好的，谢谢")
    alice.hears()
    await alice.says("那今年呢")
    (target,) = alice.hears()
    assert "地区生产总值（2024年目标）" in target


async def test_a_governor_by_another_title_is_no_follow_up(alice: Voice) -> None:
    await alice.says("省长是谁")
    assert alice.hears() == snapshot(
        [
            """\
🤔 报告里没找到这方面的内容，您可以换个说法再问。
也可以发 <code>/搜索 关键词</code> 查找原文。\
"""
        ]
    )


def test_words_that_the_report_may_be_asked_about_are_no_courtesies(library: Library) -> None:
    replies = Replies(library.report)
    words = ["信访", "热线", "翻译", "民生", "今年", "内蒙古", "第7件", "还有多少目标", "继续办好民生实事", "更多就业"]
    assert [word for word in words if replies.courtesy(word) or replies.phrases.leaning.get(word)] == []

"""Conversations over the real report: what people ask first gets the report's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from inline_snapshot import snapshot

import knowledge
from handlers.commands import COMMANDS
from knowledge import Library
from knowledge.model import Report
from tests.fakes.people import Town, mention

PROJECTS = (
    "政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程",
    "附件2·名词解释",
)
GRAIN = ("粮食产量791.6亿斤", "一、过去一年工作回顾")
GROWTH = ("地区生产总值增长6%以上", "二、2024年工作安排")
ITEM = (
    "7.三级、二级、一级医疗机构职工医保门诊统筹起付线由统一的1000元分别降到500元、300元、200元",
    "附件1·33件民生实事 · 第7件",
)


@pytest.fixture(scope="module")
def library() -> Library:
    return knowledge.load(Path(knowledge.__file__).with_name("report.yaml"))


@pytest.fixture
def engine(library: Library) -> Library:
    """Overrides the small engine of the other conversations."""
    return library


@pytest.fixture
def report(library: Library) -> Report:
    """Overrides the small engine's report."""
    return library.report


@pytest.mark.parametrize(
    ("question", "first_line", "said"),
    [
        ("六个工程是什么", "📖 六个工程", PROJECTS),
        ("/术语六个工程", "📖 六个工程", PROJECTS),
        ("去年粮食产量多少？", "📊 粮食产量（2023年）：791.6亿斤", GRAIN),
        ("/数据 粮食产量", "📊 粮食产量（2023年）：791.6亿斤", GRAIN),
        ("/目标 地区生产总值", "🎯 地区生产总值（2024年目标）：增长6%以上", GROWTH),
        ("第七件民生实事", "🏠 第7件 · 医保门诊起付线、村医保服务点", ITEM),
        ("/livelihood7", "🏠 第7件 · 医保门诊起付线、村医保服务点", ITEM),
    ],
)
async def test_somebody_asks(town: Town, question: str, first_line: str, said: tuple[str, str]) -> None:
    alice = town.person("Alice")
    await alice.says(question)
    (reply,) = alice.hears()
    text = reply.replace("<b>", "").replace("</b>", "")
    assert alice.titles()[0].startswith(first_line)
    assert all(piece in text for piece in said)


async def test_a_near_miss_is_no_answer(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("2025年GDP目标是多少")
    (reply,) = alice.hears()
    assert reply.startswith("🤔")


async def test_a_search_finds_passages_to_open(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/搜索 防沙治沙")
    assert alice.hears()[0].startswith("🔎")
    assert await alice.taps("1") is None
    assert "防沙治沙" in alice.hears()[0]


async def test_a_group_is_answered_only_when_it_asks(town: Town) -> None:
    carol = town.group("群").member("Carol")
    for chat in ("大家早上好", "明天几点开会？", "哈哈哈哈", "2025年GDP目标是多少"):
        await carol.says(chat)
    assert carol.hears() == []
    await carol.says("六个工程是什么")
    await carol.says(f"{mention()} 今天天气怎么样")
    assert [reply[0] for reply in carol.hears()] == ["📖", "这"]


async def test_start_offers_the_reports_examples_and_each_is_answered(town: Town, report: Report) -> None:
    alice = town.person("Alice")
    await alice.says("/start")
    assert alice.hears() == snapshot(
        [
            """\
您好！关于内蒙古自治区2024年<b>《政府工作报告》</b>，想知道什么，直接问我。
回答都是报告的原话，并注明出处；报告里没有的，会直接告诉您。

发 /list 浏览全部内容，/help 查看用法。可以这样问：
[六个工程是什么]
[去年GDP增长多少]
[今年新增就业目标]\
"""
        ]
    )
    for question in report.examples:
        await alice.says(question)
    assert [reply[0] for reply in alice.hears()] == ["📖", "📊", "🎯", "🏠", "📋", "📄"]


async def test_help_fits_one_screen_of_a_phone_with_three_things_to_tap(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/help")
    assert alice.hears() == snapshot(
        [
            """\
<b>怎么提问</b>
私聊直接写；群里 @我 或回复我。
• 六个工程是什么
• 去年GDP增长多少
接着可以问：“那今年呢”“谁负责”。
问题写错了，改一下，答案会跟着改。

<b>还可以</b>
/search 搜索原文
/compare 对比去年和今年
/remind 每天收到一条目标
<code>/帮助 全部</code> 列出所有命令
[📚 目录] [⏰ 每日提醒]
[六个工程是什么]\
"""
        ]
    )


async def test_every_usage_that_is_shown_finds_something(town: Town) -> None:
    alice = town.person("Alice")
    for command in COMMANDS:
        if command.examples:
            await alice.says(f"/{command.name}")
    usages = [line[6:-7] for reply in alice.hears() for line in reply.splitlines() if line.startswith("<code>")]
    assert len(usages) >= sum(bool(command.examples) for command in COMMANDS)
    for usage in usages:
        await alice.says(usage)
    assert [reply for reply in alice.hears() if reply.startswith("🤔")] == []


async def test_an_edited_question_edits_its_answer(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    await alice.edits(question, "去年粮食产量多少")
    assert alice.titles() == ["📊 粮食产量（2023年）：791.6亿斤"]

"""Somebody looks things up by commands, in English or Chinese, with or without a space."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from handlers.commands import COMMANDS, Command, parse_command
from knowledge.model import Kind, Where
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town

LOOKUPS = [command for command in COMMANDS if command.is_lookup]


async def test_start_introduces_the_bot(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/start")
    assert alice.hears() == snapshot(
        [
            """\
您好！关于内蒙古自治区2024年<b>《政府工作报告》</b>，想知道什么，直接问我。
回答都是报告的原话，并注明出处；报告里没有的，会直接告诉您。

发 /list 浏览全部内容，/help 查看用法。\
"""
        ]
    )


async def test_help_lists_every_command(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/help")
    assert alice.hears() == snapshot(
        [
            """\
<b>怎么提问</b>
私聊直接写；群里 @我 或回复我。
接着可以问：“那今年呢”“谁负责”。
问题写错了，改一下，答案会跟着改。

<b>还可以</b>
/search 搜索原文
/compare 对比去年和今年
/remind 每天收到一条目标
<code>/帮助 全部</code> 列出所有命令
[📚 目录] [⏰ 每日提醒]\
"""
        ]
    )


@pytest.mark.parametrize(
    "text",
    [
        "/term 六个工程",
        "/term六个工程",
        "/term@report_bot 六个工程",
        "/term@Report_Bot六个工程",
        "/TERM 六个工程",
        "/术语 六个工程",
        "/术语六个工程",
        "/术语@report_bot 六个工程",
        "/术语\u3000六个工程",
        "／术语 六个工程",
        "  /术语\n六个工程",
    ],
)
async def test_a_command_is_understood_however_it_is_typed(town: Town, engine: FakeEngine, text: str) -> None:
    alice = town.person("Alice")
    await alice.says(text)
    assert engine.asked == [("六个工程", Where.ADDRESSED, frozenset({Kind.TERM}))]
    assert alice.titles() == ["📖 六个工程"]


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("figure", {Kind.FIGURE}),
        ("target", {Kind.TARGET}),
        ("livelihood", {Kind.LIVELIHOOD}),
        ("term", {Kind.TERM}),
        ("ask", None),
    ],
)
async def test_a_command_asks_for_its_kind(town: Town, engine: FakeEngine, name: str, kinds: set[Kind] | None) -> None:
    await town.person("Alice").says(f"/{name} 养老")
    assert engine.asked == [("养老", Where.ADDRESSED, None if kinds is None else frozenset(kinds))]


async def test_a_livelihood_item_by_its_number(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/民生 第8件")
    assert alice.hears() == snapshot(
        [
            """\
🏠 <a href="https://t.me/report_bot?start=l-8"><b>第8件 · 特殊困难老年人家庭适老化改造</b></a>
<blockquote>完成特殊困难老年人家庭<b>适老化改造1.3万户</b>(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第8件</i>
[上下文] [相关] [分享] [复制]
[👍] [👎]\
"""
        ]
    )


async def test_search_shows_the_nearest_passages_to_open_by_number(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/搜索 自治区")
    assert alice.hears() == snapshot(
        [
            """\
🔎 <b>最接近的2段原文</b>

1. <a href="https://t.me/report_bot?start=l-8"><b>第8件 · 特殊困难老年人家庭适老化改造</b></a>
完成特殊困难老年人家庭适老化改造1.3万户(牵头责任单位:自治区民政厅)。

2. <a href="https://t.me/report_bot?start=l-10"><b>第10件 · 流动儿童关爱服务清单</b></a>
建立流动儿童在居住地享有基本关爱服务清单(牵头责任单位:自治区民政厅)。

点数字查看全文和出处。
[1] [2]\
"""
        ]
    )
    assert await alice.taps("2") is None
    assert alice.hears() == snapshot(
        [
            """\
🏠 <a href="https://t.me/report_bot?start=l-10"><b>第10件 · 流动儿童关爱服务清单</b></a>
<blockquote>建立流动儿童在居住地享有基本关爱服务清单(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第10件</i>
[上下文] [相关] [分享] [复制]
[👍] [👎]\
"""
        ]
    )


async def test_search_says_when_it_finds_nothing(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/search 火星")
    assert alice.hears() == snapshot(
        [
            """\
🤔 报告里没找到这方面的内容，您可以换个说法再问。
也可以发 <code>/搜索 关键词</code> 查找原文。\
"""
        ]
    )


@pytest.mark.parametrize("command", LOOKUPS, ids=lambda command: str(command.name))
@pytest.mark.parametrize("suffix", ["", " ", "@report_bot"])
async def test_without_an_argument_a_command_explains_itself_by_example(
    town: Town, command: Command, suffix: str
) -> None:
    alice = town.person("Alice")
    await alice.says(f"/{command.name}{suffix}")
    await alice.says(f"/{command.word}{suffix}")
    english, chinese = alice.hears()
    assert english == chinese
    assert command.description in english
    assert all(f"<code>/{command.word} {example}</code>" in english for example in command.examples)


async def test_an_explanation_in_full(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/术语")
    assert alice.hears() == snapshot(
        [
            """\
<b>/term</b> 或 <b>/术语</b>：查名词解释。
这份报告没有名词解释。\
"""
        ]
    )


@pytest.mark.parametrize("text", ["/term@other_bot 六个工程", "/术语@other_bot 六个工程", "/start@other_bot"])
async def test_another_bots_command_is_left_alone(town: Town, text: str) -> None:
    alice, carol = town.person("Alice"), town.group("群").member("Carol")
    await alice.says(text)
    await carol.says(text)
    assert (alice.hears(), carol.hears()) == ([], [])


async def test_an_unknown_command_in_private_is_a_question(town: Town, engine: FakeEngine) -> None:
    alice = town.person("Alice")
    await alice.says("/六个工程")
    await alice.says("/gdp")
    assert [text for text, _, _ in engine.asked] == ["/六个工程", "/gdp"]
    assert len(alice.hears()) == 2


async def test_the_menu_is_set_at_the_start(town: Town) -> None:
    assert town.api.commands == snapshot(
        [
            {"command": "start", "description": "get started"},
            {"command": "help", "description": "how to ask, and all commands"},
            {"command": "term", "description": "look up a glossary term"},
            {"command": "figure", "description": "look up a result"},
            {"command": "target", "description": "look up a target of this year"},
            {"command": "livelihood", "description": "look up a livelihood item"},
            {"command": "search", "description": "find passages by keywords"},
            {"command": "ask", "description": "ask in a sentence"},
            {"command": "compare", "description": "last year's result beside this year's target"},
            {"command": "chart", "description": "last year's result and this year's target as a chart"},
            {"command": "list", "description": "browse the report"},
            {"command": "report", "description": "choose which report to ask"},
            {"command": "remind", "description": "set daily reminders of targets"},
            {"command": "today", "description": "today's target"},
            {"command": "progress", "description": "how many reminders were sent"},
            {"command": "timezone", "description": "set the time zone of reminders"},
            {"command": "privacy", "description": "what we store"},
            {"command": "forget", "description": "delete what is stored"},
        ]
    )


def test_every_command_has_its_own_names() -> None:
    names = [name for command in COMMANDS for name in (command.name, command.word)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("text", ["", "六个工程", "看/术语", "// 注释", "/ 术语", "http://a.cn/term"])
def test_what_is_no_command(text: str) -> None:
    assert parse_command(text) is None


@pytest.mark.parametrize("text", ["/terminal", "/asking", "/foo", "/start_now"])
def test_a_longer_word_is_another_command(text: str) -> None:
    invocation = parse_command(text)
    assert invocation is not None
    assert invocation.command is None

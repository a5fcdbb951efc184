"""Whole replies as a person reads them, for what the conversations of the other tests don't bring up."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from handlers.commands import COMMANDS, Audience
from handlers.query import find_examples
from handlers.replies import Language, Replies, Reply
from handlers.replies.phrases import Phrases
from knowledge.model import Answer, Kind, Outcome, Source, Suggestion
from tests.fakes.engine import CHILDREN, ELDERLY, PROJECTS, REPORT, TARGET, TARGET_SHOWN, FakeEngine
from tests.fakes.people import find_entities
from tests.fakes.rules import check_reply

ROOT = Path(__file__).parents[2]
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff]\s*[,;:!?()]|[,;:!?)]\s*[\u4e00-\u9fff]")
GRAIN = Source(
    "f-grain",
    "粮食产量",
    "粮食产量791.6亿斤、实现二十连丰、稳居全国第6;",
    "一、过去一年工作回顾 · 第4段",
    ((0, 25),),
    "791.6亿斤、实现二十连丰、稳居全国第6",
    kind=Kind.FIGURE,
    year=2023,
)


@pytest.fixture
def replies() -> Replies:
    report = replace(REPORT, examples=("六个工程是什么", "今年GDP目标", "第8件", "明天会下雨吗"))
    return Replies(report, find_examples(FakeEngine(), report.examples))


def read(messages: tuple[Reply, ...]) -> str:
    """The messages, each valid for Telegram, with a line for each row of buttons."""
    lines = []
    for message in messages:
        check_reply(message)
        lines += [message.html, *("".join(f"[{button.label}]" for button in row) for row in message.buttons)]
    return "\n".join(lines)


def unsure(*near: Suggestion) -> Answer:
    return Answer("", Outcome.UNSURE, None, "", 9, (), near)


def found(kind: Kind, title: str, *sources: Source) -> Answer:
    return Answer("", Outcome.ANSWER, kind, title, 99, sources, ())


def test_a_figure_has_its_year_and_value_in_the_first_line(replies: Replies) -> None:
    assert read(replies.answer(found(Kind.FIGURE, "粮食产量", GRAIN))) == snapshot("""\
📊 <b>粮食产量（2023年）</b>：791.6亿斤、实现二十连丰、稳居全国第6
<blockquote><b>粮食产量791.6亿斤、实现二十连丰、稳居全国第6</b>;</blockquote>
<i>—— 一、过去一年工作回顾 · 第4段</i>
[上下文][相关][分享][复制]
[👍][👎]\
""")


@pytest.mark.parametrize(
    ("language", "year", "line"),
    [
        (Language.SIMPLIFIED, 2026, "<i>报告作于2024年1月，“去年”指2023年，“今年”指2024年。</i>"),
        (Language.TRADITIONAL, 2026, "<i>報告作於2024年1月，“去年”指2023年，“今年”指2024年。</i>"),
        (Language.ENGLISH, 2026, "<i>The report dates from January 2024: “去年” means 2023, “今年” means 2024.</i>"),
        (Language.SIMPLIFIED, 2024, "<i>—— 一、过去一年工作回顾 · 第4段</i>"),
    ],
)
def test_in_a_later_year_an_answer_says_which_year_is_meant(language: Language, year: int, line: str) -> None:
    report = replace(REPORT, date="2024-01-30")
    replies = Replies(report, language=language, this_year=lambda: year)
    answer = replace(found(Kind.FIGURE, "粮食产量", GRAIN), relative=(("去年", 2023), ("今年", 2024)))
    [reply] = replies.answer(answer)
    check_reply(reply)

    assert reply.html.splitlines()[-1] == line


def test_a_list_names_what_it_lists_and_has_every_value(replies: Replies) -> None:
    assert read(replies.answer(found(Kind.LIST, "产量和目标", GRAIN, TARGET.source, ELDERLY.source))) == snapshot(f"""\
📋 <b>产量和目标</b>（共找到3项）

1. <b>粮食产量（2023年）</b>：791.6亿斤、实现二十连丰、稳居全国第6
<blockquote><b>粮食产量791.6亿斤、实现二十连丰、稳居全国第6</b>;</blockquote>
<i>—— 一、过去一年工作回顾 · 第4段</i>

2. <b>地区生产总值增速（2024年目标）</b>：6%以上
{TARGET_SHOWN}

3. <b>第8件 · 特殊困难老年人家庭适老化改造</b>
<blockquote>完成特殊困难老年人家庭<b>适老化改造1.3万户</b>(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第8件</i>
[1][2][3]
[👍][👎]\
""")


def test_a_list_that_nothing_short_names_says_how_many(replies: Replies) -> None:
    assert read(replies.answer(found(Kind.LIST, "", ELDERLY.source, CHILDREN.source))) == snapshot("""\
📋 <b>共2件</b>

1. <b>第8件 · 特殊困难老年人家庭适老化改造</b>
<blockquote>完成特殊困难老年人家庭<b>适老化改造1.3万户</b>(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第8件</i>

2. <b>第10件 · 流动儿童关爱服务清单</b>
<blockquote>建立流动儿童在居住地享有基本关爱服务清单(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第10件</i>
[1][2]
[👍][👎]\
""")


def test_nothing_near(replies: Replies) -> None:
    assert read(replies.answer(unsure())) == snapshot("""\
🤔 报告里没找到这方面的内容，您可以换个说法再问。
也可以发 <code>/搜索 关键词</code> 查找原文。\
""")


def test_one_near_entry(replies: Replies) -> None:
    assert read(replies.answer(unsure(TARGET.suggestion))) == snapshot("""\
🤔 报告里没找到直接答案，这几条比较接近：
[地区生产总值增速（2024年目标）]\
""")


def test_three_near_entries(replies: Replies) -> None:
    near = (PROJECTS.suggestion, TARGET.suggestion, ELDERLY.suggestion)
    assert read(replies.answer(unsure(*near))) == snapshot("""\
🤔 报告里没找到直接答案，这几条比较接近：
[六个工程]
[地区生产总值增速（2024年目标）]
[第8件 · 特殊困难老年人家庭适老化改造]\
""")


def test_fifteen_long_passages_come_in_several_messages_each_whole(replies: Replies) -> None:
    long = replace(GRAIN, text=GRAIN.text * 30, direct="")
    messages = replies.answer(found(Kind.LIST, "粮食", *[long] * 15))
    assert len(messages) > 2
    for message in messages:
        check_reply(message)
        assert message.html.count("<blockquote expandable>") == message.html.count("—— 一、过去一年工作回顾")
    assert messages[0].html.startswith("📋 <b>粮食</b>（共找到15项）\n\n1. <b>粮食产量（2023年）</b>\n")


def test_a_command_is_explained_by_what_the_report_has(replies: Replies) -> None:
    usages = {
        command.name: read(replies.usage(command)).splitlines()[2:]
        for command in COMMANDS
        if command.is_lookup or command.examples
    }
    assert usages == snapshot(
        {
            "help": ["<code>/帮助 全部</code>"],
            "term": ["<code>/术语 六个工程</code>"],
            "figure": ["<code>/数据 地区生产总值</code>", "<code>/数据 粮食产量</code>"],
            "target": ["<code>/目标 地区生产总值增速</code>"],
            "livelihood": ["<code>/民生 第8件</code>"],
            "search": ["<code>/搜索 营商环境</code>", "<code>/搜索 养老</code>"],
            "ask": ["<code>/问 六个工程是什么</code>", "<code>/问 今年GDP目标</code>"],
            "compare": ["<code>/对比 地区生产总值</code>", "<code>/对比 固定资产投资</code>"],
            "chart": ["<code>/图表 地区生产总值</code>", "<code>/图表 城镇新增就业</code>"],
            "remind": ["<code>/提醒 08:30</code>", "<code>/提醒 周一至周五 8点半</code>"],
            "timezone": ["<code>/时区 Asia/Shanghai</code>", "<code>/时区 乌鲁木齐</code>"],
        }
    )


def test_an_empty_question_is_asked_back_with_an_example(replies: Replies) -> None:
    assert read(replies.render("empty")) == snapshot("""\
您想了解什么？直接写下来就行。例如：<code>六个工程是什么</code>
发 /help 查看用法。\
""")


def test_the_whole_help_has_every_command_to_tap(replies: Replies) -> None:
    (help_,) = replies.render("help_all")
    told = {help_.html[each["offset"] + 1 :][: each["length"] - 1] for each in find_entities(help_.html)}
    assert {command.name for command in COMMANDS if command.audience is not Audience.OPERATOR} <= told


@pytest.mark.parametrize("name", ["unsure", "nothing", "failed", "gone", "empty", "broken", "unknown", "promise"])
def test_sentences_have_the_marks_of_chinese(name: str) -> None:
    sentence = Phrases().sentence(name)
    assert sentence == sentence.strip()
    assert sentence[-1] in "。："
    assert not set(",;:!?()") & set(sentence)


_TAG = re.compile(r"\{[#%].*?[#%]\}", re.DOTALL)  # what a template does, and its notes


def test_what_the_bot_words_itself_has_full_width_marks() -> None:
    templates = [
        path for folder in ("handlers", "bot") for path in (ROOT / folder).rglob("templates/*") if path.is_file()
    ]
    assert len(templates) > 12
    worded = {path.name: _TAG.sub("", path.read_text(encoding="utf-8")) for path in templates}
    worded |= {command.name: command.description for command in COMMANDS}
    assert {name: found for name, text in worded.items() if (found := HALF_WIDTH.findall(text))} == {}

"""What people hear in a conversation, whole, where their Telegram speaks traditional Chinese or no Chinese."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot
from opencc import OpenCC

from handlers.replies import phrases
from tests.fakes.engine import TARGET_SHOWN
from tests.fakes.people import Town


async def converse(town: Town, language: str) -> list[str]:
    """What somebody hears who meets the bot, asks, browses and is not understood."""
    alice = town.person("Alice", language=language)
    for said in ("/start", "六个工程是什么", "今年GDP目标", "民政厅负责哪几件", "工程进度", "明天会下雨吗", "/term"):
        await alice.says(said)
    return alice.hears()


async def walk(town: Town, language: str, *labels: str) -> list[str]:
    """What one answer becomes as its buttons are tapped."""
    alice = town.person("Alice", language=language)
    await alice.says("第8件")
    seen = []
    for label in labels:
        await alice.taps(label)
        seen += alice.sees()
    return seen


async def test_nobody_waits_for_the_tables_of_traditional_characters(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are loaded to prepare what is said, before anybody asks, and given back."""
    loaded: list[str] = []
    monkeypatch.setattr(phrases, "OpenCC", lambda way: loaded.append(way) or OpenCC(way))
    alice = town.person("Alice", language="zh-hant")
    for said in (
        "/start",
        "謝謝",
        "/help",
        "/list",
        "/remind 每天8點",
        "/timezone 東京",
        "/timezone +5:45",
        "/timezone 洛",
    ):
        await alice.says(said)
    assert "東京" in alice.hears()[5]
    assert loaded == []
    assert phrases.in_traditional("从没说过的话") == "從沒說過的話"
    assert loaded == ["s2twp"]


async def test_a_conversation_in_traditional_characters(town: Town) -> None:
    assert await converse(town, "zh-hant") == snapshot(
        [
            """\
您好！關於内蒙古自治区2024年<b>《政府工作报告》</b>，想知道什麼，直接問我。
回答都是報告的原話，並註明出處；報告裡沒有的，會直接告訴您。

發 /list 瀏覽全部內容，/help 檢視用法。\
""",
            """\
📖 <a href="https://t.me/report_bot?start=t-six"><b>六个工程</b></a>
<blockquote>“<b>六个工程</b>”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。</blockquote>
<i>—— 附件2</i>
[上下文] [相關] [分享] [複製]
[👍] [👎]\
""",
            f"""\
🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速（2024年目標）</b></a>：6%以上
{TARGET_SHOWN}
[上下文] [相關] [分享] [複製]
[👍] [👎]\
""",
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
""",
            """\
🤔 報告裡沒找到直接答案，這幾條比較接近：
[六个工程]\
""",
            """\
🤔 報告裡沒找到這方面的內容，您可以換個說法再問。
也可以發 <code>/搜尋 關鍵詞</code> 查詢原文。\
""",
            """\
<b>/term</b> 或 <b>/術語</b>：查名詞解釋。
這份報告沒有名詞解釋。\
""",
        ]
    )


async def test_a_conversation_in_english(town: Town) -> None:
    assert await converse(town, "de") == snapshot(
        [
            """\
Hello! Ask me anything about the <b>2024 government work report</b> of 内蒙古自治区.
Answers are the report's own sentences, in Chinese, with their place. If the report doesn't have it, I'll tell you so.

/list shows everything in it, /help how to ask.\
""",
            """\
📖 <a href="https://t.me/report_bot?start=t-six"><b>六个工程</b></a>
<blockquote>“<b>六个工程</b>”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。</blockquote>
<i>—— 附件2</i>
[Context] [Related] [Share] [Copy]
[👍] [👎]\
""",
            f"""\
🎯 <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速 (2024 target)</b></a>: 6%以上
{TARGET_SHOWN}
[Context] [Related] [Share] [Copy]
[👍] [👎]\
""",
            """\
📋 <b>自治区民政厅负责的民生实事</b> (2 items)

1. <a href="https://t.me/report_bot?start=l-8"><b>Item 8 · 特殊困难老年人家庭适老化改造</b></a>
<blockquote>完成特殊困难老年人家庭<b>适老化改造1.3万户</b>(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第8件</i>

2. <a href="https://t.me/report_bot?start=l-10"><b>Item 10 · 流动儿童关爱服务清单</b></a>
<blockquote>建立流动儿童在居住地享有基本关爱服务清单(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第10件</i>
[1] [2]
[Share] [👍] [👎]\
""",
            """\
🤔 The report has no direct answer to that. These passages come close:
[六个工程]\
""",
            """\
🤔 I found nothing about that in the report. Try other words, best in Chinese.
<code>/search keywords</code> looks for passages.\
""",
            """\
<b>/term</b> (<b>/术语</b>): look up a glossary term.
This report has no glossary.\
""",
        ]
    )


async def test_around_an_answer_in_traditional_characters(town: Town) -> None:
    assert await walk(town, "zh-tw", "上下文", "← 返回", "相關") == snapshot(
        [
            """\
📖 <a href="https://t.me/report_bot?start=l-8"><b>第8件 · 特殊困难老年人家庭适老化改造</b></a> · 上下文
<blockquote>前一句。
<b>完成特殊困难老年人家庭适老化改造1.3万户(牵头责任单位:自治区民政厅)。</b>
后一句。</blockquote>
<i>—— 附件1 · 第8件</i>
[← 返回]\
""",
            """\
🏠 <a href="https://t.me/report_bot?start=l-8"><b>第8件 · 特殊困难老年人家庭适老化改造</b></a>
<blockquote>完成特殊困难老年人家庭<b>适老化改造1.3万户</b>(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第8件</i>
[上下文] [相關] [分享] [複製]
[👍] [👎]\
""",
            """\
🔗 <b>第8件 · 特殊困难老年人家庭适老化改造</b> · 相關內容

1. <a href="https://t.me/report_bot?start=t-six"><b>六个工程</b></a>
“六个工程”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。

2. <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速（2024年目標）</b></a>
全区经济社会发展的主要预期目标是:地区生产总值增长6%以上;规上工业增加值增长7%左右。

3. <a href="https://t.me/report_bot?start=l-10"><b>第10件 · 流动儿童关爱服务清单</b></a>
建立流动儿童在居住地享有基本关爱服务清单(牵头责任单位:自治区民政厅)。
[1] [2] [3]
[← 返回]\
""",
        ]
    )


async def test_around_an_answer_in_english(town: Town) -> None:
    assert await walk(town, "en", "Context", "← Back", "Related") == snapshot(
        [
            """\
📖 <a href="https://t.me/report_bot?start=l-8"><b>Item 8 · 特殊困难老年人家庭适老化改造</b></a> · context
<blockquote>前一句。
<b>完成特殊困难老年人家庭适老化改造1.3万户(牵头责任单位:自治区民政厅)。</b>
后一句。</blockquote>
<i>—— 附件1 · 第8件</i>
[← Back]\
""",
            """\
🏠 <a href="https://t.me/report_bot?start=l-8"><b>Item 8 · 特殊困难老年人家庭适老化改造</b></a>
<blockquote>完成特殊困难老年人家庭<b>适老化改造1.3万户</b>(牵头责任单位:自治区民政厅)。</blockquote>
<i>—— 附件1 · 第8件</i>
[Context] [Related] [Share] [Copy]
[👍] [👎]\
""",
            """\
🔗 <b>Item 8 · 特殊困难老年人家庭适老化改造</b> · related

1. <a href="https://t.me/report_bot?start=t-six"><b>六个工程</b></a>
“六个工程”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。

2. <a href="https://t.me/report_bot?start=f-gdp"><b>地区生产总值增速 (2024 target)</b></a>
全区经济社会发展的主要预期目标是:地区生产总值增长6%以上;规上工业增加值增长7%左右。

3. <a href="https://t.me/report_bot?start=l-10"><b>Item 10 · 流动儿童关爱服务清单</b></a>
建立流动儿童在居住地享有基本关爱服务清单(牵头责任单位:自治区民政厅)。
[1] [2] [3]
[← Back]\
""",
        ]
    )

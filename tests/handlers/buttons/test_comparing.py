"""What was reached beside what is aimed at, each with its passage."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from tests.fakes.people import Town


@pytest.mark.parametrize("asked", ["/compare 地区生产总值", "/对比 GDP", "GDP去年完成和今年目标"])
async def test_both_stand_side_by_side(town: Town, asked: str) -> None:
    alice = town.person("Alice")
    await alice.says(asked)
    assert alice.sees() == snapshot(
        [
            """\
⚖️ <b>地区生产总值</b>
📊 2023年：<b>增长7.3%</b>
🎯 2024年目标：<b>增长6%以上</b>

📊 <a href="https://t.me/report_bot?start=f80913ffb54"><b>地区生产总值（2023年）</b></a>
<blockquote><b>地区生产总值增长7.3%、居全国第3、创2010年以来最好位次</b>,人均地区生产总值突破10万元;</blockquote>
<i>—— 一、过去一年工作回顾 · 第3段</i>

🎯 <a href="https://t.me/report_bot?start=g3606fce397"><b>地区生产总值（2024年目标）</b></a>
<blockquote>全区经济社会发展的主要预期目标是:<b>地区生产总值增长6%以上</b>;</blockquote>
<i>—— 二、2024年工作安排 · 第4段</i>
[1] [2]
[分享] [📈 图] [👍] [👎]\
"""
        ]
    )


async def test_its_numbers_open_either(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/compare 地区生产总值")
    await alice.taps("2")
    assert alice.sees()[1].startswith("🎯")


@pytest.mark.parametrize("asked", ["/compare 地区生产总值", "GDP去年完成和今年目标"])
async def test_a_shared_comparison_is_offered_first(town: Town, asked: str) -> None:
    alice = town.person("Alice")
    await alice.says(asked)
    query = await alice.taps("分享")
    assert query is not None
    first = (await alice.types_inline(query)).results[0]
    assert first["input_message_content"]["message_text"] == alice.bot_messages()[0]["html"]


async def test_where_there_is_no_target_the_figure_stands_alone(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/compare 粮食产量")
    (reply,) = alice.sees()
    assert reply.startswith("📊")


async def test_what_is_no_indicator_is_not_compared(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/compare 就业")
    (reply,) = alice.sees()
    assert reply == snapshot("""\
🤔 没认出是哪个指标，比较接近的有：
[城镇新增就业（2023年）]
[城镇新增就业（2024年目标）]
[第1件 · 帮扶就业困难人员]\
""")
    await alice.taps(alice.bot_messages()[0]["reply_markup"]["inline_keyboard"][0][0]["text"])
    assert "就业" in alice.titles()[1]


async def test_what_is_like_nothing_in_the_report_is_not_said_to_be_missing_there(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/compare ???")
    assert alice.sees() == ["🤔 没认出是哪个指标，请写出指标的名称。"]


async def test_without_an_indicator_it_says_how(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/compare")
    assert "<code>/对比 " in alice.sees()[0]

"""Conversations about several reports: which one answers, what is chosen for a chat, and reports beside each other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from inline_snapshot import snapshot

from bot.telegram import TelegramBot
from handlers.snapshots import Snapshot
from knowledge import collection_of, read_reports
from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town, Voice, mention
from tests.fakes.running import running
from tests.knowledge.collection.drafts import drafted_into


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Two reports of 青禾县 and one of 柳川市."""
    folder: Path = drafted_into(tmp_path_factory.mktemp("reports"))
    return Snapshot.of_collection(collection_of(read_reports([folder / "qinghe-2025.yaml", folder])))


@pytest.fixture
async def bot(api: BotApi, known: Snapshot) -> AsyncIterator[TelegramBot]:
    async with running(api, snapshot=known) as started:
        yield started


@pytest.fixture
def alice(town: Town) -> Voice:
    return town.person("Alice")


async def test_an_answer_says_which_report_it_is_from(alice: Voice) -> None:
    await alice.says("柳川GDP目标是多少")
    assert alice.hears() == snapshot(
        [
            """\
🎯 <a href="https://t.me/report_bot?start=g233203239f"><b>地区生产总值（2025年目标）</b></a>：增长5%以上
<blockquote>2025年经济社会发展的主要预期目标是：<b>地区生产总值增长5%以上</b>，一般公共预算收入增长3%，粮食产量稳定在212万吨以上，城镇新增就业5万人。</blockquote>
<i>—— 柳川市2025年政府工作报告 · 二、2025年工作安排 · 第1段</i>
[上下文] [相关] [分享] [复制]
[📈 图] [👍] [👎]\
"""
        ]
    )


async def test_a_target_stands_beside_what_became_of_it(alice: Voice) -> None:
    await alice.says("2024年GDP目标完成了吗")
    assert alice.hears() == snapshot(
        [
            """\
⚖️ <b>地区生产总值</b>
2024年目标：<b>增长6%左右</b>
2024年完成：<b>增长6.3%</b>

1. <a href="https://t.me/report_bot?start=gde1e1afdd9"><b>地区生产总值（2024年目标）</b></a>
<blockquote>2024年经济社会发展的主要预期目标是：<b>地区生产总值增长6%左右</b>，一般公共预算收入增长5%，粮食产量稳定在32万吨以上，城镇新增就业4500人。</blockquote>
<i>—— 青禾县2024年政府工作报告 · 二、2024年工作安排 · 第1段</i>

2. <a href="https://t.me/report_bot?start=f7012bfcb0c"><b>地区生产总值（2024年）</b></a>
<blockquote>2024年，全县<b>地区生产总值增长6.3%</b>，一般公共预算收入完成13.1亿元，粮食产量达到32.6万吨。</blockquote>
<i>—— 青禾县2025年政府工作报告 · 一、2024年工作回顾 · 第1段</i>
[1] [2]
[分享] [👍] [👎]\
"""
        ]
    )
    await alice.says("/对比 粮食产量")
    assert alice.hears() == snapshot(
        [
            """\
⚖️ <b>粮食产量</b>
2024年目标：<b>稳定在32万吨以上</b>
2024年完成：<b>达到32.6万吨</b>
2025年目标：<b>稳定在33万吨以上</b>

1. <a href="https://t.me/report_bot?start=g39e141fed3"><b>粮食产量（2024年目标）</b></a>
<blockquote>2024年经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%，<b>粮食产量稳定在32万吨以上</b>，城镇新增就业4500人。</blockquote>
<i>—— 青禾县2024年政府工作报告 · 二、2024年工作安排 · 第1段</i>

2. <a href="https://t.me/report_bot?start=fae9ffd9d4c"><b>粮食产量（2024年）</b></a>
<blockquote>2024年，全县地区生产总值增长6.3%，一般公共预算收入完成13.1亿元，<b>粮食产量达到32.6万吨</b>。</blockquote>
<i>—— 青禾县2025年政府工作报告 · 一、2024年工作回顾 · 第1段</i>

3. <a href="https://t.me/report_bot?start=g1c8f473e06"><b>粮食产量（2025年目标）</b></a>
<blockquote>2025年经济社会发展的主要预期目标是：地区生产总值增长6.5%左右，一般公共预算收入增长4%，<b>粮食产量稳定在33万吨以上</b>，城镇新增就业4600人。</blockquote>
<i>—— 青禾县2025年政府工作报告 · 二、2025年工作安排 · 第1段</i>
[1] [2] [3]
[分享] [👍] [👎]\
""",
            """\
📈 <b>粮食产量</b>
<a href="https://t.me/report_bot?start=fae9ffd9d4c"><b>粮食产量（2024年）</b></a>：达到32.6万吨
<blockquote>2024年，全县地区生产总值增长6.3%，一般公共预算收入完成13.1亿元，<b>粮食产量达到32.6万吨</b>。</blockquote>
<i>—— 青禾县2025年政府工作报告 · 一、2024年工作回顾 · 第1段</i>

<a href="https://t.me/report_bot?start=g39e141fed3"><b>粮食产量（2024年目标）</b></a>：稳定在32万吨以上
<blockquote>2024年经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%，<b>粮食产量稳定在32万吨以上</b>，城镇新增就业4500人。</blockquote>
<i>—— 青禾县2024年政府工作报告 · 二、2024年工作安排 · 第1段</i>

<a href="https://t.me/report_bot?start=g1c8f473e06"><b>粮食产量（2025年目标）</b></a>：稳定在33万吨以上
<blockquote>2025年经济社会发展的主要预期目标是：地区生产总值增长6.5%左右，一般公共预算收入增长4%，<b>粮食产量稳定在33万吨以上</b>，城镇新增就业4600人。</blockquote>
<i>—— 青禾县2025年政府工作报告 · 二、2025年工作安排 · 第1段</i>\
""",
        ]
    )


async def test_what_differs_in_measure_is_not_compared(alice: Voice) -> None:
    await alice.says("2024年一般公共预算收入的目标完成了吗")
    assert alice.hears() == snapshot(
        [
            """\
🤔 目标写的是“增长5%”，下一年的报告写的是“完成13.1亿元”，口径或单位不同，不能直接对比。
[一般公共预算收入（2024年目标）]
[一般公共预算收入（2024年）]\
"""
        ]
    )


async def test_one_thing_over_the_years_and_of_two_regions(alice: Voice) -> None:
    await alice.says("历年粮食产量")
    assert alice.hears() == snapshot(
        [
            """\
📈 <b>粮食产量</b>
2023年：<b>达到31.5万吨</b>
2024年：<b>达到32.6万吨</b>

1. <a href="https://t.me/report_bot?start=fe2b767dec0"><b>粮食产量（2023年）</b></a>
<blockquote>2023年，全县地区生产总值增长5.2%，一般公共预算收入完成12.4亿元，<b>粮食产量达到31.5万吨</b>。</blockquote>
<i>—— 青禾县2024年政府工作报告 · 一、2023年工作回顾 · 第1段</i>

2. <a href="https://t.me/report_bot?start=fae9ffd9d4c"><b>粮食产量（2024年）</b></a>
<blockquote>2024年，全县地区生产总值增长6.3%，一般公共预算收入完成13.1亿元，<b>粮食产量达到32.6万吨</b>。</blockquote>
<i>—— 青禾县2025年政府工作报告 · 一、2024年工作回顾 · 第1段</i>
[1] [2]
[分享] [👍] [👎]\
""",
            """\
📈 <b>粮食产量</b>
<a href="https://t.me/report_bot?start=fe2b767dec0"><b>粮食产量（2023年）</b></a>：达到31.5万吨
<blockquote>2023年，全县地区生产总值增长5.2%，一般公共预算收入完成12.4亿元，<b>粮食产量达到31.5万吨</b>。</blockquote>
<i>—— 青禾县2024年政府工作报告 · 一、2023年工作回顾 · 第1段</i>

<a href="https://t.me/report_bot?start=fae9ffd9d4c"><b>粮食产量（2024年）</b></a>：达到32.6万吨
<blockquote>2024年，全县地区生产总值增长6.3%，一般公共预算收入完成13.1亿元，<b>粮食产量达到32.6万吨</b>。</blockquote>
<i>—— 青禾县2025年政府工作报告 · 一、2024年工作回顾 · 第1段</i>

<a href="https://t.me/report_bot?start=g39e141fed3"><b>粮食产量（2024年目标）</b></a>：稳定在32万吨以上
<blockquote>2024年经济社会发展的主要预期目标是：地区生产总值增长6%左右，一般公共预算收入增长5%，<b>粮食产量稳定在32万吨以上</b>，城镇新增就业4500人。</blockquote>
<i>—— 青禾县2024年政府工作报告 · 二、2024年工作安排 · 第1段</i>

<a href="https://t.me/report_bot?start=g1c8f473e06"><b>粮食产量（2025年目标）</b></a>：稳定在33万吨以上
<blockquote>2025年经济社会发展的主要预期目标是：地区生产总值增长6.5%左右，一般公共预算收入增长4%，<b>粮食产量稳定在33万吨以上</b>，城镇新增就业4600人。</blockquote>
<i>—— 青禾县2025年政府工作报告 · 二、2025年工作安排 · 第1段</i>\
""",
        ]
    )
    await alice.says("青禾和柳川的引进到位资金目标")
    assert alice.hears() == snapshot(
        [
            """\
📋 <b>引进到位资金</b>
青禾县：<b>40亿元</b>

1. 青禾县 · <a href="https://t.me/report_bot?start=g6c31795e9b"><b>引进到位资金（2025年目标）</b></a>
<blockquote>实施“三链工程”，<b>引进到位资金40亿元</b>。</blockquote>
<i>—— 青禾县2025年政府工作报告 · 二、2025年工作安排 · （一） · 第1段</i>

柳川市2025年政府工作报告里没找到这项内容。
[上下文] [相关] [分享] [复制]
[📈 图] [👍] [👎]\
"""
        ]
    )


async def test_a_report_that_is_not_there(town: Town, alice: Voice) -> None:
    await alice.says("柳川2024年的报告里GDP目标是多少")
    assert alice.hears() == snapshot(["🤔 没有收录柳川市2024年的报告，只有2025年的。"])
    bob = town.person("Bob", language="en")
    await bob.says("柳川2024年的报告里GDP目标是多少")
    assert bob.hears() == snapshot(["🤔 There is no report for 柳川市2024 here, only for 2025."])


async def test_a_chat_chooses_the_report_that_it_asks(town: Town, alice: Voice) -> None:
    await alice.says("/report")
    assert alice.hears() == snapshot(
        [
            """\
现在查的是<b>青禾县2025年政府工作报告</b>。
想换哪一份？也可以直接在问题里写明，比如“青禾县2025年报告里的GDP目标”。
[✅ 青禾县 · 2025]
[青禾县 · 2024]
[柳川市 · 2025]\
"""
        ]
    )
    await alice.taps("青禾县 · 2024")
    assert alice.sees() == snapshot(
        [
            """\
现在查的是<b>青禾县2024年政府工作报告</b>。
想换哪一份？也可以直接在问题里写明，比如“青禾县2025年报告里的GDP目标”。
[青禾县 · 2025]
[✅ 青禾县 · 2024]
[柳川市 · 2025]\
"""
        ]
    )
    await alice.says("GDP目标是多少")
    assert "青禾县2024年政府工作报告" in alice.hears()[0]
    bob = town.person("Bob")
    await bob.says("GDP目标是多少")
    assert "青禾县2025年政府工作报告" in bob.hears()[0]


async def test_a_report_is_chosen_by_its_name(alice: Voice) -> None:
    await alice.says("/报告 柳川")
    assert alice.hears()[0].startswith("现在查的是<b>柳川市2025年政府工作报告</b>。")
    await alice.says("GDP目标是多少")
    assert "柳川市2025年政府工作报告" in alice.hears()[0]
    await alice.says("/报告 上海")
    assert alice.hears()[0].startswith("没有这份报告。\n现在查的是<b>柳川市2025年政府工作报告</b>。")


async def test_what_is_chosen_is_browsed_welcomed_and_reminded_of(alice: Voice) -> None:
    await alice.says("/report 柳川")
    await alice.says("/start")
    assert "关于柳川市2025年" in alice.hears()[-1]
    await alice.says("/list")
    assert "柳川市2025年" in alice.hears()[-1]
    await alice.says("/today")
    assert "—— 柳川市2025年政府工作报告" in alice.hears()[-1]


async def test_in_a_group_its_administrators_choose(town: Town) -> None:
    group = town.group("村民群")
    carol, dan = group.member("Carol"), group.owner
    await carol.says("/report 柳川")
    assert carol.hears() == ["仅群管理员可用。"]
    await dan.says("/report 柳川")
    await carol.says(f"{mention()} GDP目标是多少")
    assert "柳川市2025年政府工作报告" in carol.hears()[-1]

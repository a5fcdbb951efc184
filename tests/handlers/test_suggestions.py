"""Somebody taps one of the nearest entries."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town, mention


async def test_a_tapped_suggestion_shows_its_entry(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("民政厅电话是多少")
    alice.hears()
    assert await alice.taps("第8件 · 特殊困难老年人家庭适老化改造") is None
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


async def test_in_a_group_the_entry_replies_to_the_message_that_offered_it(town: Town) -> None:
    carol = town.group("论坛", is_forum=True).member("Carol")
    await carol.says(f"{mention()} 民政厅电话", message_thread_id=77, is_topic_message=True)
    await carol.taps("第10件 · 流动儿童关爱服务清单")
    offer, entry = carol.bot_messages()
    assert entry["reply_to_message"]["message_id"] == offer["message_id"]
    assert entry["message_thread_id"] == 77


async def test_a_vanished_entry_says_so(town: Town, engine: FakeEngine) -> None:
    alice = town.person("Alice")
    await alice.says("民政厅电话是多少")
    engine.entries.clear()
    assert await alice.taps("第8件 · 特殊困难老年人家庭适老化改造") == snapshot("这条内容已失效，请重新提问。")
    assert len(alice.sees()) == 1


async def test_a_strange_button_is_answered_too(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("民政厅电话是多少")
    assert await alice.taps_data(alice.bot_messages()[0], "nothing:of:ours") is not None


async def test_a_message_too_old_to_be_told_still_gets_its_entry(town: Town) -> None:
    alice = town.person("Alice")
    inaccessible = {"chat": town.api.chats.chats[alice.chat_id], "message_id": 3, "date": 0}
    assert await alice.taps_data(inaccessible, "t-six") is None
    assert len(alice.sees()) == 1


async def test_a_tap_that_comes_too_late_to_be_answered_still_shows_its_entry(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("民政厅电话是多少")
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    town.api.refuse_next("answerCallbackQuery", 400, late)
    with pytest.raises(AssertionError, match="not answered"):
        await alice.taps("第8件 · 特殊困难老年人家庭适老化改造")
    assert len(alice.sees()) == 2

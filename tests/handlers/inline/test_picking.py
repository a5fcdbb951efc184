"""Somebody picks a result: its message goes into any chat, and its buttons work there."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from bot.telegram import TelegramBot
from tests.fakes.people import Town, Voice
from tests.fakes.running import services_of


@pytest.fixture
def alice(town: Town) -> Voice:
    """Somebody who talks with a friend, where the bot isn't."""
    return town.person("Alice").elsewhere()


async def test_the_message_is_the_reply_with_its_buttons(alice: Voice) -> None:
    await alice.picks((await alice.types_inline("去年粮食产量多少")).results[0])
    assert alice.sees() == snapshot(
        [
            """\
📊 <a href="https://t.me/report_bot?start=f36976f64b1"><b>粮食产量（2023年）</b></a>：791.6亿斤
<blockquote>粮食播种面积、单产、总产“三增长”,<b>粮食产量791.6亿斤、实现二十连丰、稳居全国第6</b>,主要肉类产量285.4万吨、牛奶产量792.6万吨,均创新高。</blockquote>
<i>—— 一、过去一年工作回顾 · 第4段</i>
[上下文] [相关] [分享] [复制]
[👍] [👎]\
"""
        ]
    )


async def test_what_stands_around_it_is_shown_in_its_place_and_back_again(alice: Voice) -> None:
    await alice.picks((await alice.types_inline("去年粮食产量多少")).results[0])
    (before,) = alice.sees()
    assert await alice.taps("上下文") is None
    (around,) = alice.sees()
    assert around.startswith("📖")
    assert await alice.taps("← 返回") is None
    assert alice.sees() == [before]


async def test_a_related_entry_takes_its_place(alice: Voice) -> None:
    await alice.picks((await alice.types_inline("去年粮食产量多少")).results[0])
    await alice.taps("相关")
    await alice.taps("1")
    (now,) = alice.sees()
    assert "[上下文]" in now
    assert "791.6亿斤</b>\n" not in now


@pytest.mark.parametrize("asked", ["民政厅负责哪几件", "/compare 地区生产总值"])
async def test_no_button_puts_one_entry_in_the_place_of_several_for_everybody(alice: Voice, asked: str) -> None:
    """There is no way back in an inline message; each title is a link to its entry."""
    await alice.picks((await alice.types_inline(asked)).results[0])
    (shown,) = alice.sees()
    assert shown.count("?start=") == 2
    assert shown.endswith("</i>\n[分享] [👍] [👎]")


async def test_a_number_of_a_message_sent_before_still_opens_its_entry(alice: Voice) -> None:
    message = await alice.picks((await alice.types_inline("民政厅负责哪几件")).results[0])
    await alice.taps_data(message, "o:l1921b23c06")
    (now,) = alice.sees()
    assert "第10件" in now


async def test_a_verdict_is_noted_once_a_person(alice: Voice, bot: TelegramBot) -> None:
    offered = await alice.types_inline("去年粮食产量多少")
    message = await alice.picks(offered.results[0])
    assert await alice.taps("👍") == "谢谢您的反馈！"
    assert await alice.taps("👍") == "谢谢您的反馈！"
    friend = alice.town.person("Friend")
    await friend.taps("👍", on=message)
    store = services_of(bot).store
    await store.flush()
    (judged,) = await store.usage.most_asked()
    assert (judged.entry_id, judged.good, judged.bad) == (offered.results[0]["id"], 2, 0)


async def test_a_message_deleted_meanwhile_is_no_failure(alice: Voice, bot: TelegramBot) -> None:
    message = await alice.picks((await alice.types_inline("去年粮食产量多少")).results[0])
    del alice.town.api.chats.messages[alice.chat_id, message["message_id"]]
    assert await alice.taps("上下文", on=message) is None
    assert "report_bot_failures_total 0.0" in services_of(bot).metrics.exposition().decode()


async def test_in_a_group_with_the_bot_a_picked_result_is_nobodys_question(town: Town) -> None:
    carol = town.group("群").member("Carol")
    await carol.picks((await carol.types_inline("六个工程")).results[0])
    assert len(carol.bot_messages()) == 1


@pytest.mark.parametrize(
    ("query", "nth", "kind"), [("去年粮食产量多少", 0, "figure"), ("民政厅负责哪几件", 0, "list"), ("", 4, "list")]
)
async def test_what_was_picked_is_counted_where_telegram_tells(
    alice: Voice, bot: TelegramBot, query: str, nth: int, kind: str
) -> None:
    alice.town.api.inline.feedback = True
    await alice.picks((await alice.types_inline(query)).results[nth], query=query)
    assert f'kind="{kind}",outcome="answer",surface="inline"}} 1.0' in services_of(bot).metrics.exposition().decode()


async def test_what_is_only_offered_is_not_counted(alice: Voice, bot: TelegramBot) -> None:
    await alice.types_inline("粮食")
    await alice.types_inline("粮食产量")
    assert 'surface="' not in services_of(bot).metrics.exposition().decode()


async def test_a_picked_result_that_is_known_no_more_is_not_counted(alice: Voice, bot: TelegramBot) -> None:
    for result_id in ("f0123456789", "example-99", "list"):
        chosen = {"result_id": result_id, "from": alice.person, "query": ""}
        await alice.town.happens("chosen_inline_result", chosen)
    exposed = services_of(bot).metrics.exposition().decode()
    assert 'surface="' not in exposed
    assert "report_bot_failures_total 0.0" in exposed

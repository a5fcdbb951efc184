"""What is kept is said, and deleted when the person, or a group's administrator, says so."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from bot.telegram import TelegramBot
from handlers.query import Thread
from store import ChatSettings, Mode, Store
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town
from tests.fakes.running import services_of


@pytest.mark.parametrize("command", ["/privacy", "/隐私"])
async def test_privacy_says_what_is_kept(town: Town, command: str) -> None:
    alice = town.person("Alice")
    await alice.says(command)
    assert alice.hears() == snapshot(
        [
            """\
<b>我们保存哪些信息</b>
• 群：编号、最近使用的时间，以及 /settings 和 /report 里的选择。机器人被移出群30天之后删除。
• 私聊：只记用 /report 选的报告；没选过就不记。屏蔽机器人时删除。
• 回答：哪条消息回答了谁的哪条提问、用了哪些条目。只记编号，不记文字，48小时后删除；有了它，提问改了，答案才能跟着改。
• 提醒：发到哪里、什么时间、哪个时区、哪种语言、哪些内容，已发过的条目和日期，以及停止的原因。停止30天之后删除。
• 只设过时区、没开过提醒的：时区。机器人被移出群或被屏蔽30天之后删除。
• 收到的每条消息的更新编号，用来避免重复回答，一天后删除。
• 次数：每天的提问数、各条目被查看的次数、👍 和 👎 的数量，不记是谁。
• 没答上来或被点 👎 的问题：问题的文字、次数和点选的原因，供编辑补充，不记是谁、在哪里问的；半年没人再问就删除。
• 只在内存里、程序重启就清空的：最近回答过的提问文字、刚看过的条目、谁点过 👍 👎、谁是群管理员、谁刚提过问。
• 同样只在内存里：最近读过的消息的校验值（看不出内容），用来分辨编辑有没有改字。

除此之外都不保存。发 /forget 可以删除与您有关的记录；在群里由管理员发，删除本群的记录。\
"""
        ]
    )


@pytest.mark.parametrize("command", ["/forget", "/清除记录"])
async def test_forget_deletes_what_is_kept_about_the_person_wherever_they_asked(
    town: Town, bot: TelegramBot, store: Store, command: str
) -> None:
    alice = town.person("Alice")
    here = town.group("群").admits(alice)
    alone, together = await alice.says("六个工程"), await here.says("@report_bot 六个工程")
    places = [(message["chat"]["id"], message["message_id"]) for message in (alone, together)]
    assert all([await store.answers.of(*place) for place in places])
    await alice.says(command)
    assert alice.hears()[-1] == snapshot("""\
已删除与您有关的记录。
每日提醒如果开着，也已停止。
以前的提问再修改，答案不会跟着更新。之后的使用会重新产生记录，详见 /privacy。\
""")
    assert [await store.answers.of(*place) for place in places] == [None, None]
    assert services_of(bot).answers.shown(alice.chat_id) == Thread()


async def test_after_forget_an_edited_question_gets_an_answer_of_its_own(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程")
    await alice.says("/forget")
    await alice.edits(question, "GDP目标")
    assert len(alice.titles()) == 3


async def test_an_administrator_has_the_groups_record_deleted(town: Town, bot: TelegramBot, store: Store) -> None:
    group = town.group("群")
    question = await group.member("Carol").says("@report_bot 六个工程")
    await store.chats.change(group.chat_id, ChatSettings(mode=Mode.MENTION))
    await group.owner.says("/forget@report_bot")
    assert group.owner.hears()[-1] == snapshot("""\
已删除本群的记录，/settings 里的选择也恢复默认。
每日提醒如果开着，也已停止。
以前的提问再修改，答案不会跟着更新。之后的使用会重新产生记录，详见 /privacy。\
""")
    assert await store.answers.of(group.chat_id, question["message_id"]) is None
    assert (await services_of(bot).chats.get(group.chat_id)).settings == ChatSettings()


async def test_others_in_a_group_can_not(town: Town, store: Store) -> None:
    carol = town.group("群").member("Carol")
    question = await carol.says("@report_bot 六个工程")
    await carol.says("/forget")
    assert carol.hears()[-1] == "仅群管理员可用。"
    assert await store.answers.of(carol.chat_id, question["message_id"])


async def test_what_others_asked_stays(town: Town, store: Store) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    question = await bob.says("六个工程")
    await alice.says("/forget")
    assert await store.answers.of(bob.chat_id, question["message_id"])


async def test_without_the_database_it_says_that_nothing_was_deleted(town: Town, store: Store) -> None:
    alice = town.person("Alice")
    await store.close()
    await alice.says("/forget")
    assert alice.hears() == ["⚠️ 暂时连不上数据库，操作没有完成，请稍后再试。"]


async def test_no_text_and_no_person_is_in_what_is_kept_of_a_miss(
    town: Town, api: BotApi, engine: FakeEngine, store: Store
) -> None:
    alice = town.person("Alice")
    await alice.says("GDP是啥味道")
    await store.flush()
    (miss,) = await store.misses.top()
    assert (miss.text, miss.count, dict(miss.reasons)) == ("GDP是啥味道", 1, {"unsure": 1})
    assert str(alice.user["id"]) not in repr(miss)

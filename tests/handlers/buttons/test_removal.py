"""The asker, or an administrator, takes an answer back in a group."""

from __future__ import annotations

import pytest

from bot.telegram import TelegramBot
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Group, Town, mention
from tests.fakes.running import running, services_of

REFUSED = "只有提问的人和群管理员可以撤回。"
TOO_OLD = "这条消息发出太久，机器人无法撤回，群管理员可以直接删除。"


@pytest.fixture
def group(town: Town) -> Group:
    return town.group("群")


async def test_the_asker_takes_it_back_by_its_button(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says("去年粮食产量多少")
    assert await carol.taps("✖") is None
    assert carol.sees() == []


async def test_an_administrator_does(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    group.promote(dan)
    await carol.says("去年粮食产量多少")
    await dan.taps("✖")
    assert carol.sees() == []


async def test_an_anonymous_administrator_does(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says("去年粮食产量多少")
    await group.anonymous(group.owner).taps("✖")
    assert carol.sees() == []


async def test_anybody_else_is_refused(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says("去年粮食产量多少")
    assert await dan.taps("✖") == REFUSED
    assert len(carol.sees()) == 1


@pytest.mark.parametrize("said", ["撤回", "撤回。", "刪除", "DELETE"])
async def test_the_asker_takes_it_back_by_a_reply(group: Group, said: str) -> None:
    carol = group.member("Carol")
    await carol.says("去年粮食产量多少")
    await carol.says(said, reply_to_message=carol.bot_messages()[0])
    assert carol.sees() == []


async def test_a_reply_by_anybody_else_changes_nothing_and_says_nothing(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says("去年粮食产量多少")
    await dan.says("撤回", reply_to_message=carol.bot_messages()[0])
    assert len(carol.sees()) == 1


@pytest.mark.parametrize("by_an_administrator", [False, True])
async def test_nobody_has_other_peoples_messages_deleted(group: Group, town: Town, by_an_administrator: bool) -> None:
    group.promote_bot()
    carol, dan = group.member("Carol"), group.member("Dan")
    if by_an_administrator:
        group.promote(carol)
    asked = await carol.says("今晚吃什么")
    said = await dan.says("火锅", reply_to_message=asked)
    await carol.says(f"{mention()} 删除", reply_to_message=said)
    assert town.api.called("deleteMessage") == []


@pytest.mark.parametrize("by", ["button", "reply"])
async def test_who_opened_an_entry_of_a_list_takes_it_back(group: Group, by: str) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says("民政厅负责哪几件")
    await dan.taps("2")
    opened = carol.bot_messages()[1]
    if by == "button":
        assert await dan.taps("✖", on=opened) is None
    else:
        await dan.says("撤回", reply_to_message=opened)
    assert [title[0] for title in carol.titles()] == ["📋"]


async def test_who_asked_for_the_list_did_not_ask_for_the_entry(group: Group) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says("民政厅负责哪几件")
    await dan.taps("2")
    assert await carol.taps("✖") == REFUSED
    assert len(carol.sees()) == 2


@pytest.mark.parametrize("by", ["button", "reply to the first", "reply to the last"])
async def test_an_answer_of_several_messages_goes_as_a_whole(api: BotApi, long_engine: FakeEngine, by: str) -> None:
    carol = Town(api).group("群").member("Carol")
    async with running(api, long_engine):
        await carol.says("长文")
        first, last = carol.bot_messages()
        if by == "button":
            await carol.taps("✖")
        else:
            await carol.says("撤回", reply_to_message=first if by.endswith("first") else last)
        assert carol.sees() == []


async def test_a_channels_question_is_taken_back_by_an_administrators_button(group: Group) -> None:
    dan = group.member("Dan")
    await group.channel("频道").says("去年粮食产量多少")
    assert await dan.taps("✖") == REFUSED
    await group.owner.taps("✖")
    assert dan.sees() == []


async def test_a_channel_takes_its_own_back_by_a_reply_and_no_other_channel_does(group: Group) -> None:
    channel, other = group.channel("频道"), group.channel("另一个频道")
    await channel.says("去年粮食产量多少")
    (answer,) = channel.bot_messages()
    await other.says("撤回", reply_to_message=answer)
    assert len(channel.sees()) == 1
    await channel.says("撤回", reply_to_message=answer)
    assert channel.sees() == []


async def test_a_question_edited_afterwards_is_answered_anew(group: Group) -> None:
    carol = group.member("Carol")
    question = await carol.says("去年粮食产量多少")
    await carol.taps("✖")
    await carol.edits(question, "六个工程是什么")
    assert [text[0] for text in carol.sees()] == ["📖"]


async def test_an_answer_deleted_already_is_no_failure(group: Group, bot: TelegramBot) -> None:
    carol = group.member("Carol")
    await carol.says("去年粮食产量多少")
    (message,) = carol.bot_messages()
    group.deletes(message)
    await carol.taps("✖", on=message)
    assert "report_bot_failures_total 0.0" in services_of(bot).metrics.exposition().decode()


async def test_one_too_old_to_be_deleted_stays_without_a_failure(group: Group, town: Town, bot: TelegramBot) -> None:
    carol = group.member("Carol")
    await carol.says("去年粮食产量多少")
    town.passes(hours=49)
    assert await carol.taps("✖") == TOO_OLD
    assert len(carol.sees()) == 1
    assert "report_bot_failures_total 0.0" in services_of(bot).metrics.exposition().decode()


async def test_one_of_which_telegram_tells_nothing_any_more_is_said_to_be_old(group: Group, town: Town) -> None:
    carol, dan = group.member("Carol"), group.member("Dan")
    await carol.says("去年粮食产量多少")
    town.passes(hours=49)
    old = {"chat": group.chat, "message_id": carol.bot_messages()[0]["message_id"], "date": 0}
    for voice in (dan, group.owner):
        await voice.taps_data(old, "x")
        assert voice.tapped is not None
        assert voice.tapped["text"] == TOO_OLD
    group.promote_bot(can_delete_messages=True)
    await group.owner.taps_data(old, "x")
    assert carol.sees() == []


async def test_alone_with_the_bot_there_is_nothing_to_take_back(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("去年粮食产量多少")
    assert "✖" not in alice.sees()[0]

"""The bot is added to a group, silenced, given its voice back, removed; or a person blocks it."""

from __future__ import annotations

from typing import Any

import pytest
from inline_snapshot import snapshot

from store import ChatSettings, Mode, Store
from tests.fakes.bot_api import ME, BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.members import administrator, left, member, restricted
from tests.fakes.people import Group, Town, mention
from tests.fakes.running import running
from tests.handlers.groups.conftest import Clock, Disk

SURE, CALLED = "六个工程是什么", f"{mention()} 六个工程是什么"
CHOSEN = ChatSettings(Mode.SURE, 0, buttons=False)


@pytest.fixture(params=["group", "supergroup"])
def foreign(town: Town, request: pytest.FixtureRequest) -> Group:
    """A group that the bot isn't in."""
    return town.group("呼和浩特市民群", kind=request.param, has_bot=False)


async def becomes(group: Group, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Telegram tells that the bot's standing changed."""
    town, user = group.owner.town, group.owner.user
    town.api.chats.members.place(group.chat_id, ME, new)
    change = {"chat": group.chat, "from": user, "date": 1, "old_chat_member": {"user": ME, **old}}
    await town.happens("my_chat_member", change | {"new_chat_member": {"user": ME, **new}})


async def test_the_bot_introduces_itself_to_a_new_group_once(foreign: Group) -> None:
    await foreign.admits_bot()
    assert foreign.owner.sees() == snapshot(
        [
            """\
大家好！我可以回答关于内蒙古自治区2024年<b>《政府工作报告》</b>的问题。
回答都是报告的原话，并注明出处；报告里没有的，会直接告诉您。

@我、回复我或发命令，我都会回答；没叫我的时候，只回答有把握的提问，不打扰大家聊天。

群管理员发 /settings@report_bot 可以调整回答方式，发 /help@report_bot 查看用法。\
"""
        ]
    )


async def test_where_it_sees_little_it_says_so_and_what_to_do(
    api: BotApi, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ME, "can_read_all_group_messages", False)
    async with running(api, engine):
        group = Town(api).group("呼和浩特市民群", has_bot=False)
        await group.admits_bot()
    assert group.owner.sees() == snapshot(
        [
            """\
大家好！我可以回答关于内蒙古自治区2024年<b>《政府工作报告》</b>的问题。
回答都是报告的原话，并注明出处；报告里没有的，会直接告诉您。

@我、回复我或发命令，我都会回答。
我现在看不到群里的其他消息（隐私模式）。想让我主动回答，请把我设为管理员；
或者由机器人的管理者在 @BotFather 发 <code>/setprivacy</code> 关闭隐私模式，再把我移出群重新加入。

群管理员发 /settings@report_bot 可以调整回答方式，发 /help@report_bot 查看用法。\
"""
        ]
    )


async def test_it_speaks_the_language_of_who_added_it(foreign: Group) -> None:
    dan = foreign.member("Dan").language("en")
    await foreign.admits_bot(by=dan)
    assert foreign.owner.sees() == snapshot(
        [
            """\
Hello! Ask me anything about the <b>政府工作报告</b> (government work report) of 内蒙古自治区, 2024.
Answers are the report's own sentences, in Chinese, with their place. If the report doesn't have it, I'll tell you so.

Call me (@me, a reply to me, a command) and I always answer; otherwise only when I'm sure.

Administrators: /settings@report_bot changes how I answer; /help@report_bot shows how to ask.\
"""
        ]
    )


async def test_news_delivered_again_make_no_second_introduction(foreign: Group) -> None:
    await becomes(foreign, left(), member())
    await foreign.owner.town.redelivers()
    assert len(foreign.owner.sees()) == 1


@pytest.mark.parametrize("start", ["/start@report_bot", "/start@report_bot true"])
@pytest.mark.parametrize("order", ["joins, starts", "starts, joins", "starts"])
async def test_who_adds_it_by_a_link_gets_one_introduction(foreign: Group, start: str, order: str) -> None:
    """Telegram sends /start with a link of that kind, and tells of the joining before it, after it, or not at all."""
    foreign.owner.town.api.chats.members.place(foreign.chat_id, ME, member())
    for what in order.split(", "):
        await (becomes(foreign, left(), member()) if what == "joins" else foreign.owner.says(start))
    (said,) = foreign.owner.sees()
    assert said.startswith("大家好！")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (member(), administrator()),
        (administrator(), member()),
        (restricted(can_send_messages=True), member()),
        (restricted(), member()),
        (left(), restricted()),
        (left(), restricted(is_member=False)),
        (member(), left()),
    ],
    ids=["promoted", "demoted", "unrestricted", "unmuted", "comes muted", "stays away", "leaves"],
)
async def test_any_other_change_is_none_to_introduce_oneself_for(
    group: Group, old: dict[str, Any], new: dict[str, Any]
) -> None:
    await becomes(group, old, new)
    assert group.owner.sees() == []


async def test_an_administrator_sees_everything_and_says_nothing_of_privacy(
    api: BotApi, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ME, "can_read_all_group_messages", False)
    async with running(api, engine):
        group = Town(api).group("呼和浩特市民群", has_bot=False)
        await becomes(group, left(), administrator())
    assert "/setprivacy" not in group.owner.sees()[0]


@pytest.mark.parametrize(
    "new", [administrator(), restricted(can_send_messages=True)], ids=["administrator", "restricted"]
)
async def test_who_comes_with_other_rights_comes_all_the_same(foreign: Group, new: dict[str, Any]) -> None:
    await becomes(foreign, left(), new)
    assert len(foreign.owner.sees()) == 1


async def test_a_channel_is_left_alone(town: Town, store: Store) -> None:
    channel = {"id": -9, "type": "channel", "title": "频道"}
    town.api.chats.chats[-9] = channel
    change = {"chat": channel, "from": town.founder, "date": 1, "old_chat_member": {"user": ME, **left()}}
    await town.happens("my_chat_member", change | {"new_chat_member": {"user": ME, **administrator()}})
    assert town.api.called("sendMessage") == []
    assert await store.chats.count() == 0


async def test_a_group_where_it_may_not_write_is_not_written_to(group: Group, store: Store) -> None:
    carol = group.member("Carol")
    await group.mutes_bot()
    for text in (SURE, CALLED, "/help"):
        await carol.says(text)
    assert carol.town.api.called("sendMessage") == []
    assert (await store.chats.state(group.chat_id)).muted


async def test_nor_does_a_tap_make_it_write_there(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says(f"{mention()} 民政厅电话")
    await group.mutes_bot()
    assert await carol.taps("第8件 · 特殊困难老年人家庭适老化改造") is None
    assert len(carol.town.api.called("sendMessage")) == 1


async def test_with_its_voice_back_it_answers_again(group: Group, store: Store) -> None:
    carol = group.member("Carol")
    await group.mutes_bot()
    await group.unmutes_bot()
    await carol.says(SURE)
    assert len(carol.hears()) == 1
    assert not (await store.chats.state(group.chat_id)).muted


async def test_it_comes_silenced_and_says_nothing(foreign: Group) -> None:
    await becomes(foreign, left(), restricted())
    await foreign.member("Carol").says(CALLED)
    assert foreign.owner.town.api.called("sendMessage") == []


async def test_a_silence_that_ends_by_itself_is_tried_again(group: Group, clock: Clock) -> None:
    """Telegram doesn't tell when the time of a restriction is over."""
    carol = group.member("Carol")
    await becomes(group, member(), restricted() | {"until_date": 86_400})
    await carol.says(CALLED)
    assert carol.town.api.called("sendMessage") == []
    group.owner.town.api.chats.members.place(group.chat_id, ME, member())
    clock.passes(seconds=3600)
    await carol.says(CALLED)
    assert len(carol.hears()) == 1


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: not enough rights to send text messages to the chat",
        "Bad Request: CHAT_WRITE_FORBIDDEN",
        "Bad Request: have no rights to send a message",
    ],
)
async def test_where_telegram_refuses_a_message_none_is_tried_for_an_hour(
    group: Group, clock: Clock, caplog: pytest.LogCaptureFixture, description: str
) -> None:
    carol = group.member("Carol")
    carol.town.api.refuse_next("sendMessage", 400, description)
    await carol.says(CALLED)
    await carol.says(CALLED)
    assert len(carol.town.api.called("sendMessage")) == 1
    clock.passes(seconds=3600)
    await carol.says(CALLED)
    assert len(carol.hears()) == 1
    assert "failed" not in caplog.text


async def test_a_closed_topic_silences_no_other(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    forum = town.group("论坛", is_forum=True)
    carol = forum.member("Carol")
    forum.closes_topic(77)
    await carol.says(CALLED, message_thread_id=77, is_topic_message=True)
    assert carol.hears() == []
    await carol.says(CALLED, message_thread_id=78, is_topic_message=True)
    assert len(carol.hears()) == 1
    assert "failed" not in caplog.text


async def test_an_introduction_that_telegram_refuses_is_no_failure(
    foreign: Group, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.refuse_next("sendMessage", 403, "Forbidden: bot was kicked from the group chat")
    await becomes(foreign, left(), member())
    assert foreign.owner.sees() == []
    assert "failed" not in caplog.text


async def test_a_group_that_removed_it_keeps_its_settings_for_when_it_is_back(group: Group, store: Store) -> None:
    await store.chats.change(group.chat_id, CHOSEN)
    await group.removes_bot()
    assert await store.chats.count() == 0
    await group.admits_bot()
    assert (await store.chats.state(group.chat_id)).settings == CHOSEN
    assert await store.chats.count() == 1


async def test_what_is_kept_of_a_group_that_removed_it_goes_in_the_end(group: Group, store: Store) -> None:
    await store.chats.change(group.chat_id, CHOSEN)
    await group.removes_bot()
    assert await store.chats.purge(days=30) == 0
    assert await store.chats.purge(days=0) == 1
    assert (await store.chats.state(group.chat_id)).settings == ChatSettings()


async def test_removed_without_notice_it_takes_the_refusal_for_it(
    group: Group, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    carol = group.member("Carol")
    await store.chats.change(group.chat_id, CHOSEN)
    carol.town.api.refuse_next("sendMessage", 403, "Forbidden: bot was kicked from the supergroup chat")
    await carol.says(CALLED)
    assert await store.chats.count() == 0
    assert "failed" not in caplog.text


async def test_of_a_person_who_blocks_it_nothing_stays(town: Town, store: Store) -> None:
    alice = town.person("Alice")
    question = await alice.says(SURE)
    await store.flush()
    assert await store.answers.of(alice.chat_id, question["message_id"]) is not None
    await alice.blocks_bot()
    assert await store.chats.forget(alice.chat_id) == 0


async def test_a_person_who_unblocks_it_is_answered_and_not_greeted(town: Town, store: Store) -> None:
    alice = town.person("Alice")
    await alice.blocks_bot()
    await alice.unblocks_bot()
    await alice.says(SURE)
    assert len(alice.hears()) == 1
    assert await store.chats.count() == 0


async def test_groups_are_counted_by_their_messages(group: Group, store: Store) -> None:
    await group.member("Carol").says("大家早上好")
    await store.flush()
    assert await store.chats.count() == 1


async def test_while_the_store_is_down_it_introduces_itself_and_answers(
    foreign: Group, store: Store, disk: Disk
) -> None:
    carol = foreign.member("Carol")
    async with disk.broken():
        await foreign.admits_bot()
        await carol.says(SURE)
    assert len(foreign.owner.sees()) == 2


async def test_while_the_store_is_down_a_group_is_treated_as_last_known(
    group: Group, store: Store, disk: Disk, clock: Clock
) -> None:
    carol = group.member("Carol")
    await store.chats.change(group.chat_id, ChatSettings(Mode.OFF))
    await carol.says(SURE)
    async with disk.broken():
        clock.passes(seconds=120)
        await carol.says(SURE)
    assert carol.hears() == []


async def test_what_telegram_said_while_the_store_was_down_is_kept_afterwards(
    group: Group, store: Store, disk: Disk, clock: Clock
) -> None:
    carol = group.member("Carol")
    await group.mutes_bot()
    async with disk.broken():
        await group.unmutes_bot()
    clock.passes(seconds=120)
    await carol.says(SURE)
    assert len(carol.hears()) == 1
    assert not (await store.chats.state(group.chat_id)).muted

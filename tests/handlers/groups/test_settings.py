"""A group's administrators choose how the bot answers there, by buttons."""

from __future__ import annotations

import asyncio

import pytest
from inline_snapshot import snapshot

from store import ChatSettings, Mode, Store
from tests.fakes.people import Group, Town, Voice, mention
from tests.handlers.groups.conftest import Clock, Disk

REFUSED = "仅群管理员可用。"
SURE, CALLED, UNKNOWN = "六个工程是什么", f"{mention()} 六个工程是什么", "天气怎么样"


async def chosen(voice: Voice, *labels: str) -> None:
    """Chooses by the buttons under /settings; what the bot says to that is heard."""
    await voice.says("/settings")
    for label in labels:
        assert await voice.taps(label) is None
    voice.hears()


async def test_an_administrator_sees_what_is_chosen_and_what_there_is_to_choose(group: Group) -> None:
    await group.owner.says("/settings")
    assert group.owner.sees() == snapshot(
        [
            """\
⚙️ <b>本群的回答方式</b>

<b>什么时候回答</b>：有把握就答
叫我（@我、回复我或发命令）一定回答；没叫我的时候，有把握才回答。

<b>主动回答的间隔</b>：1分钟
同一段原文十分钟内不重复发；叫我的提问不受限制。

<b>答案</b>：显示按钮

点下面的按钮修改，仅群管理员可用。
[✓ 有把握就答] [叫我才答] [不回答]
[不限制] [✓ 1分钟] [5分钟] [1小时]
[✓ 显示按钮] [不显示按钮]\
"""
        ]
    )


async def test_a_tap_changes_the_same_message(group: Group) -> None:
    owner = group.owner
    await owner.says("/设置")
    assert [await owner.taps(label) for label in ("叫我才答", "5分钟", "不显示按钮")] == [None, None, None]
    assert owner.sees() == snapshot(
        [
            """\
⚙️ <b>本群的回答方式</b>

<b>什么时候回答</b>：叫我才答
叫我（@我、回复我或发命令）才回答。

<b>主动回答的间隔</b>：5分钟
同一段原文十分钟内不重复发；叫我的提问不受限制。

<b>答案</b>：不显示按钮

点下面的按钮修改，仅群管理员可用。
[有把握就答] [✓ 叫我才答] [不回答]
[不限制] [1分钟] [✓ 5分钟] [1小时]
[显示按钮] [✓ 不显示按钮]\
"""
        ]
    )


async def test_what_is_chosen_already_can_be_tapped_again(group: Group) -> None:
    await group.owner.says("/settings")
    assert await group.owner.taps("✓ 有把握就答") is None
    assert len(group.owner.sees()) == 1


async def test_what_is_chosen_is_kept_for_this_group_alone(town: Town, group: Group, store: Store) -> None:
    other = town.group("另一个群")
    await chosen(group.owner, "叫我才答", "1小时", "不显示按钮")
    assert (await store.chats.state(group.chat_id)).settings == ChatSettings(Mode.MENTION, 3600, buttons=False)
    assert (await store.chats.state(other.chat_id)).settings == ChatSettings()


async def test_two_administrators_at_once_lose_nothing(group: Group, store: Store) -> None:
    owner, dan = group.owner, group.member("Dan")
    group.promote(dan)
    await owner.says("/settings")
    await asyncio.gather(owner.taps("叫我才答"), dan.taps("5分钟"))
    assert (await store.chats.state(group.chat_id)).settings == ChatSettings(Mode.MENTION, 300)


async def test_others_are_refused_in_a_line(group: Group) -> None:
    carol = group.member("Carol")
    question = await carol.says("/settings")
    assert carol.hears() == [REFUSED]
    assert carol.bot_messages()[0]["reply_to_message"]["message_id"] == question["message_id"]


async def test_others_may_tap_in_vain(group: Group, store: Store) -> None:
    carol = group.member("Carol")
    await group.owner.says("/settings")
    before = carol.sees()
    assert await carol.taps("不回答") == "只有群管理员可以修改设置。"
    assert carol.sees() == before
    assert (await store.chats.state(group.chat_id)).settings == ChatSettings()


async def test_an_anonymous_administrator_is_one(group: Group, store: Store) -> None:
    anonymous = group.anonymous(group.owner)
    await anonymous.says("/settings")
    assert await anonymous.taps("不回答") is None
    assert (await store.chats.state(group.chat_id)).settings.mode is Mode.OFF


async def test_a_channel_that_posts_in_the_group_is_none(group: Group) -> None:
    channel = group.channel("频道", by=group.owner)
    await channel.says("/settings")
    assert channel.hears() == [REFUSED]


async def test_where_members_are_hidden_the_administrators_are_known_nevertheless(group: Group) -> None:
    group.hides_members()
    carol = group.member("Carol")
    await carol.says("/settings")
    assert carol.hears() == [REFUSED]
    await group.owner.says("/settings")
    assert "本群的回答方式" in group.owner.sees()[-1]


async def test_telegram_is_asked_once_in_some_minutes(group: Group, clock: Clock) -> None:
    owner = group.owner
    await chosen(owner, "5分钟", "1小时")
    assert len(group.owner.town.api.called("getChatMember")) == 1
    group.demote(owner)
    clock.passes(seconds=200)
    assert await owner.taps("不回答") == "只有群管理员可以修改设置。"


async def test_when_the_bots_own_standing_changes_telegram_is_asked_again(group: Group) -> None:
    owner = group.owner
    await chosen(owner)
    await group.promotes_bot()
    await chosen(owner)
    assert len(owner.town.api.called("getChatMember")) == 2


async def test_in_private_there_is_nothing_to_set(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says("/settings")
    assert alice.hears() == snapshot(["设置是给群用的：先把我加进群，再由群管理员在群里发 /settings。"])


@pytest.mark.parametrize(
    "data", ["s", "s:mode", "s:mode:loud", "s:cooldown:-1", "s:cooldown:61", "s:muted:on", "s:a:b:c:d"]
)
async def test_a_button_that_says_nonsense_changes_nothing(group: Group, store: Store, data: str) -> None:
    await group.owner.says("/settings")
    assert await group.owner.taps_data(group.owner.bot_messages()[0], data) == "这条内容已失效，请重新提问。"
    assert (await store.chats.state(group.chat_id)).settings == ChatSettings()


async def test_a_settings_button_in_private_changes_nothing(town: Town) -> None:
    alice = town.person("Alice")
    await alice.says(SURE)
    assert await alice.taps_data(alice.bot_messages()[0], "s:mode:off") == "这条内容已失效，请重新提问。"
    await alice.says("今年GDP目标")
    assert len(alice.sees()) == 2


async def test_a_settings_message_that_an_administrator_deleted_meanwhile_is_no_failure(
    group: Group, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await group.owner.says("/settings")
    message = group.owner.bot_messages()[0]
    group.deletes(message)
    assert await group.owner.taps_data(message, "s:mode:off") is None
    assert (await store.chats.state(group.chat_id)).settings.mode is Mode.OFF
    assert "failed" not in caplog.text


async def test_what_cannot_be_saved_is_said_and_not_shown(group: Group, disk: Disk, store: Store) -> None:
    owner = group.owner
    await owner.says("/settings")
    before = owner.sees()
    async with disk.broken():
        assert await owner.taps("不回答") == "没能保存，请稍后再试。"
        assert owner.sees() == before
        await owner.says("/settings")
        assert owner.sees()[-1] == "⚠️ 暂时连不上数据库，操作没有完成，请稍后再试。"
    assert await owner.taps("不回答", on=owner.bot_messages()[0]) is None
    assert (await store.chats.state(group.chat_id)).settings.mode is Mode.OFF


async def test_only_addressed_questions_are_answered_when_that_is_chosen(group: Group) -> None:
    await chosen(group.owner, "叫我才答")
    carol = group.member("Carol")
    carol.hears()
    await carol.says(SURE)
    assert carol.hears() == []
    for text in (CALLED, "/术语 六个工程"):
        await carol.says(text)
        assert len(carol.hears()) == 1
    await carol.says("第8件", reply_to_message=carol.bot_messages()[-1])
    assert len(carol.hears()) == 1


async def test_nothing_is_answered_when_that_is_chosen(group: Group) -> None:
    await chosen(group.owner, "不回答")
    carol = group.member("Carol")
    carol.hears()
    for text in (
        SURE,
        CALLED,
        UNKNOWN,
        mention(),
        "/术语 六个工程",
        "/search 六个工程",
        "/compare GDP",
        "/list",
        "/gdp@report_bot",
    ):
        await carol.says(text)
    assert carol.hears() == []


@pytest.mark.parametrize("command", ["/help", "/privacy", "/settings"])
async def test_what_is_no_question_works_all_the_same(group: Group, command: str) -> None:
    await chosen(group.owner, "不回答")
    group.owner.hears()
    await group.owner.says(command)
    assert len(group.owner.bot_messages()) == 2


async def test_a_group_that_wants_no_answers_does_not_silence_private_chats(town: Town, group: Group) -> None:
    carol = group.member("Carol")
    await chosen(group.owner, "不回答")
    alone = town.alone(carol)
    await alone.says(SURE)
    assert len(alone.hears()) == 1


async def test_an_answer_goes_when_its_question_is_edited_after_answers_were_switched_off(group: Group) -> None:
    carol = group.member("Carol")
    question = await carol.says(SURE)
    await chosen(group.owner, "不回答")
    await carol.edits(question, "六个工程是什么呢")
    assert [text for text in carol.sees() if "政策落地工程" in text] == []


async def test_an_answer_can_be_taken_back_where_none_are_wanted_any_more(group: Group) -> None:
    carol = group.member("Carol")
    await carol.says(SURE)
    answer = carol.bot_messages()[0]
    await chosen(group.owner, "不回答")
    await carol.says("撤回", reply_to_message=answer)
    assert answer not in carol.bot_messages()


async def test_answers_come_without_buttons_when_that_is_chosen(group: Group) -> None:
    carol = group.member("Carol")
    await chosen(group.owner, "不显示按钮")
    carol.hears()
    await carol.says(SURE)
    assert carol.hears() == snapshot(
        [
            """\
📖 <a href="https://t.me/report_bot?start=t-six"><b>六个工程</b></a>
<blockquote>“<b>六个工程</b>”:政策落地工程、防沙治沙和风电光伏一体化工程、温暖工程、诚信建设工程、科技“突围”工程、自贸区创建工程。</blockquote>
<i>—— 附件2</i>\
"""
        ]
    )


async def test_what_an_offered_button_opens_comes_without_buttons_too(group: Group) -> None:
    carol = group.member("Carol")
    await chosen(group.owner, "不显示按钮")
    await carol.says(f"{mention()} 民政厅电话")
    await carol.taps("第8件 · 特殊困难老年人家庭适老化改造")
    assert "reply_markup" not in carol.bot_messages()[-1]


async def test_the_settings_speak_the_administrators_language(group: Group) -> None:
    owner = group.owner.language("en")
    await owner.says("/settings")
    assert owner.sees() == snapshot(
        [
            """\
⚙️ <b>How to answer in this group</b>

<b>When to answer</b>: When sure
When called (@me, a reply to me, a command) always; otherwise only when sure.

<b>Pause between unprompted answers</b>: 1 min
No passage is sent twice within ten minutes; questions that call me are not limited.

<b>Answers</b>: Buttons

Tap a button to change this; only administrators can.
[✓ When sure] [When called] [Never]
[No limit] [✓ 1 min] [5 min] [1 hour]
[✓ Buttons] [No buttons]\
"""
        ]
    )

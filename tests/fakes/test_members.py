"""Who is who in a group, and what happens to a bot that is added, muted, removed or blocked."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import ChatFullInfo, ChatMember, Update

from tests.fakes.bot_api import ME, BotApi
from tests.fakes.people import Group, Town, Voice
from tests.fakes.puppet import Puppet, call, whole_answer

NO_RIGHTS = (400, "Bad Request: not enough rights to send text messages to the chat")


@pytest.fixture
def group(town: Town) -> Group:
    return town.group("呼和浩特市民群")


async def status_of(api: BotApi, group: Group, voice: Voice) -> str:
    _, found = await call(api, "getChatMember", chat_id=group.chat_id, user_id=voice.person["id"])
    read = ChatMember.de_json(found, None)
    assert read.user.id == voice.person["id"]
    return str(read.status)


async def test_everybody_has_a_standing(api: BotApi, town: Town, group: Group) -> None:
    carol, stranger = group.member("Carol"), town.person("Stranger")
    assert await status_of(api, group, group.owner) == "creator"
    assert await status_of(api, group, stranger) == "left"
    assert await status_of(api, group, carol) == "member"
    group.promote(carol, can_delete_messages=False)
    assert await status_of(api, group, carol) == "administrator"
    group.demote(carol)
    assert await status_of(api, group, carol) == "member"
    group.expels(carol)
    assert await status_of(api, group, carol) == "kicked"


async def test_whom_nobody_knows_is_no_participant(api: BotApi, group: Group) -> None:
    answer = await call(api, "getChatMember", chat_id=group.chat_id, user_id=5)
    assert answer == (400, "Bad Request: PARTICIPANT_ID_INVALID")


async def test_hidden_members_are_told_to_administrators_alone(api: BotApi, group: Group) -> None:
    carol = group.member("Carol")
    group.hides_members()
    answer = await call(api, "getChatMember", chat_id=group.chat_id, user_id=carol.user["id"])
    assert answer == (400, "Bad Request: CHAT_ADMIN_REQUIRED")
    group.promote_bot()
    assert await status_of(api, group, carol) == "member"


async def test_administrators_are_listed(api: BotApi, town: Town, group: Group, alice: Voice) -> None:
    carol, _ = group.member("Carol"), group.member("Dan")
    group.promote(carol)
    _, found = await call(api, "getChatAdministrators", chat_id=group.chat_id)
    assert [admin["user"] for admin in found] == [town.founder, carol.user]
    answer = await call(api, "getChatAdministrators", chat_id=alice.chat_id)
    assert answer == (400, "Bad Request: there are no administrators in the private chat")


async def test_a_chat_is_told(api: BotApi, group: Group, alice: Voice) -> None:
    for chat_id, kind in ((group.chat_id, "supergroup"), (alice.chat_id, "private")):
        _, found = await call(api, "getChat", chat_id=chat_id)
        assert ChatFullInfo.de_json(found, None).type == kind


async def test_an_anonymous_administrator_writes_as_the_group_and_taps_as_a_person(group: Group) -> None:
    carol = group.member("Carol")
    hidden = group.anonymous(carol)
    message = hidden.writes(text="六个工程")
    assert message["from"]["id"] == 1087968824
    assert message["sender_chat"]["id"] == group.chat_id
    assert hidden.person == carol.user


async def test_a_channel_writes_as_itself(group: Group) -> None:
    message = group.channel("频道").writes(text="六个工程")
    assert message["from"]["username"] == "Channel_Bot"
    assert message["sender_chat"]["type"] == "channel"


def changes(puppet: Puppet) -> list[tuple[str, str]]:
    """The standings of the bot, old and new, as the library reads them."""
    read = [Update.de_json(update, None) for update in puppet.updates if "my_chat_member" in update]
    return [
        (change.my_chat_member.old_chat_member.status, change.my_chat_member.new_chat_member.status)
        for change in read
        if change.my_chat_member
    ]


async def test_a_bot_is_added_and_removed(api: BotApi, town: Town, puppet: Puppet) -> None:
    group = town.group("群", has_bot=False)
    carol = group.member("Carol")
    await group.admits_bot(by=carol)
    assert puppet.kinds == ["my_chat_member", "message"]
    assert puppet.updates[0]["my_chat_member"]["from"] == carol.user
    assert puppet.updates[1]["message"]["new_chat_members"] == [ME]
    assert (await call(api, "sendMessage", chat_id=group.chat_id, text="好"))[0] == 200
    await group.removes_bot(by=carol)
    assert changes(puppet) == [("left", "member"), ("member", "kicked")]
    kicked = (403, "Forbidden: bot was kicked from the supergroup chat")
    assert await call(api, "sendMessage", chat_id=group.chat_id, text="好") == kicked
    assert await call(api, "getChatMember", chat_id=group.chat_id, user_id=carol.user["id"]) == kicked
    await carol.says("六个工程")
    assert len(puppet.updates) == 4


async def test_a_basic_group_names_itself(api: BotApi, town: Town, puppet: Puppet) -> None:
    group = town.group("群", kind="group")
    await group.removes_bot()
    assert changes(puppet) == [("member", "left")]
    answer = await call(api, "sendMessage", chat_id=group.chat_id, text="好")
    assert answer == (403, "Forbidden: bot was kicked from the group chat")


async def test_a_muted_bot_hears_but_may_not_write(api: BotApi, group: Group, puppet: Puppet) -> None:
    await group.mutes_bot()
    assert await call(api, "sendMessage", chat_id=group.chat_id, text="好") == NO_RIGHTS
    await group.member("Carol").says("六个工程")
    await group.unmutes_bot()
    assert (await call(api, "sendMessage", chat_id=group.chat_id, text="好"))[0] == 200
    assert changes(puppet) == [("member", "restricted"), ("restricted", "member")]
    assert puppet.kinds == ["my_chat_member", "message", "my_chat_member"]


async def test_a_bot_is_made_an_administrator(group: Group, puppet: Puppet) -> None:
    await group.promotes_bot(can_pin_messages=False)
    await group.demotes_bot()
    assert changes(puppet) == [("member", "administrator"), ("administrator", "member")]


async def test_who_blocks_the_bot_is_not_reached_until_they_come_back(
    api: BotApi, alice: Voice, puppet: Puppet
) -> None:
    await alice.blocks_bot()
    answer = await call(api, "sendMessage", chat_id=alice.chat_id, text="好")
    assert answer == (403, "Forbidden: bot was blocked by the user")
    await alice.unblocks_bot()
    assert (await call(api, "sendMessage", chat_id=alice.chat_id, text="好"))[0] == 200
    assert changes(puppet) == [("member", "kicked"), ("kicked", "member")]


async def test_who_is_gone_or_never_wrote_is_not_reached(api: BotApi, town: Town, group: Group, alice: Voice) -> None:
    alice.deactivates()
    answer = await call(api, "sendMessage", chat_id=alice.chat_id, text="好")
    assert answer == (403, "Forbidden: user is deactivated")
    carol = group.member("Carol")
    answer = await call(api, "sendMessage", chat_id=carol.user["id"], text="好")
    assert answer == (403, "Forbidden: bot can't initiate conversation with a user")
    town.alone(carol)
    assert (await call(api, "sendMessage", chat_id=carol.user["id"], text="好"))[0] == 200


async def test_a_group_becomes_a_supergroup(api: BotApi, town: Town, puppet: Puppet) -> None:
    old = town.group("群", kind="group")
    carol = old.member("Carol")
    old.promote(carol)
    new = await old.migrates()
    told: list[dict[str, Any]] = [update["message"] for update in puppet.updates]
    assert (told[0]["chat"]["id"], told[0]["migrate_to_chat_id"]) == (old.chat_id, new.chat_id)
    assert (told[1]["chat"]["id"], told[1]["migrate_from_chat_id"]) == (new.chat_id, old.chat_id)
    answer = await call(api, "sendMessage", chat_id=old.chat_id, text="好")
    assert answer == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert (await call(api, "sendMessage", chat_id=new.chat_id, text="好"))[0] == 200
    assert await status_of(api, new, new.admits(carol)) == "administrator"


async def test_a_group_may_become_a_supergroup_unnoticed(api: BotApi, town: Town, puppet: Puppet) -> None:
    old = town.group("群", kind="group")
    new = await old.migrates(silently=True)
    assert puppet.updates == []
    assert await whole_answer(api, "sendMessage", chat_id=old.chat_id, text="好") == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.chat_id},
    }

"""A group becomes a supergroup, with another id: everything that is known of it moves."""

from __future__ import annotations

from typing import Any

import pytest

from store import ChatSettings, Mode, Store
from tests.fakes.bot_api import ME
from tests.fakes.members import left, member
from tests.fakes.people import Group, Town, mention
from tests.handlers.groups.conftest import Clock, Disk

SURE, CALLED = "六个工程是什么", f"{mention()} 六个工程是什么"
CHOSEN = ChatSettings(Mode.MENTION, 300, buttons=False)


@pytest.fixture
def old(town: Town) -> Group:
    return town.group("呼和浩特市民群", kind="group")


async def joins(new: Group) -> None:
    """Telegram tells of the new supergroup as if the bot had been added to it."""
    town = new.owner.town
    change = {"chat": new.chat, "from": town.founder, "date": 1, "old_chat_member": {"user": ME, **left()}}
    await town.happens("my_chat_member", change | {"new_chat_member": {"user": ME, **member()}})


def news(old: Group, new: Group) -> list[dict[str, Any]]:
    """The two service messages."""
    chats = old.owner.town.api.chats
    return [
        chats.write(old.chat_id, old.owner.user, migrate_to_chat_id=new.chat_id),
        chats.write(new.chat_id, old.owner.user, migrate_from_chat_id=old.chat_id),
    ]


async def test_the_settings_move(old: Group, store: Store) -> None:
    await store.chats.change(old.chat_id, CHOSEN)
    new = await old.migrates()
    assert (await store.chats.state(new.chat_id)).settings == CHOSEN
    assert (await store.chats.state(old.chat_id)).settings == ChatSettings()
    assert await store.chats.count() == 1


async def test_the_settings_are_heeded_at_once(old: Group, store: Store) -> None:
    await store.chats.change(old.chat_id, CHOSEN)
    carol = (await old.migrates()).member("Carol")
    await carol.says(SURE)
    assert carol.hears() == []
    await carol.says(CALLED)
    assert len(carol.hears()) == 1


@pytest.mark.parametrize(
    "order", [(0, 1), (1, 0), (1,), (0, 1, 0, 1)], ids=["usual", "other order", "one only", "again"]
)
async def test_the_news_may_come_in_any_order_and_again(old: Group, store: Store, order: tuple[int, ...]) -> None:
    await store.chats.change(old.chat_id, CHOSEN)
    new = await old.migrates(silently=True)
    messages = news(old, new)
    for index in order:
        await new.owner.town.happens("message", messages[index])
        await new.owner.town.redelivers()
    assert (await store.chats.state(new.chat_id)).settings == CHOSEN
    assert await store.chats.count() == 1


async def test_what_the_supergroup_chose_meanwhile_stays(old: Group, store: Store) -> None:
    await store.chats.change(old.chat_id, CHOSEN)
    new = await old.migrates()
    await store.chats.change(new.chat_id, ChatSettings(Mode.OFF))
    await new.owner.town.redelivers()
    assert (await store.chats.state(new.chat_id)).settings == ChatSettings(Mode.OFF)


async def test_the_quiet_after_an_answer_moves(old: Group) -> None:
    await old.member("Carol").says(SURE)
    carol = (await old.migrates()).member("Carol")
    await carol.says(SURE)
    await carol.says("今年GDP目标")
    assert carol.hears() == []


@pytest.mark.parametrize("is_first", [True, False], ids=["before the news", "after the news"])
async def test_a_supergroup_that_was_a_group_needs_no_introduction(old: Group, is_first: bool) -> None:
    new = await old.migrates(silently=True)
    if is_first:
        await joins(new)
    for message in news(old, new):
        await new.owner.town.happens("message", message)
    if not is_first:
        await joins(new)
    assert new.owner.sees() == []


async def test_an_answer_on_its_way_follows_and_so_does_all_else(
    old: Group, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """Telegram's two messages may be late, or lost: the refusal says it too."""
    await store.chats.change(old.chat_id, CHOSEN)
    carol = old.member("Carol")
    message = carol.writes(text=CALLED, entities=[{"type": "mention", "offset": 0, "length": len(mention())}])
    new = await old.migrates(silently=True)
    await carol.town.happens("message", message)
    assert len(new.owner.sees()) == 1
    assert (await store.chats.state(new.chat_id)).settings == CHOSEN
    assert "failed" not in caplog.text


async def test_a_tap_in_the_old_group_is_answered(old: Group, caplog: pytest.LogCaptureFixture) -> None:
    await old.owner.says("/settings")
    message = old.owner.bot_messages()[0]
    await old.migrates(silently=True)
    assert await old.owner.taps_data(message, "s:mode:off") is None
    assert "failed" not in caplog.text


async def test_an_edit_in_the_old_group_is_no_failure(old: Group, caplog: pytest.LogCaptureFixture) -> None:
    carol = old.member("Carol")
    question = await carol.says(SURE)
    await old.migrates(silently=True)
    await carol.edits(question, "今年GDP目标")
    assert "failed" not in caplog.text


async def test_who_administers_is_asked_anew(old: Group) -> None:
    await old.owner.says("/settings")
    new = await old.migrates()
    await new.owner.says("/settings")
    assert await new.owner.taps("不回答") is None
    asked = [call.params["chat_id"] for call in old.owner.town.api.called("getChatMember")]
    assert asked == [old.chat_id, new.chat_id]


async def test_a_move_while_the_store_is_down_is_made_up_for(
    old: Group, store: Store, disk: Disk, clock: Clock
) -> None:
    await store.chats.change(old.chat_id, CHOSEN)
    async with disk.broken():
        new = await old.migrates()
    clock.passes(seconds=120)
    carol = new.member("Carol")
    await carol.says(SURE)
    assert carol.hears() == []
    assert (await store.chats.state(new.chat_id)).settings == CHOSEN

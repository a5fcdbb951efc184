"""The program ends and another one begins: what was answered stays answered, whatever Telegram delivers again."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import delete

from store import ChatSettings, Mode, Store
from store.tables import UPDATES
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town, mention
from tests.fakes.running import running

QUESTION, OTHER, CHATTER = "六个工程是什么", "第8件是什么", "今天真热"


def later() -> float:
    """The time at which the second program starts: after every message of the fake's."""
    return 9e9


async def forget_updates(store: Store) -> None:
    """As if the program had been killed before it noted what it had dealt with."""
    await store.flush()
    async with store._database.writing() as connection:
        await connection.execute(delete(UPDATES))


@pytest.mark.parametrize("noted", [True, False], ids=["known by its number", "known by its answer"])
@pytest.mark.parametrize("where", ["private", "group"])
async def test_a_question_delivered_again_is_answered_once(
    api: BotApi, engine: FakeEngine, where: str, noted: bool
) -> None:
    town = Town(api)
    carol = town.person("Carol") if where == "private" else town.group("群").member("Carol")
    async with Store("sqlite://") as store:
        async with running(api, engine, store=store):
            await carol.says(f"{mention()} {QUESTION}")
        if not noted:
            await forget_updates(store)
        async with running(api, engine, store=store, now=later):
            await town.redelivers()
            assert len(carol.sees()) == 1
            assert api.called("editMessageText") == []
            await carol.says(f"{mention()} {QUESTION}")
            assert len(carol.sees()) == 2


async def test_a_question_that_was_not_answered_is_answered_when_delivered_again(
    api: BotApi, engine: FakeEngine
) -> None:
    alice = Town(api).person("Alice")
    async with Store("sqlite://") as store:
        async with running(api, engine, mode="polling", store=store, drain=0.01) as bot:
            api.hold("sendMessage")
            asking = asyncio.create_task(alice.says(QUESTION))
            await api.arrival("sendMessage")
            await bot.stop()
            api.refuse_next("sendMessage", 500, "Internal Server Error")  # what it was saying came to nothing
            api.release("sendMessage")
            for _ in range(10):  # turns in which that happens, unless its end was noticed and it is dropped
                await asyncio.sleep(0)
            api.grant_all("sendMessage")
        async with running(api, engine, mode="polling", store=store, now=later):
            await asking
    assert [title[0] for title in alice.titles()] == ["📖"]


async def test_what_was_dealt_with_is_not_dealt_with_again_whatever_it_was(api: BotApi, engine: FakeEngine) -> None:
    """A tap, unlike a question, isn't known by its answer."""
    town = Town(api)
    group = town.group("群")
    async with Store("sqlite://") as store:
        async with running(api, engine, store=store):
            await group.owner.says("/settings")
            await group.owner.taps("不回答")
            await store.flush()
            assert (await store.chats.state(group.chat_id)).settings.mode is Mode.OFF
        await store.chats.change(group.chat_id, ChatSettings())
        async with running(api, engine, store=store, now=later):
            await town.redelivers()
        assert (await store.chats.state(group.chat_id)).settings.mode is Mode.SURE


async def test_a_question_edited_into_chatter_and_back_is_answered_again(api: BotApi, engine: FakeEngine) -> None:
    carol = Town(api).group("群").member("Carol")
    async with Store("sqlite://") as store:
        async with running(api, engine, store=store):
            question = await carol.says(QUESTION)
        async with running(api, engine, store=store, now=later):
            await carol.edits(question, CHATTER)
            assert carol.sees() == []
            await carol.edits(question, OTHER)
            assert [title[0] for title in carol.titles()] == ["🏠"]


async def test_an_answer_taken_back_stays_away_and_its_question_can_be_asked_anew(
    api: BotApi, engine: FakeEngine
) -> None:
    carol = Town(api).group("群").member("Carol")
    async with Store("sqlite://") as store:
        async with running(api, engine, store=store):
            question = await carol.says(QUESTION)
        async with running(api, engine, store=store, now=later):
            await carol.taps("✖")
            await store.flush()
            assert await store.answers.of(carol.chat_id, question["message_id"]) is None
            await carol.edits(question, OTHER)
            assert [title[0] for title in carol.titles()] == ["🏠"]


async def test_the_bot_introduces_itself_to_a_group_once(api: BotApi, engine: FakeEngine) -> None:
    town = Town(api)
    group = town.group("群", has_bot=False)
    async with Store("sqlite://") as store:
        async with running(api, engine, store=store):
            await group.admits_bot()
            joined = next(each for each in reversed(api.delivered) if "my_chat_member" in each)
        await forget_updates(store)
        async with running(api, engine, store=store, now=later):
            api.delivered.append(joined)
            await town.redelivers()
            assert len(group.owner.sees()) == 1
            await group.removes_bot()
            await group.admits_bot()
            assert len(group.owner.sees()) == 2, "it is new there again"

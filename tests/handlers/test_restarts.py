"""The program ends and another one begins: what was answered stays answered, whatever Telegram delivers again."""

from __future__ import annotations

import pytest

from store import Store
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town, mention
from tests.fakes.running import running

QUESTION, OTHER, CHATTER = "六个工程是什么", "第8件是什么", "今天真热"


def later() -> float:
    """The time at which the second program starts: after every message of the fake's."""
    return 9e9


@pytest.mark.parametrize("where", ["private", "group"])
async def test_a_question_delivered_again_is_answered_once(
    mode: str, api: BotApi, engine: FakeEngine, where: str
) -> None:
    town = Town(api)
    carol = town.person("Carol") if where == "private" else town.group("群").member("Carol")
    async with Store("sqlite://") as store:
        async with running(mode, api, engine, store=store):
            await carol.says(f"{mention()} {QUESTION}")
        async with running(mode, api, engine, store=store, now=later):
            await town.redelivers()
            assert len(carol.sees()) == 1
            assert api.called("editMessageText") == []
            await carol.says(f"{mention()} {QUESTION}")
            assert len(carol.sees()) == 2


async def test_a_question_that_was_not_answered_is_answered_when_delivered_again(
    mode: str, api: BotApi, engine: FakeEngine
) -> None:
    town = Town(api)
    alice = town.person("Alice")
    async with Store("sqlite://") as store:
        async with running(mode, api, engine, store=store):
            api.refuse_next("sendMessage", 500, "Internal Server Error")
            await alice.says(QUESTION)
        for message in alice.bot_messages():  # the apology
            del api.chats.messages[alice.chat_id, message["message_id"]]
        async with running(mode, api, engine, store=store, now=later):
            await town.redelivers()
    assert [title[0] for title in alice.titles()] == ["📖"]


async def test_a_question_edited_into_chatter_and_back_is_answered_again(
    mode: str, api: BotApi, engine: FakeEngine
) -> None:
    carol = Town(api).group("群").member("Carol")
    async with Store("sqlite://") as store:
        async with running(mode, api, engine, store=store):
            question = await carol.says(QUESTION)
        async with running(mode, api, engine, store=store, now=later):
            await carol.edits(question, CHATTER)
            assert carol.sees() == []
            await carol.edits(question, OTHER)
            assert [title[0] for title in carol.titles()] == ["🏠"]


async def test_an_answer_taken_back_stays_away_and_its_question_can_be_asked_anew(
    mode: str, api: BotApi, engine: FakeEngine
) -> None:
    carol = Town(api).group("群").member("Carol")
    async with Store("sqlite://") as store:
        async with running(mode, api, engine, store=store):
            question = await carol.says(QUESTION)
        async with running(mode, api, engine, store=store, now=later):
            await carol.taps("✖")
            await store.flush()
            assert await store.answers.of(carol.chat_id, question["message_id"]) is None
            await carol.edits(question, OTHER)
            assert [title[0] for title in carol.titles()] == ["🏠"]


async def test_the_bot_introduces_itself_to_a_group_once(mode: str, api: BotApi, engine: FakeEngine) -> None:
    town = Town(api)
    group = town.group("群", has_bot=False)
    async with Store("sqlite://") as store:
        async with running(mode, api, engine, store=store):
            await group.admits_bot()
            joined = next(each for each in reversed(api.delivered) if "my_chat_member" in each)
        async with running(mode, api, engine, store=store, now=later):
            api.delivered.append(joined)
            await town.redelivers()
            assert len(group.owner.sees()) == 1
            await group.removes_bot()
            await group.admits_bot()
            assert len(group.owner.sees()) == 2, "it is new there again"

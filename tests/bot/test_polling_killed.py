"""The real program, killed while people ask and it polls, before the fake Bot API."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from tests.bot.program import PATIENCE, started
from tests.bot.test_reminders_killed import until
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.people import Town
from tests.knowledge.samples import SMALL
from tests.store.direct import run

QUESTION = "粮食产量"
MESSAGES, KILLS = 40, 2  # of the test here; `rehearse` takes any


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as opened:
        yield opened


def variables(api: BotApi, url: str) -> dict[str, str]:
    return {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base, "DATABASE_URL": url, "KNOWLEDGE": str(SMALL)}


def ask(api: BotApi, messages: int) -> list[asyncio.Task[None]]:
    """So many people ask, each once; done when Telegram has been told that it was dealt with."""
    town = Town(api)
    people = [town.person(f"P{number}") for number in range(messages)]
    updates = [town.update(message=person.writes(text=QUESTION)) for person in people]
    return [asyncio.create_task(api.feed.put(update)) for update in updates]


def answered(api: BotApi) -> Counter[int]:
    """How many messages each of them got."""
    return Counter(int(call.params["chat_id"]) for call in api.called("sendMessage"))


async def rehearse(api: BotApi, url: str, *, messages: int, kills: int, chance: random.Random) -> int:
    """Kills the program so often while it answers, and returns how many were answered twice; nobody may get nothing."""
    asking = ask(api, messages)
    for _ in range(kills):
        async with started(**variables(api, url)) as program:
            goal = len(api.called("sendMessage")) + chance.randint(1, messages // (kills + 1))
            await until(lambda goal=goal: len(api.called("sendMessage")) >= goal)  # type: ignore[misc]
            program.send(signal.SIGKILL)
            await program.ended()
    async with started(**variables(api, url)) as program:
        await asyncio.wait(asking, timeout=PATIENCE + messages)
        assert (await program.end())[0] == 0
    assert len(answered(api)) == messages
    return sum(times > 1 for times in answered(api).values())


async def test_what_was_noted_before_a_kill_is_not_answered_again(api: BotApi, url: str) -> None:
    """Though Telegram, which doesn't know of it yet, delivers it again."""
    api.hold("sendMessage")
    asking = ask(api, 5)
    async with started(**variables(api, url)) as program:
        await api.arrival("sendMessage")
        api.hold("getUpdates")  # so that nothing is confirmed
        api.release("sendMessage")
        async with asyncio.timeout(PATIENCE):
            while await run(url, "SELECT count(*) FROM updates WHERE done") != [(5,)]:  # noqa: ASYNC110 - another process's
                await asyncio.sleep(0.01)
        program.send(signal.SIGKILL)
        await program.ended()
    assert len(api.feed.unconfirmed) == 5
    await run(url, "DELETE FROM answers")  # which may have been noted by then
    api.release("getUpdates")
    async with started(**variables(api, url)):
        await asyncio.wait_for(asyncio.gather(*asking), PATIENCE)
    assert set(answered(api).values()) == {1}


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)  # on PostgreSQL each kill costs a lease of 25 s
async def test_a_program_that_is_killed_again_and_again_leaves_nobody_without_an_answer(api: BotApi, url: str) -> None:
    twice = await rehearse(api, url, messages=MESSAGES, kills=KILLS, chance=random.Random(1))  # noqa: S311
    print(f"{MESSAGES} messages, {KILLS} kills: {twice} answered twice")  # noqa: T201 - what the operator may expect
    assert max(answered(api).values()) <= KILLS + 1

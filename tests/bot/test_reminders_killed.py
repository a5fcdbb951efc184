"""The real program, killed and ended in the middle of a broadcast, on both databases, before the fake Bot API."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Callable

import pytest

from store import Store
from tests.bot.program import PATIENCE, Program, started
from tests.bot.test_reminder_worker import PATIENT, inhabit, reminded
from tests.fakes.bot_api import TOKEN, BotApi
from tests.store.timing import make_due, set_due

CHATS, KILLS = 40, 2  # of the test here; `rehearse` takes any


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as opened:
        yield opened


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.01)


async def rehearse(api: BotApi, url: str, *, chats: int, kills: int, chance: random.Random) -> int:
    """Kills the program so often in one broadcast, and returns how many reminders are in doubt in the end.

    Checks that nothing was lost and nobody was reminded twice, by what Telegram got and what is remembered.
    """
    people = inhabit(api, chats)
    async with Store(url, patience=PATIENT) as store:
        await make_due(store, url, people)
        for left in reversed(range(kills + 1)):
            variables = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base, "DATABASE_URL": url}
            async with started(**variables) as program:
                await _disturbed(api, program, store, chats, chance.randint(1, max(chats // kills, 2)) if left else 0)
            if left:
                await set_due(url)  # the leases of who was killed have run out
        counts = await store.reminders.counts()
    messages = reminded(api)
    assert not [chat for chat, times in messages.items() if times > 1]
    assert counts.sent + counts.in_doubt == chats
    assert counts.sent <= len(messages) <= chats
    return counts.in_doubt


async def _disturbed(api: BotApi, program: Program, store: Store, chats: int, messages: int) -> None:
    """Kills the program after so many messages; 0: lets it do all there is."""
    if messages:
        goal = min(len(api.called("sendMessage")) + messages, chats - 1)
        await until(lambda: len(api.called("sendMessage")) >= goal)
        program.send(signal.SIGKILL)
        await program.ended()
        return
    async with asyncio.timeout(PATIENCE):
        while (counts := await store.reminders.counts()).sent + counts.in_doubt < chats:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
    assert (await program.end())[0] == 0


@pytest.mark.parametrize("seed", [1])
async def test_a_program_that_is_killed_again_and_again_loses_nothing_and_reminds_nobody_twice(
    api: BotApi, url: str, seed: int
) -> None:
    in_doubt = await rehearse(api, url, chats=CHATS, kills=KILLS, chance=random.Random(seed))  # noqa: S311
    print(f"{CHATS} reminders, {KILLS} kills: {in_doubt} in doubt")  # noqa: T201 - what the operator may expect
    assert in_doubt <= KILLS * 50  # what a worker has under way


async def test_a_program_that_is_ended_in_a_broadcast_leaves_nothing_in_doubt(api: BotApi, url: str) -> None:
    people = inhabit(api, 60)
    async with Store(url, patience=PATIENT) as store:
        await make_due(store, url, people)
        async with started(BOT_TOKEN=TOKEN, TELEGRAM_API_BASE=api.base, DATABASE_URL=url) as program:
            await until(lambda: len(api.called("sendMessage")) >= 10)
            assert (await program.end())[0] == 0
        counts = await store.reminders.counts()
        assert counts.sent == len(reminded(api)) < 60
        assert counts.due == 60 - counts.sent
        await set_due(url)
        assert len(await store.deliveries.claim(limit=60)) == 60 - counts.sent
        assert (await store.reminders.counts()).in_doubt == 0

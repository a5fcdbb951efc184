"""Three programs on one PostgreSQL in a broadcast, one of them killed: nothing is lost, nobody reminded twice."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import NamedTuple

import pytest

from store import Store
from tests.bot.program import PATIENCE, Program, started
from tests.bot.test_reminder_worker import PATIENT, inhabit, reminded
from tests.bot.test_reminders_killed import until
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.postgres import Postgres
from tests.store.direct import run
from tests.store.timing import make_due, set_due

PROGRAMS = ("first", "second", "third")
CHATS = 90  # three seconds' worth, of the test here; `rehearse` takes any
TELEGRAMS = (
    30  # a second, which Telegram allows; on a machine that does much else at once more than 25 may arrive in one
)
HELD = 50  # reminders that one program has under way, at most
NOTED = (  # who has claimed a reminder, which the program itself has no need to know
    "ALTER TABLE reminders ADD COLUMN claimer text",
    """CREATE FUNCTION note_claimer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.lease IS NOT NULL AND NEW.lease IS DISTINCT FROM OLD.lease THEN
        NEW.claimer := current_setting('application_name');
    END IF;
    RETURN NEW;
    END $$""",
    "CREATE TRIGGER note_claimer BEFORE UPDATE ON reminders FOR EACH ROW EXECUTE FUNCTION note_claimer()",
)
LEFT = "SELECT count(*) FROM reminders WHERE due_at <= now() OR lease IS NOT NULL AND claimer <> 'first'"
HALF_DONE = "SELECT count(*) FROM reminders WHERE lease IS NOT NULL AND sending IS NOT NULL"


class Outcome(NamedTuple):
    """What was seen of a broadcast: how many reminders are in doubt, and how many went out in the busiest second."""

    in_doubt: int
    busiest: int


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as opened:
        yield opened


async def rehearse(api: BotApi, url: str, *, chats: int, patience: float = PATIENCE) -> Outcome:
    """Kills one of three programs in the middle of a broadcast, and starts it again when the others are through.

    Checks that nothing was lost and nobody was reminded twice, by what Telegram got and what is remembered.
    """
    people = inhabit(api, chats)
    async with Store(url, patience=PATIENT) as store, AsyncExitStack() as running, asyncio.timeout(patience):
        await make_due(store, url, people)
        for statement in NOTED:
            await run(url, statement)
        first, *others = [await running.enter_async_context(replica(api, url, name)) for name in PROGRAMS]
        await asyncio.gather(*(program.up() for program in (first, *others)))
        await until(lambda: len(reminded(api)) >= chats // 2)
        first.send(signal.SIGKILL)
        await first.ended()
        while await run(url, LEFT) != [(0,)]:  # noqa: ASYNC110 - what is waited for happens in other processes
            await asyncio.sleep(0.05)
        assert len(reminded(api)) > chats // 2
        ((half_done,),) = await run(url, HALF_DONE)
        await set_due(url)  # the leases of who was killed have run out
        others.append(await running.enter_async_context(replica(api, url, "first again")))
        while (counts := await store.reminders.counts()).sent + counts.in_doubt < chats:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
        await others[-1].up()
        assert [(await program.end())[0] for program in others] == [0] * len(others)
    messages = reminded(api)
    assert not [chat for chat, times in messages.items() if times > 1]
    assert counts.sent + counts.in_doubt == chats
    assert counts.sent <= len(messages) <= chats
    assert counts.in_doubt == half_done <= HELD
    return Outcome(counts.in_doubt, api.rates().busiest(1.0))


def replica(api: BotApi, url: str, name: str) -> AbstractAsyncContextManager[Program]:
    """A program that the database knows by this name."""
    variables = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base, "HOST": "127.0.0.1"}
    variables |= {"WEBHOOK_URL": "https://bot.example", "WEBHOOK_SECRET": "the-same-for-all"}
    return started(is_up=False, DATABASE_URL=f"{url}&application_name={name.replace(' ', '-')}", **variables)


async def test_of_three_programs_one_is_killed_and_nothing_is_lost_nobody_reminded_twice_and_none_too_fast(
    api: BotApi, postgres: Postgres
) -> None:
    outcome = await rehearse(api, await postgres.empty(), chats=CHATS)
    print(f"{CHATS} reminders: {outcome}")  # noqa: T201 - what the operator may expect
    assert outcome.busiest <= TELEGRAMS

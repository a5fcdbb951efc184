"""The real program while its database is away, hangs or is full: people are answered, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import Store
from tests.bot.program import PATIENCE, Program, invoke, started
from tests.bot.test_reminder_worker import PATIENT, inhabit, reminded
from tests.bot.test_reminders_killed import until
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.postgres import Postgres
from tests.knowledge.samples import SMALL
from tests.store.direct import outage, run
from tests.store.timing import make_due

resource = pytest.importorskip("resource", reason="Windows has no limits of this kind")

QUESTION = "粮食产量"
CHATS = 25  # to remind


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as opened:
        yield opened


def variables(api: BotApi, url: str, **more: str) -> dict[str, str]:
    own = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE": api.base, "DATABASE_URL": url, "KNOWLEDGE": str(SMALL)}
    return own | more


def people(api: BotApi, count: int) -> list[Voice]:
    town = Town(api)
    return [town.person(f"P{number}") for number in range(count)]


async def answered(*askers: Voice) -> bool:
    """Whether each of them, one after the other, is told what they ask for."""
    for asker in askers:
        await asker.says(QUESTION)
    return all("粮食" in " ".join(asker.titles()) for asker in askers)


async def counted(url: str, answers: int) -> None:
    """Return when so many answers have been counted, and noted for who judges them."""
    async with asyncio.timeout(PATIENCE):
        while await run(url, "SELECT sum(count) FROM usage") != [(answers,)]:  # noqa: ASYNC110 - another process's
            await asyncio.sleep(0.05)
    assert await run(url, "SELECT count(*) FROM answers") == [(answers,)]


async def told(program: Program) -> list[str]:
    """End the program; return what the log said of the database, and that it said nothing else that is bad."""
    code, _, log = await program.end()
    assert code == 0
    lines = [line for line in log.splitlines() if " store." in line]
    assert [line for line in log.splitlines() if " INFO " not in line and line not in lines] == []
    return lines


async def down(program: Program) -> str:
    """Wait until the log says that the database is down, and return the line."""
    line = await program.logs(" store.")
    assert line.endswith(" The bot goes on without what it remembers.\n")
    return line


async def is_back(program: Program) -> bool:
    """Whether all that was said of the database after that is that it is back."""
    return [line.endswith(" is back.") for line in await told(program)] == [True]


async def test_a_database_that_is_away_keeps_nobody_from_an_answer_and_loses_nothing(
    api: BotApi, url: str, postgres: Postgres
) -> None:
    askers = people(api, 12)
    async with started(**variables(api, url)) as program:
        assert await answered(*askers[:2])
        with outage(url, postgres):
            assert await answered(*askers[2:10])
            await down(program)
        assert await answered(*askers[10:])
        await counted(url, len(askers))
        assert await is_back(program)


async def test_reminders_go_on_when_the_database_is_back_and_each_goes_out_once(
    api: BotApi, url: str, postgres: Postgres
) -> None:
    chats = inhabit(api, CHATS)
    async with Store(url, patience=PATIENT) as store:
        await make_due(store, url, chats)
        async with started(**variables(api, url)) as program:
            await until(lambda: len(reminded(api)) >= 5)
            with outage(url, postgres):
                await down(program)
            async with asyncio.timeout(PATIENCE):
                while (await store.reminders.counts()).sent < CHATS:  # noqa: ASYNC110 - as above
                    await asyncio.sleep(0.05)
            assert await is_back(program)
        assert (await store.reminders.counts()).in_doubt == 0
    assert reminded(api) == dict.fromkeys(chats, 1)


async def test_a_server_that_hangs_keeps_nobody_from_an_answer_and_loses_nothing_and_the_program_ends_nevertheless(
    api: BotApi, postgres: Postgres
) -> None:
    url = await postgres.empty()
    askers = people(api, 12)
    async with started(**variables(api, url)) as program:
        assert await answered(*askers[:2])
        async with postgres.frozen():
            assert await answered(*askers[2:10])
            await down(program)
        assert await answered(askers[10])
        await counted(url, 11)
        async with postgres.frozen():
            assert await answered(askers[11])
            lines = await told(program)
    assert lines[0].endswith(" is back.")
    assert "notes could not be written before the end, and are lost." in lines[-1]


async def test_what_nobody_can_claim_is_answered_rather_than_dropped(api: BotApi, postgres: Postgres) -> None:
    webhook = {"WEBHOOK_URL": "https://bot.example", "WEBHOOK_SECRET": "s3cret", "HOST": "127.0.0.1"}
    asker, other = people(api, 2)
    url = await postgres.empty()
    async with started(**variables(api, url, **webhook)) as program:
        api.webhook_server = program.address.rstrip("/")
        with outage(url, postgres):
            assert await answered(asker)
            assert await api.redeliver() == 200  # this one knows it for itself
            assert len(asker.sees()) == 1
        assert await answered(other)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux lets one program limit another")
async def test_a_disk_that_takes_nothing_more_keeps_nobody_from_an_answer_and_loses_nothing(
    api: BotApi, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    askers = people(api, 8)
    async with started(**variables(api, url)) as program:
        assert await answered(*askers[:2])
        await counted(url, 2)
        limit(program, 4_096)
        assert await answered(*askers[2:7])
        assert "bot.db can't be written: the disk is full, or reports an error." in await down(program)
        limit(program, resource.RLIM_INFINITY)
        assert await answered(askers[7])
        await counted(url, len(askers))
        assert await is_back(program)


def limit(program: Program, size: int) -> None:
    """No file of the program may grow beyond `size` bytes."""
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.usefixtures("logging_restored")
def test_a_file_that_another_program_has_for_itself_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/bot.db"
    assert invoke("db", "upgrade", DATABASE_URL=url).exit_code == 0
    with outage(url):
        ended = invoke(DATABASE_URL=url)
    assert (ended.exit_code, ended.stdout, ended.stderr) == (2, "", refused(tmp_path, "is locked by another program"))


@pytest.mark.usefixtures("logging_restored")
def test_a_file_that_is_no_database_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("Dear diary, " * 1_000)
    ended = invoke(DATABASE_URL=f"sqlite:///{tmp_path}/bot.db")
    assert (ended.exit_code, ended.stdout, ended.stderr) == (2, "", refused(tmp_path, "isn't an SQLite database"))


def refused(folder: Path, why: str) -> str:
    return f"Error: DATABASE_URL can't be used. The database {folder}/bot.db {why}.\n"

"""The real program under attack: whoever asks whether it lives has an answer."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest

from bot.questions import LONGEST
from tests.bot.program import PATIENCE, fetched, started
from tests.bot.raw import sockets

resource = pytest.importorskip("resource", reason="Windows has no limits of this kind")


async def test_probes_are_answered_while_500_long_questions_wait() -> None:
    questions = [f"{number}".ljust(LONGEST, "问") for number in range(500)]
    statuses: list[int] = []
    first = asyncio.Event()

    async with started() as program, aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def ask(question: str) -> None:
            async with session.get(f"{program.address}api/ask", params={"q": question}) as response:
                await response.read()
                statuses.append(response.status)
                first.set()

        async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as asking:
            tasks = [asking.create_task(ask(question)) for question in questions]
            await first.wait()
            assert await fetched(f"{program.address}healthz") == (200, "ok")
            assert await fetched(f"{program.address}readyz") == (200, "ready")
            assert len(statuses) < len(questions) / 2
            for task in tasks:  # they needn't all be waited for
                task.cancel()
        assert set(statuses) == {200}
        code, told, logged = await program.end()
        assert (code, told) == (0, "")
        # On a machine that is busy with more than this the database may answer late, which is told.
        assert [line for line in logged.splitlines() if "store.database" not in line] == []


async def test_silent_connections_beyond_the_open_files_leave_room_for_others() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))  # as the program inherits it
    async with started() as program:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        port = int(program.address.rstrip("/").rpartition(":")[2])
        async with sockets(port, 400) as silent:
            assert await fetched(f"{program.address}healthz") == (200, "ok")
            silent[0].get("/healthz")
            assert await silent[0].response() == (200, "ok")
        assert await program.end() == (0, "", "")

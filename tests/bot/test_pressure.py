"""The real program under attack: whoever asks whether it lives has an answer."""

from __future__ import annotations

import pytest

from tests.bot.program import fetched, started
from tests.bot.raw import sockets

resource = pytest.importorskip("resource", reason="Windows has no limits of this kind")


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

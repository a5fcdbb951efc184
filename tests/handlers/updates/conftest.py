"""A bot that is listened to for every call that it makes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town

Calls = Callable[[], list[str]]


@pytest.fixture
def calls(api: BotApi, town: Town) -> Calls:
    """The methods that the bot has called since they were last looked at."""
    seen = len(api.calls)

    def news() -> list[str]:
        nonlocal seen
        fresh, seen = api.calls[seen:], len(api.calls)
        return [call.method for call in fresh]

    news()
    return news

"""A bot without a mind, for the tests of the fake itself: it polls, remembers, and does what it is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

from tests.fakes.bot_api import TOKEN, BotApi

Params = dict[str, Any]
Answer = tuple[int, Any]


async def call(api: BotApi, method: str, *, token: str = TOKEN, **params: Any) -> Answer:
    """The status, and the result or the error's description."""
    body = await whole_answer(api, method, token=token, **params)
    return body.get("error_code", 200), body.get("result", body.get("description"))


async def whole_answer(api: BotApi, method: str, *, token: str = TOKEN, **params: Any) -> Params:
    """The answer as it stands."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{api.base}{token}/{method}", json=params) as response,
    ):
        body: Params = await response.json()
        assert response.status == body.get("error_code", 200)
        return body


class Puppet:
    """`updates` are what it got; `does` is what it does about the next ones before it confirms them."""

    def __init__(self, api: BotApi) -> None:
        self._api = api
        self._task: asyncio.Task[None] | None = None
        self.updates: list[Params] = []
        self.answers: list[Answer] = []
        self._does: Callable[[Params], Awaitable[Answer]] | None = None

    def does(self, method: str, params: Callable[[Params], Params]) -> None:
        """From now on every update is followed by a call of `method`, with what `params` makes of the update."""

        async def react(update: Params) -> Answer:
            return await call(self._api, method, **params(update))

        self._does = react

    @property
    def kinds(self) -> list[str]:
        """The kinds of the updates that came."""
        return [next(kind for kind in update if kind != "update_id") for update in self.updates]

    async def __aenter__(self) -> Puppet:
        self._task = asyncio.create_task(self._poll())
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _poll(self) -> None:
        offset = 0
        while True:
            _, updates = await call(self._api, "getUpdates", offset=offset, timeout=9)
            for update in updates:
                offset = max(offset, update["update_id"] + 1)
                self.updates.append(update)
                if self._does:
                    self.answers.append(await self._does(update))

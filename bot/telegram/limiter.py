"""Keeps messages within Telegram's limits; when Telegram asks to wait, only that chat waits."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from handlers.sending import PACED

ApiResult: TypeAlias = bool | dict[str, Any] | list[dict[str, Any]]
ApiCall: TypeAlias = Callable[..., Coroutine[Any, Any, ApiResult]]

_MESSAGES = ("send", "edit", "copy", "forward")  # prefixes of the methods that count; answers to taps don't
_NO_MESSAGE = "sendChatAction"
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """`burst` messages at once, then one each `seconds` on average: in t seconds never over burst + t / seconds."""

    burst: float
    seconds: float

    def limiter(self) -> AsyncLimiter:
        """A new limiter of this rate."""
        return AsyncLimiter(self.burst, self.burst * self.seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Telegram's limits, by https://core.telegram.org/bots/faq#my-bot-is-hitting-limits.

    Telegram allows 30 messages a second in total, 20 a minute in a group, and about one a second in a chat, with short
    bursts. The first two hold for every second and minute here, bursts included: 5 + 25, 5 + 15. A message waits at
    most `patience` seconds, less than an update may take. State is kept for the last `chats` chats.
    """

    overall: Rate = Rate(burst=5, seconds=1 / 25)
    chat: Rate = Rate(burst=3, seconds=1)
    group: Rate = Rate(burst=5, seconds=4)
    patience: float = 15.0
    chats: int = 10_000


@dataclass(slots=True)
class _ChatPace:
    """A chat's use of its limits; Telegram accepts nothing for it before `opens` (the event loop's time).

    `is_told`: the log already says that messages are held back.
    """

    limiters: tuple[AsyncLimiter, ...]
    opens: float = 0.0
    is_told: bool = False


class ChatLimiter(BaseRateLimiter[str]):
    """Sends messages at the rate of `limits`, and retries those that Telegram asks to send later.

    A `PACED` message already has a slot shared by all replicas: only its chat's own limits apply to it, and its sender
    gets the `RetryAfter`. Unlike python-telegram-bot's own limiter, this one makes only the limited chat wait.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = limits.overall.limiter()
        self._chats: OrderedDict[int | str, _ChatPace] = OrderedDict()

    @property
    def remembered(self) -> int:
        """The number of chats with state. Not `__len__`: python-telegram-bot treats a falsy limiter as none."""
        return len(self._chats)

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def process_request(  # noqa: PLR0913, PLR0917 - python-telegram-bot's signature
        self,
        callback: ApiCall,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: str | None,
    ) -> ApiResult:
        """Make the call when the limits allow it; raise `RetryAfter` if that would be too late."""
        chat_id = data.get("chat_id")
        if chat_id is None or not endpoint.startswith(_MESSAGES) or endpoint == _NO_MESSAGE:
            return await callback(*args, **kwargs)
        chat = self._chat(chat_id)
        deadline = _now() + self._limits.patience
        is_paced = rate_limit_args == PACED
        limiters = chat.limiters if is_paced else (*chat.limiters, self._overall)
        while True:
            await self._turn(chat, limiters, deadline)
            try:
                result = await callback(*args, **kwargs)
            except RetryAfter as asked:
                chat.opens = max(chat.opens, _now() + _seconds(asked))
                if is_paced:
                    raise
            else:
                chat.is_told = False
                return result

    async def _turn(self, chat: _ChatPace, limiters: Sequence[AsyncLimiter], deadline: float) -> None:
        """Return when a message may be sent to `chat`; raise `RetryAfter` if that is after `deadline`."""
        try:
            async with asyncio.timeout_at(deadline):
                while True:
                    await _opening(chat, deadline)
                    for limiter in limiters:
                        await limiter.acquire()
                    if chat.opens <= _now():
                        return
        except TimeoutError:
            raise self._given_up(chat) from None

    def _given_up(self, chat: _ChatPace) -> RetryAfter:
        """Log the delay, once until the chat gets a message again."""
        more = max(chat.opens - _now(), 1.0)
        if not chat.is_told:
            chat.is_told = True
            _LOGGER.warning(
                "Telegram's limits keep a chat's messages back for %.0f s or more: none waits over %.0f s",
                more,
                self._limits.patience,
            )
        return RetryAfter(timedelta(seconds=more))

    def _chat(self, chat_id: int | str) -> _ChatPace:
        if chat_id in self._chats:
            self._chats.move_to_end(chat_id)
        else:
            self._chats[chat_id] = self._new(chat_id)
        while len(self._chats) > self._limits.chats:
            self._chats.popitem(last=False)
        return self._chats[chat_id]

    def _new(self, chat_id: int | str) -> _ChatPace:
        """Groups have negative ids; a public name is a group's or a channel's."""
        is_group = not isinstance(chat_id, int) or chat_id < 0
        rates = (self._limits.chat, self._limits.group) if is_group else (self._limits.chat,)
        return _ChatPace(tuple(rate.limiter() for rate in rates))


async def _opening(chat: _ChatPace, deadline: float) -> None:
    if chat.opens > deadline:
        raise TimeoutError
    await asyncio.sleep(max(0.0, chat.opens - _now()))


def _now() -> float:
    return asyncio.get_running_loop().time()


def _seconds(asked: RetryAfter) -> float:
    wait = asked.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)

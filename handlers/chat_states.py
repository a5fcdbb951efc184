"""Each chat's settings, cached: refreshed from the store, and as last known while that is down."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial

from cachetools import TTLCache

from store import ChatSettings, ChatState, RowRefusedError, Store, StoreError

FRESH = 60.0  # seconds; another replica may have changed it
REFRESHED = 30.0  # seconds between two readings of what all chats have chosen
KNOWN = 86_400.0  # seconds for which what was last read does while the store is down
REFUSED = 3_600.0  # seconds in which nothing is tried after a refusal: Telegram doesn't tell when a right is given back
_CHATS = 20_000
_MOST_OWED = 8
DEFAULT = ChatState(ChatSettings(), muted=False)

Note = Callable[[], Awaitable[object]]


class ChatStates:
    """The state of each chat, never waited for longer than the store takes to fail.

    Changes that the store can't take now are written when the chat is next read.
    """

    def __init__(self, store: Store, *, clock: Callable[[], float]) -> None:
        self._store = store
        self._fresh: TTLCache[int, ChatState] = TTLCache(_CHATS, FRESH, timer=clock)
        self._known: TTLCache[int, ChatState] = TTLCache(_CHATS, KNOWN, timer=clock)
        self._refused: TTLCache[int, bool] = TTLCache(_CHATS, REFUSED, timer=clock)
        self._owed: TTLCache[int, deque[Note]] = TTLCache(_CHATS, KNOWN, timer=clock)
        self._turn = asyncio.Lock()
        self._clock = clock
        self._chosen: dict[int, ChatState] = {}
        self._doubted: set[int] = set()  # what of `_chosen` may have changed since
        self._read_at = -math.inf

    async def get(self, chat_id: int) -> ChatState:
        """The chat's state; what was last known of it, or else the defaults, when the store is down.

        Alone with somebody there is nothing to choose, so nothing is kept.
        """
        if _is_private(chat_id):
            return DEFAULT
        state = self._fresh.get(chat_id) or await self._find(chat_id)
        return replace(state, muted=True) if self._refused.get(chat_id) else state

    async def refresh(self) -> None:
        """Reads what all chats have chosen, so that none has to be asked for while people wait; raises StoreError.

        To be called every REFRESHED seconds; a chat is read by itself where that wasn't done lately.
        """
        read_at, doubted = self._clock(), set(self._doubted)
        self._chosen = await self._store.chats.chosen()
        self._doubted -= doubted
        self._read_at = read_at

    async def read(self, chat_id: int) -> ChatState:
        """The chat's state as the store has it; raises StoreError."""
        await self._settle(chat_id)
        return await self._store.chats.state(chat_id)

    async def change(self, chat_id: int, alter: Callable[[ChatSettings], ChatSettings]) -> ChatSettings:
        """Keeps what `alter` makes of the chat's settings, and returns it; raises StoreError when it can't be kept."""
        await self._settle(chat_id)
        async with self._turn:
            state = await self._store.chats.state(chat_id)
            settings = alter(state.settings)
            if settings != state.settings:
                await self._store.chats.change(chat_id, settings)
            self._keep(chat_id, replace(state, settings=settings))
        return settings

    async def has_entered(self, chat_id: int, at: datetime) -> bool:
        """Whether this entry of the bot into the chat was handled already, perhaps before a restart."""
        try:
            await self._settle(chat_id)
            return await self._store.chats.is_in(chat_id, at)
        except StoreError:
            return False

    async def enter(self, chat_id: int) -> None:
        """The bot is in the chat (again), and finds its settings as they were."""
        self.forget(chat_id)
        if not _is_private(chat_id):
            await self._tell(chat_id, partial(self._store.chats.join, chat_id))

    async def leave(self, chat_id: int) -> None:
        """The bot isn't in the chat any more. Of a person who blocked it nothing stays; of a group for 30 days."""
        self.forget(chat_id)
        chats = self._store.chats
        await self._tell(chat_id, partial(chats.forget if _is_private(chat_id) else chats.leave, chat_id))

    async def mute(self, chat_id: int, muted: bool) -> None:
        """Telegram says that the bot has lost the right to write in the chat, or got it back."""
        state = await self.get(chat_id)
        self._refused.pop(chat_id, None)
        self._keep(chat_id, replace(state, muted=muted))
        await self._tell(chat_id, partial(self._store.chats.mute, chat_id, muted))

    def refused(self, chat_id: int) -> None:
        """The bot may not write in the chat just now: for an hour it doesn't try."""
        self._refused[chat_id] = True

    async def move(self, old: int, new: int) -> None:
        """The group `old` has become the supergroup `new`. Called again it changes nothing."""
        state = self._known.pop(old, None)
        self.forget(old)
        if state is not None and self._known.get(new) is None:
            self._known[new] = state
        self._fresh.pop(new, None)
        self._doubt(new)
        await self._tell(new, partial(self._store.chats.migrate, old, new))

    def forget(self, chat_id: int) -> None:
        """What is at hand may be old."""
        for each in (self._fresh, self._known, self._refused):
            each.pop(chat_id, None)
        self._doubt(chat_id)

    async def _find(self, chat_id: int) -> ChatState:
        self._store.chats.seen(chat_id)
        is_known = self._clock() - self._read_at < FRESH and chat_id not in self._doubted
        if is_known and not self._owed.get(chat_id):
            return self._chosen.get(chat_id, DEFAULT)
        try:
            state = await self.read(chat_id)
        except StoreError:  # which the store has logged
            state = self._known.get(chat_id) or DEFAULT
        return self._fresh.get(chat_id) or self._keep(chat_id, state)  # changed meanwhile

    def _keep(self, chat_id: int, state: ChatState) -> ChatState:
        self._fresh[chat_id] = state
        self._known[chat_id] = state
        return state

    def _doubt(self, chat_id: int) -> None:
        if self._clock() - self._read_at < FRESH:
            self._doubted.add(chat_id)

    async def _tell(self, chat_id: int, note: Note) -> None:
        owed = self._owed.get(chat_id) or deque(maxlen=_MOST_OWED)
        owed.append(note)
        self._owed[chat_id] = owed
        with suppress(StoreError):  # which the store has logged
            await self._settle(chat_id)

    async def _settle(self, chat_id: int) -> None:
        """Writes the chat's pending changes in order; raises StoreError, and keeps the rest."""
        if not self._owed.get(chat_id):
            return
        async with self._turn:
            while owed := self._owed.get(chat_id):
                note = owed[0]
                with suppress(RowRefusedError):  # which the store has logged, and which would keep all after it waiting
                    await note()
                if owed and owed[0] is note:
                    owed.popleft()
            self._owed.pop(chat_id, None)


def _is_private(chat_id: int) -> bool:
    return chat_id > 0

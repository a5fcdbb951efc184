"""What is known of each chat, cached: its settings from the store, and its administrators from Telegram."""

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
from telegram import Chat, ChatMember, User
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from store import ChatSettings, ChatState, RowRefusedError, Store, StoreError

FRESH = 60.0  # seconds; another replica may have changed it
REFRESHED = 30.0  # seconds between two reads of all chats' settings
KNOWN = 86_400.0  # seconds for which the last state read is used while the store is down
REFUSED = 3_600.0  # seconds without a message after a refusal: Telegram doesn't report when a right is given back
_CHATS = 20_000
_MOST_OWED = 8
DEFAULT = ChatState(ChatSettings(), muted=False)

Note = Callable[[], Awaitable[object]]


class ChatStates:
    """The state of each chat; a call takes at most as long as the store needs to fail.

    Changes that the store can't take now are written when the chat is read next.
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
        self._doubted: set[int] = set()  # chats whose entry in `_chosen` may be out of date
        self._read_at = -math.inf

    async def get(self, chat_id: int) -> ChatState:
        """The chat's state; while the store is down, the last known one or the defaults.

        A private chat has no settings, so nothing is stored for it.
        """
        if _is_private(chat_id):
            return DEFAULT
        state = self._fresh.get(chat_id) or await self._find(chat_id)
        return replace(state, muted=True) if self._refused.get(chat_id) else state

    async def report(self, chat_id: int) -> str:
        """The key of the report that the chat has chosen, a person's own chat too; empty without a choice."""
        state = self._fresh.get(chat_id) or await self._find(chat_id)
        return state.settings.report

    async def refresh(self) -> None:
        """Read the settings of all chats, so that no message has to wait for them; raise StoreError.

        To be called every REFRESHED seconds; after a longer gap each chat is read on demand.
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
        """Apply `alter` to the chat's settings, store and return the result; raise StoreError."""
        await self._settle(chat_id)
        async with self._turn:
            state = await self._store.chats.state(chat_id)
            settings = alter(state.settings)
            if settings != state.settings:
                await self._store.chats.change(chat_id, settings)
            self._keep(chat_id, replace(state, settings=settings))
        return settings

    async def choose(self, chat_id: int, report: str) -> None:
        """Keep the report that the chat chose, by its key; raise StoreError when it can't be kept."""
        await self.change(chat_id, lambda now: replace(now, report=report))

    async def has_entered(self, chat_id: int, at: datetime) -> bool:
        """Whether the bot's joining the chat at this time was handled already, perhaps before a restart."""
        try:
            await self._settle(chat_id)
            return await self._store.chats.is_in(chat_id, at)
        except StoreError:
            return False

    async def enter(self, chat_id: int) -> None:
        """The bot is in the chat (again); earlier settings are still valid."""
        self.forget(chat_id)
        if not _is_private(chat_id):
            await self._tell(chat_id, partial(self._store.chats.join, chat_id))

    async def leave(self, chat_id: int) -> None:
        """The bot has left the chat. A person's data is deleted at once, a group's after 30 days."""
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
        """Telegram refused a message to the chat: none is tried for an hour."""
        self._refused[chat_id] = True

    async def move(self, old: int, new: int) -> None:
        """The group `old` has become the supergroup `new`. Idempotent."""
        state = self._known.pop(old, None)
        self.forget(old)
        if state is not None and self._known.get(new) is None:
            self._known[new] = state
        self._fresh.pop(new, None)
        self._doubt(new)
        await self._tell(new, partial(self._store.chats.migrate, old, new))

    def forget(self, chat_id: int) -> None:
        """Drop the cached state of the chat."""
        for each in (self._fresh, self._known, self._refused):
            each.pop(chat_id, None)
        self._doubt(chat_id)

    async def _find(self, chat_id: int) -> ChatState:
        if not _is_private(chat_id):
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
        """Write the chat's pending changes in order; raise StoreError and keep the rest pending."""
        if not self._owed.get(chat_id):
            return
        async with self._turn:
            while owed := self._owed.get(chat_id):
                note = owed[0]
                with suppress(RowRefusedError):  # which the store has logged; kept, it would block all later changes
                    await note()
                if owed and owed[0] is note:
                    owed.popleft()
            self._owed.pop(chat_id, None)


def _is_private(chat_id: int) -> bool:
    return chat_id > 0


BELIEVED = 180.0  # seconds
_GROUPS, _PEOPLE = 10_000, 1_000
_IN_CHARGE = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})


class Administrators:
    """The administrators of groups, as Telegram reported in the last minutes."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._groups: TTLCache[int, TTLCache[int, bool]] = TTLCache(_GROUPS, BELIEVED, timer=clock)

    async def includes(self, bot: ExtBot[object], chat_id: int, person: User | None, speaks_as: Chat | None) -> bool:
        """Whether `person` administers the chat.

        `speaks_as` is the chat in whose name the message was written: the group itself for an anonymous administrator,
        else a channel, which administers nothing.
        """
        if speaks_as is not None:
            return speaks_as.id == chat_id
        if person is None:
            return False
        known = self._people(chat_id).get(person.id)
        if known is None:
            known = await _ask(bot, chat_id, person.id)
            self._people(chat_id)[person.id] = known
        return known

    def forget(self, chat_id: int) -> None:
        """Drop what is known about the chat's administrators."""
        self._groups.pop(chat_id, None)

    def _people(self, chat_id: int) -> TTLCache[int, bool]:
        people = self._groups.get(chat_id)
        if people is None:
            people = TTLCache(_PEOPLE, BELIEVED, timer=self._clock)
            self._groups[chat_id] = people
        return people


async def _ask(bot: ExtBot[object], chat_id: int, person_id: int) -> bool:
    try:
        member = await bot.get_chat_member(chat_id, person_id)
    except BadRequest:
        return await _is_listed(bot, chat_id, person_id)
    except Forbidden:  # the bot isn't there any more
        return False
    return member.status in _IN_CHARGE


async def _is_listed(bot: ExtBot[object], chat_id: int, person_id: int) -> bool:
    """Whether the person is in the list of administrators, which is visible even where the members are hidden."""
    try:
        members = await bot.get_chat_administrators(chat_id)
    except (BadRequest, Forbidden):
        return False
    return any(member.user.id == person_id for member in members)

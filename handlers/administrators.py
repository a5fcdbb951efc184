"""Who may change a group's settings: asked of Telegram, and believed for some minutes."""

from __future__ import annotations

from collections.abc import Callable

from cachetools import TTLCache
from telegram import Chat, ChatMember, User
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

BELIEVED = 180.0  # seconds
_GROUPS, _PEOPLE = 10_000, 1_000
_IN_CHARGE = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})


class Administrators:
    """Who is an administrator where, as far as Telegram was asked lately."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._groups: TTLCache[int, TTLCache[int, bool]] = TTLCache(_GROUPS, BELIEVED, timer=clock)

    async def includes(self, bot: ExtBot[object], chat_id: int, person: User | None, speaks_as: Chat | None) -> bool:
        """Whether `person` administers the chat.

        `speaks_as` is the chat in whose name somebody writes: the group itself for an anonymous administrator, else a
        channel, which administers nothing.
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
        """What Telegram said about the chat may be old."""
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
    """Where the members are hidden from the bot, the administrators aren't."""
    try:
        members = await bot.get_chat_administrators(chat_id)
    except (BadRequest, Forbidden):
        return False
    return any(member.user.id == person_id for member in members)

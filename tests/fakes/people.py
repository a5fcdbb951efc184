"""People who talk in the fake's chats, so that tests read as conversations."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.fakes.bot_api import ME, BotApi
from tests.fakes.groups import ANONYMOUS, CHANNEL_BOT, Group
from tests.fakes.members import creator, member
from tests.fakes.shown import find_entities, mention, shown
from tests.fakes.voices import PHOTO, Voice

__all__ = [
    "ANONYMOUS",
    "CHANNEL_BOT",
    "PHOTO",
    "Group",
    "Town",
    "Voice",
    "find_entities",
    "mention",
    "shown",
]

Params = dict[str, Any]


class Town:
    """Everybody who talks with the bot."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.founder: Params = {"id": 900, "is_bot": False, "first_name": "Founder", "language_code": "zh-hans"}
        self._user_ids = count(1001)
        self._group_ids = count(-5001, -1)
        self._supergroup_ids = count(-1_000_000_000_001, -1)
        self._update_ids = count(500)
        self._elsewhere: dict[int, Voice] = {}

    def person(self, name: str, *, language: str = "zh-hans") -> Voice:
        """Somebody alone with the bot."""
        user = self.user(name, language=language)
        self.api.chats.chats[user["id"]] = {"id": user["id"], "type": "private", "first_name": name}
        return Voice(self, user, user["id"])

    def alone(self, voice: Voice) -> Voice:
        """A person known from a group, now alone with the bot."""
        user = voice.person
        self.api.chats.chats[user["id"]] = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
        return Voice(self, user, user["id"])

    def group(self, title: str, *, is_forum: bool = False, kind: str = "supergroup", has_bot: bool = True) -> Group:
        """A group, with the bot in it unless somebody has yet to add it."""
        chat: Params = {"id": self.new_chat_id(kind), "type": kind, "title": title}
        if is_forum:
            chat["is_forum"] = True
        self.api.chats.chats[chat["id"]] = chat
        self.api.chats.members.place(chat["id"], self.founder, creator())
        if has_bot:
            self.api.chats.members.place(chat["id"], ME, member())
        return Group(self, chat["id"])

    def elsewhere(self, voice: Voice) -> Voice:
        """A person in a private chat with a friend, where the bot can be a guest only."""
        if (known := voice.person["id"]) not in self._elsewhere:
            friend = self.user("Friend")
            chat = {"id": friend["id"], "type": "private", "first_name": "Friend"}
            self.api.chats.chats[friend["id"]] = chat
            self.api.chats.members.foreign.add(friend["id"])
            self._elsewhere[known] = Voice(self, voice.person, friend["id"])
        return self._elsewhere[known]

    def passes(self, *, hours: float) -> None:
        """Time goes by for Telegram; the tests' own clocks don't move."""
        self.api.chats.elapsed += round(hours * 3600)

    def update(self, **content: Params) -> Params:
        return {"update_id": next(self._update_ids), **content}

    async def happens(self, kind: str, content: Params) -> int | None:
        """Give the bot an update of a kind that it must have asked for, once it has dealt with it."""
        status = await self.api.deliver(self.update(**{kind: content}))
        assert self.api.wants(kind), f"the bot never asked Telegram for {kind} updates"
        return status

    async def redelivers(self) -> int | None:
        """Telegram delivers the last update again."""
        return await self.api.redeliver()

    def user(self, name: str, *, language: str = "zh-hans") -> Params:
        """A new person, in no chat yet."""
        user = {"id": next(self._user_ids), "is_bot": False, "first_name": name, "language_code": language}
        self.api.chats.members.knows(user)
        return user

    def new_chat_id(self, kind: str) -> int:
        return next(self._group_ids if kind == "group" else self._supergroup_ids)

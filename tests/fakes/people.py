"""People who talk in the fake's chats, so that tests read as conversations.

`says`, `edits` and `taps` return when the bot has dealt with it; what it wrote is there then.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from tests.fakes.bot_api import ME, BotApi
from tests.fakes.telegram_html import utf16_length

Params = dict[str, Any]

_ENTITIES = re.compile(r"(?P<mention>@\w{5,})|(?P<bot_command>(?<!\S)/[a-zA-Z0-9_]+(?:@\w+)?)", re.ASCII)
PHOTO = [{"file_id": "photo", "file_unique_id": "photo", "width": 90, "height": 90}]


class Town:
    """Everybody who talks with the bot."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self._user_ids = count(1001)
        self._group_ids = count(-1_000_000_000_001, -1)
        self._update_ids = count(500)

    def person(self, name: str) -> Voice:
        """Somebody alone with the bot."""
        user = self._user(name)
        self.api.chats.chats[user["id"]] = {"id": user["id"], "type": "private", "first_name": name}
        return Voice(self, user, user["id"])

    def group(self, title: str, *, is_forum: bool = False, kind: str = "supergroup") -> Group:
        chat: Params = {"id": next(self._group_ids), "type": kind, "title": title}
        if is_forum:
            chat["is_forum"] = True
        self.api.chats.chats[chat["id"]] = chat
        return Group(self, chat["id"])

    def update(self, **content: Params) -> Params:
        return {"update_id": next(self._update_ids), **content}

    def _user(self, name: str) -> Params:
        return {"id": next(self._user_ids), "is_bot": False, "first_name": name, "language_code": "zh-hans"}


class Group:
    """A group with the bot in it."""

    def __init__(self, town: Town, chat_id: int) -> None:
        self._town = town
        self.chat_id = chat_id

    def member(self, name: str) -> Voice:
        return Voice(self._town, self._town._user(name), self.chat_id)


class Voice:
    """One person in one chat."""

    def __init__(self, town: Town, user: Params, chat_id: int) -> None:
        self.town = town
        self.user = user
        self.chat_id = chat_id
        self._heard: set[int] = set()

    async def says(self, text: str, **extra: Any) -> Params:
        """Sends a message; `extra` are further fields of it."""
        return await self.sends(text=text, entities=find_entities(text), **extra)

    async def shows(self, caption: str, **extra: Any) -> Params:
        """Sends a photo with a caption."""
        return await self.sends(photo=PHOTO, caption=caption, caption_entities=find_entities(caption), **extra)

    async def sends(self, **fields: Any) -> Params:
        """Sends a message of any kind."""
        message = self.town.api.chats.write(self.chat_id, self.user, **fields)
        await self.town.api.deliver(self.town.update(message=message))
        return message

    async def edits(self, message: Params, text: str) -> None:
        message |= {"text": text, "entities": find_entities(text), "edit_date": message["date"] + 60}
        await self.town.api.deliver(self.town.update(edited_message=message))

    async def taps(self, label: str) -> str | None:
        """Taps the newest button with this label; returns the notice that came. Every tap must be answered."""
        message, data = self._button(label)
        return await self.taps_data(message, data)

    async def taps_data(self, message: Params, data: str) -> str | None:
        taps = self.town.api.chats.taps
        query_id = str(len(taps) + 1)
        taps[query_id] = None
        query = {"id": query_id, "from": self.user, "message": message, "chat_instance": "1", "data": data}
        await self.town.api.deliver(self.town.update(callback_query=query))
        answered = taps[query_id]
        assert answered is not None, "the tap was not answered"
        return answered.get("text")

    def hears(self) -> list[str]:
        """The bot's messages in this chat that this person hasn't heard yet."""
        news = [m for m in self.bot_messages() if m["message_id"] not in self._heard]
        self._heard |= {m["message_id"] for m in news}
        return [shown(message) for message in news]

    def sees(self) -> list[str]:
        """All the bot's messages in this chat as they are now."""
        return [shown(message) for message in self.bot_messages()]

    def bot_messages(self) -> list[Params]:
        return self.town.api.chats.from_bot(self.chat_id)

    def _button(self, label: str) -> tuple[Params, str]:
        for message in reversed(self.bot_messages()):
            for button in _buttons(message):
                if button["text"] == label:
                    return message, button["callback_data"]
        raise AssertionError(f"no button {label!r} in {self.sees()}")


def shown(message: Params) -> str:
    """A message as tests compare it: its HTML, and a line for each row of buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    lines = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join([message["html"], *lines])


def find_entities(text: str) -> list[Params]:
    """The mentions and commands that Telegram finds in a text."""
    return [
        {"type": found.lastgroup, "offset": utf16_length(text[: found.start()]), "length": utf16_length(found[0])}
        for found in _ENTITIES.finditer(text)
    ]


def mention() -> str:
    return f"@{ME['username']}"


def _buttons(message: Params) -> list[Params]:
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]

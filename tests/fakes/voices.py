"""One person in one chat: what they say, tap and hear.

`says`, `edits`, `taps` and whatever else is awaited return when the bot has dealt with it; what it wrote is there then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from tests.fakes.bot_api import ME
from tests.fakes.buttons import buttons_of, content_of
from tests.fakes.inline import InlineAnswer
from tests.fakes.members import kicked, member
from tests.fakes.menus import Menu
from tests.fakes.shown import find_entities, mention, shown

if TYPE_CHECKING:
    from tests.fakes.groups import Group
    from tests.fakes.people import Town

Params = dict[str, Any]

PHOTO = [{"file_id": "photo", "file_unique_id": "photo", "width": 90, "height": 90}]


class Voice:
    """One person in one chat. Who writes under another name (`user`, `sender_chat`) taps as the one `behind` it."""

    def __init__(
        self,
        town: Town,
        user: Params,
        chat_id: int,
        *,
        sender_chat: Params | None = None,
        behind: Params | None = None,
    ) -> None:
        self.town = town
        self.user = user
        self.chat_id = chat_id
        self.behind = behind
        self.sender_chat = sender_chat
        self.tapped: Params | None = None
        """How the last tap was answered: text, show_alert, url."""
        self._heard: set[int] = set()

    @property
    def person(self) -> Params:
        """Who it really is."""
        return self.behind or self.user

    async def says(self, text: str, **extra: Any) -> Params:
        """Send a message; `extra` are further fields of it."""
        return await self.sends(text=text, entities=find_entities(text), **extra)

    async def shows(self, caption: str, **extra: Any) -> Params:
        """Send a photo with a caption."""
        return await self.sends(photo=PHOTO, caption=caption, caption_entities=find_entities(caption), **extra)

    async def sends(self, **fields: Any) -> Params:
        """Send a message of any kind; the bot learns of it if it is in the chat."""
        message = self.writes(**fields)
        if self.town.api.chats.members.has_bot(self.chat_id):
            await self.town.happens("message", message)
        return message

    def writes(self, **fields: Any) -> Params:
        """Send a message that the bot hasn't got yet."""
        if self.sender_chat:
            fields = {"sender_chat": self.sender_chat} | fields
        return self.town.api.chats.write(self.chat_id, self.user, **fields)

    async def edits(self, message: Params, text: str) -> None:
        message |= {"text": text, "entities": find_entities(text), "edit_date": message["date"] + 60}
        await self.town.happens("edited_message", message)

    async def taps(self, label: str, *, on: Params | None = None) -> str | None:
        """Taps the newest button with this label, of the message `on` if given.

        Returns the notice that came, and every tap must be answered; of a button that only the app deals with,
        the link, the copied text or the query that is typed behind the bot's name.
        """
        message, button = self._button(label, self.bot_messages() if on is None else [on])
        if "callback_data" in button:
            return await self.taps_data(message, button["callback_data"])
        return content_of(button)

    async def taps_data(self, message: Params, data: str) -> str | None:
        taps = self.town.api.chats.taps
        query_id = str(len(taps) + 1)
        taps[query_id] = None
        query: Params = {"id": query_id, "from": self.person, "chat_instance": "1", "data": data}
        if inline_id := self.town.api.chats.inline_id(message):
            query["inline_message_id"] = inline_id
        else:
            query["message"] = message
        await self.town.happens("callback_query", query)
        self.tapped = taps[query_id]
        assert self.tapped is not None, "the tap was not answered"
        return self.tapped.get("text")

    async def types_inline(self, query: str, *, offset: str = "", chat_type: str | None = None) -> InlineAnswer:
        """Types `@bot query` into this chat's input field; the offset is the next_offset of the answer before."""
        inline = self.town.api.inline
        query_id = inline.ask()
        kind = chat_type or self._chat_type()
        asked = {"id": query_id, "from": self.person, "query": query, "offset": offset, "chat_type": kind}
        await self.town.happens("inline_query", asked)
        return inline.answered(query_id)

    async def picks(self, result: Params, *, into: Voice | Group | None = None, query: str = "") -> Params:
        """Send one of the results into this chat, or another one; return the message."""
        inline, chats = self.town.api.inline, self.town.api.chats
        chat_id = (into or self).chat_id
        message = inline.pick(chat_id, self.user, result)
        self._heard.add(message["message_id"])
        if inline.feedback:
            chosen = {"result_id": result["id"], "from": self.person, "query": query}
            if inline_id := chats.inline_id(message):
                chosen["inline_message_id"] = inline_id
            await self.town.happens("chosen_inline_result", chosen)
        if chats.members.has_bot(chat_id):
            await self.town.happens("message", message)
        return message

    def elsewhere(self) -> Voice:
        """The same person in a chat where the bot isn't; always the same chat."""
        return self.town.elsewhere(self)

    async def calls_guest(self, text: str, **extra: Any) -> Params | None:
        """Call the bot by its name where it isn't a member; returns its message, or None if it gave none.

        From a chat that the bot is in, it happens `elsewhere`.
        """
        if self.town.api.chats.members.has_bot(self.chat_id):
            return await self.elsewhere().calls_guest(text, **extra)
        is_called = mention().lower() in text.lower() or "reply_to_message" in extra
        words = text if is_called else f"{mention()} {text}"
        message = self.writes(text=words, entities=find_entities(words), **extra)
        known = len(self.bot_messages())
        query_id = self.town.api.inline.call_guest(message)
        await self.town.happens("guest_message", message | {"guest_query_id": query_id})
        return self.bot_messages()[-1] if len(self.bot_messages()) > known else None

    async def blocks_bot(self) -> None:
        self.town.api.chats.blocked.add(self.chat_id)
        await self._bot_becomes(member(), kicked())

    async def unblocks_bot(self) -> None:
        self.town.api.chats.blocked.discard(self.chat_id)
        await self._bot_becomes(kicked(), member())

    def deactivates(self) -> None:
        """Delete the account; the bot isn't told."""
        self.town.api.chats.members.deactivated.add(self.person["id"])

    def language(self, code: str) -> Self:
        """Set the language of the person's Telegram, such as zh-hant or en."""
        self.person["language_code"] = code
        return self

    def menu(self) -> Menu:
        """The commands that Telegram offers this person here."""
        chats = self.town.api.chats
        is_admin = chats.members.is_admin(self.chat_id, self.person)
        return self.town.api.menus.shown(chats.chats[self.chat_id], self.person, is_admin=is_admin)

    def hears(self) -> list[str]:
        """The bot's messages in this chat that this person hasn't heard yet."""
        news = [m for m in self.bot_messages() if m["message_id"] not in self._heard]
        self._heard |= {m["message_id"] for m in news}
        return [shown(message) for message in news]

    def sees(self) -> list[str]:
        """All the bot's messages in this chat as they are now."""
        return [shown(message) for message in self.bot_messages()]

    def titles(self) -> list[str]:
        """The first line of each of the bot's messages in this chat as they are now, without markup."""
        return [message["text"].splitlines()[0] for message in self.bot_messages()]

    def bot_messages(self) -> list[Params]:
        """The bot's messages in this chat, and those that people sent by way of it."""
        return self.town.api.chats.from_bot(self.chat_id)

    def _button(self, label: str, messages: list[Params]) -> tuple[Params, Params]:
        for message in reversed(messages):
            for button in buttons_of(message):
                if button["text"] == label:
                    return message, button
        raise AssertionError(f"no button {label!r} in {[shown(message) for message in messages]}")

    def _chat_type(self) -> str:
        chat = self.town.api.chats.chats[self.chat_id]
        is_with_bot = chat["type"] == "private" and self.town.api.chats.members.has_bot(self.chat_id)
        return "sender" if is_with_bot else str(chat["type"])

    async def _bot_becomes(self, old: Params, new: Params) -> None:
        await self.town.happens(
            "my_chat_member",
            {
                "chat": self.town.api.chats.chats[self.chat_id],
                "from": self.person,
                "date": self.town.api.chats.now,
                "old_chat_member": {"user": ME, **old},
                "new_chat_member": {"user": ME, **new},
            },
        )

"""The chats of the fake Bot API: what people and the bot wrote there, and what Telegram lets a bot do to it."""

from __future__ import annotations

import time
from typing import Any

from tests.fakes.buttons import check_markup
from tests.fakes.members import Members
from tests.fakes.refusals import bad_request, not_modified, too_old
from tests.fakes.telegram_html import utf16_length
from tests.fakes.texts import CONTENT, read_content, read_quote

Params = dict[str, Any]
MAX_NOTICE = 200
GENERAL = 1
DELETABLE_FOR = 48 * 3600
_BEFORE = 500  # seconds before the present at which a test begins, of which each message takes one


class Chats:
    """Messages by chat and id. Ids grow over all chats, as do the dates."""

    def __init__(self, me: Params) -> None:
        self._me = me
        self._last_id = 0
        self.elapsed = 0
        self._began = int(time.time()) - _BEFORE
        """Seconds that have passed besides one for each message."""
        self.chats: dict[int, Params] = {}
        self.members = Members(me, self.chats)
        self.messages: dict[tuple[int, int], Params] = {}
        self.inline: dict[str, tuple[int, int]] = {}
        """The messages that the bot knows by inline_message_id alone."""
        self.closed_topics: set[tuple[int, int]] = set()
        self.deleted_topics: set[tuple[int, int]] = set()
        self.taps: dict[str, Params | None] = {}

    @property
    def blocked(self) -> set[int]:
        """The people who blocked the bot."""
        return self.members.blocked

    @property
    def now(self) -> int:
        return self._began + self._last_id + self.elapsed

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def write(self, chat_id: int, sender: Params | None, **fields: Any) -> Params:
        """A message as Telegram describes it, kept in its chat."""
        message_id = self.next_id()
        message = {"message_id": message_id, "date": self.now, "chat": self.chats[chat_id], **fields}
        if sender:
            message["from"] = sender
        self.messages[chat_id, message_id] = message
        return message

    def from_bot(self, chat_id: int) -> list[Params]:
        """The bot's messages that are there now, in order, with those that people sent by way of it."""
        return [
            m
            for (chat, _), m in self.messages.items()
            if chat == chat_id and (m.get("from") == self._me or ("html" in m and m.get("via_bot") == self._me))
        ]

    def inline_id(self, message: Params) -> str | None:
        """The inline_message_id of a message, if the bot knows it by that."""
        key = (message["chat"]["id"], message["message_id"])
        return next((known for known, at in self.inline.items() if at == key), None)

    def send(self, params: Params) -> Params:
        chat_id = self.members.writable(params)
        fields = read_content(params)
        if thread_id := params.get("message_thread_id"):
            self._check_thread(chat_id, int(thread_id))
            fields |= {"message_thread_id": thread_id, "is_topic_message": True}
        self._check_open(chat_id, int(thread_id or GENERAL))
        return self.write(chat_id, self._me, **fields, **self._reply(chat_id, params.get("reply_parameters") or {}))

    def edit(self, params: Params) -> Params | bool:
        message = self._own(params)
        fields = read_content(params)
        if all(message.get(name) == fields.get(name) for name in CONTENT):
            raise not_modified()
        return self._changed(params, message, fields)

    def edit_markup(self, params: Params) -> Params | bool:
        message = self._own(params)
        check_markup(params.get("reply_markup"))
        markup = params.get("reply_markup") or None
        if message.get("reply_markup") == markup:
            raise not_modified()
        kept = {name: message[name] for name in CONTENT[:-1] if name in message}
        return self._changed(params, message, kept | ({"reply_markup": markup} if markup else {}))

    def delete(self, params: Params) -> bool:
        chat_id = self.members.editable(params)
        message = self.messages.get((chat_id, int(params.get("message_id", 0))))
        if message is None:
            raise bad_request("message to delete not found")
        if not self._is_deletable(chat_id, message):
            raise bad_request("message can't be deleted")
        del self.messages[chat_id, message["message_id"]]
        return True

    def answer_tap(self, params: Params) -> bool:
        """Each query may be answered once, and only while it is young."""
        if self.taps.get(params["callback_query_id"], {}) is not None:
            raise too_old()
        if utf16_length(str(params.get("text", ""))) > MAX_NOTICE:
            raise bad_request("MESSAGE_TOO_LONG")
        self.taps[params["callback_query_id"]] = params
        return True

    def _check_thread(self, chat_id: int, thread_id: int) -> None:
        is_topic = self.chats[chat_id].get("is_forum") and thread_id != GENERAL
        if not is_topic or (chat_id, thread_id) in self.deleted_topics:
            raise bad_request("message thread not found")

    def _check_open(self, chat_id: int, thread_id: int) -> None:
        is_closed = self.chats[chat_id].get("is_forum") and (chat_id, thread_id) in self.closed_topics
        if is_closed and not self.members.bot_may(chat_id, "can_manage_topics"):
            raise bad_request("TOPIC_CLOSED")

    def _reply(self, chat_id: int, reply: Params) -> Params:
        """The fields that make a message a reply."""
        original = self.messages.get((chat_id, int(reply.get("message_id", 0))))
        if original is None:
            if reply and not reply.get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
            return {}
        fields: Params = {"reply_to_message": {k: v for k, v in original.items() if k != "reply_to_message"}}
        if quote := read_quote(reply, original):
            fields["quote"] = quote
        return fields

    def _own(self, params: Params) -> Params:
        """The message of a call that edits, named by chat and id or by inline_message_id."""
        if "chat_id" not in params:
            inline_id = str(params.get("inline_message_id", ""))
            if not inline_id:
                raise bad_request("message identifier is not specified")
            if inline_id not in self.inline or self.inline[inline_id] not in self.messages:
                raise bad_request("MESSAGE_ID_INVALID")
            return self.messages[self.inline[inline_id]]
        message = self.messages.get((self.members.editable(params), int(params.get("message_id", 0))))
        if message is None:
            raise bad_request("message to edit not found")
        if message.get("from") != self._me or "guest_bot_caller_user" in message:
            raise bad_request("message can't be edited")
        return message

    def _changed(self, params: Params, message: Params, fields: Params) -> Params | bool:
        for name in CONTENT:
            message.pop(name, None)
        message |= fields | {"edit_date": self.now}
        return True if "chat_id" not in params else message

    def _is_deletable(self, chat_id: int, message: Params) -> bool:
        if self.members.bot_may(chat_id, "can_delete_messages"):
            return True
        is_within_reach = self.chats[chat_id]["type"] == "private" or message.get("from") == self._me
        return is_within_reach and self.now - message["date"] < DELETABLE_FOR

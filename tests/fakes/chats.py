"""The chats of the fake Bot API: what people and the bot wrote there, and what Telegram lets a bot do to it."""

from __future__ import annotations

from typing import Any

from tests.fakes.rules import MAX_NOTICE, Refusal, bad_request, check_markup, read_text
from tests.fakes.telegram_html import utf16_length

Params = dict[str, Any]
_EPOCH = 1_706_054_400


class Chats:
    """Messages by chat and id. Ids grow over all chats, as do the dates."""

    def __init__(self, me: Params) -> None:
        self._me = me
        self._last_id = 0
        self.chats: dict[int, Params] = {}
        self.messages: dict[tuple[int, int], Params] = {}
        self.blocked: set[int] = set()
        self.taps: dict[str, Params | None] = {}

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def write(self, chat_id: int, sender: Params | None, **fields: Any) -> Params:
        """A message as Telegram describes it, kept in its chat."""
        message_id = self.next_id()
        message = {"message_id": message_id, "date": _EPOCH + message_id, "chat": self.chats[chat_id], **fields}
        if sender:
            message["from"] = sender
        self.messages[chat_id, message_id] = message
        return message

    def from_bot(self, chat_id: int) -> list[Params]:
        """The bot's messages that are there now, in order."""
        return [m for (chat, _), m in self.messages.items() if chat == chat_id and m.get("from") == self._me]

    def send(self, params: Params) -> Params:
        chat_id = self._chat(params)
        fields = _content(params)
        reply = params.get("reply_parameters") or {}
        original = self.messages.get((chat_id, reply.get("message_id", 0)))
        if original is not None:
            fields["reply_to_message"] = {k: v for k, v in original.items() if k != "reply_to_message"}
        elif reply and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        if thread_id := params.get("message_thread_id"):
            if not self.chats[chat_id].get("is_forum"):
                raise bad_request("message thread not found")
            fields |= {"message_thread_id": thread_id, "is_topic_message": True}
        return self.write(chat_id, self._me, **fields)

    def edit(self, params: Params) -> Params:
        message = self._own(params, "edit", "edited")
        fields = _content(params)
        content = ("html", "text", "entities", "reply_markup")
        if all(message.get(name) == fields.get(name) for name in content):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        for name in content:
            message.pop(name, None)
        message |= fields
        return message

    def delete(self, params: Params) -> bool:
        message = self._own(params, "delete", "deleted")
        del self.messages[message["chat"]["id"], message["message_id"]]
        return True

    def answer_tap(self, params: Params) -> bool:
        """Each query may be answered once, and only while it is young."""
        if self.taps.get(params["callback_query_id"], {}) is not None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if utf16_length(str(params.get("text", ""))) > MAX_NOTICE:
            raise bad_request("MESSAGE_TOO_LONG")
        self.taps[params["callback_query_id"]] = params
        return True

    def _chat(self, params: Params) -> int:
        chat_id = int(params.get("chat_id", 0))
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        if chat_id in self.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat_id

    def _own(self, params: Params, verb: str, done: str) -> Params:
        message = self.messages.get((self._chat(params), int(params.get("message_id", 0))))
        if message is None:
            raise bad_request(f"message to {verb} not found")
        if message.get("from") != self._me:
            raise bad_request(f"message can't be {done}")
        return message


def _content(params: Params) -> Params:
    text, entities = read_text(params.get("text"), params.get("parse_mode"))
    check_markup(params.get("reply_markup"))
    fields: Params = {"html": params["text"], "text": text}  # `html` is the tests' own: what the bot wrote
    if entities:
        fields["entities"] = [{"type": e.type, "offset": e.offset, "length": e.length} for e in entities]
    if params.get("reply_markup"):
        fields["reply_markup"] = params["reply_markup"]
    return fields

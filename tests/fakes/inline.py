"""Inline and guest mode: what the bot offers where it isn't a member, and what becomes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.fakes.buttons import check_markup
from tests.fakes.chats import Chats
from tests.fakes.refusals import bad_request, too_old
from tests.fakes.telegram_html import utf16_length
from tests.fakes.texts import read_content

Params = dict[str, Any]
MAX_RESULTS = 50
MAX_ID_BYTES = 64
MAX_OFFSET_BYTES = 64
MAX_CACHE_SECONDS = 24 * 3600
_RESULT = "can't parse inline query result: "


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """What a person sees over the input field."""

    results: list[Params]
    next_offset: str
    button: Params | None
    cache_time: int
    is_personal: bool

    @property
    def titles(self) -> list[str]:
        return [result["title"] for result in self.results]


class Inline:
    """Queries that wait for their one answer, and the messages that come of them."""

    def __init__(self, chats: Chats, me: Params) -> None:
        self._chats = chats
        self._me = me
        self._queries: dict[str, InlineAnswer | None] = {}
        self._guests: dict[str, Params | None] = {}
        self._last = 0
        self.feedback = False
        """Whether BotFather was told that the bot wants to know what is chosen."""

    def ask(self) -> str:
        """A new inline query's id."""
        query_id = f"inline-{self._next()}"
        self._queries[query_id] = None
        return query_id

    def answered(self, query_id: str) -> InlineAnswer:
        answer = self._queries[query_id]
        assert answer is not None, "the inline query was not answered"
        return answer

    def expire(self, query_id: str) -> None:
        """The query has become too old to be answered."""
        self._queries.pop(query_id, None)
        self._guests.pop(query_id, None)

    def call_guest(self, message: Params) -> str:
        """A message that calls the bot as a guest gets a guest_query_id."""
        query_id = f"guest-{self._next()}"
        self._guests[query_id] = message
        return query_id

    def answer(self, params: Params) -> bool:
        query_id = str(params.get("inline_query_id"))
        results = params.get("results") or []
        if len(results) > MAX_RESULTS:
            raise bad_request("too many inline query results specified")
        for result in results:
            _check_result(result)
        if len({result["id"] for result in results}) < len(results):
            raise bad_request("RESULT_ID_DUPLICATE")
        if len(str(params.get("next_offset", "")).encode()) > MAX_OFFSET_BYTES:
            raise bad_request("NEXT_OFFSET_INVALID")
        _check_button(params.get("button"))
        if query_id not in self._queries or self._queries[query_id] is not None:
            raise too_old()
        self._queries[query_id] = InlineAnswer(
            results=results,
            next_offset=str(params.get("next_offset", "")),
            button=params.get("button"),
            cache_time=min(max(int(params.get("cache_time", 300)), 0), MAX_CACHE_SECONDS),  # Telegram clamps it
            is_personal=params.get("is_personal") in {True, "true", "True"},
        )
        return True

    def answer_guest(self, params: Params) -> Params:
        """Send the bot's one message into the chat that it was called to."""
        query_id = str(params.get("guest_query_id"))
        result = params.get("result")
        if not isinstance(result, dict):
            raise bad_request("result isn't specified")
        _check_result(result)
        call = self._guests.get(query_id)
        if call is None:
            raise too_old()
        self._guests[query_id] = None
        sender = {"guest_bot_caller_chat": call["sender_chat"]} if "sender_chat" in call else {}
        message = self._put(
            call["chat"]["id"],
            self._me,
            result,
            reply_to_message=call,
            guest_bot_caller_user=call["from"],
            **sender,
        )
        return {"inline_message_id": self._register(message)}

    def pick(self, chat_id: int, user: Params, result: Params, **fields: Any) -> Params:
        """Somebody sends a result; the bot can change the message later only if it has buttons."""
        message = self._put(chat_id, user, result, via_bot=self._me, **fields)
        if "reply_markup" in message:
            self._register(message)
        return message

    def _put(self, chat_id: int, sender: Params, result: Params, **fields: Any) -> Params:
        return self._chats.write(chat_id, sender, **_content(result), **fields)

    def _register(self, message: Params) -> str:
        inline_id = f"inline-message-{self._next()}"
        self._chats.inline[inline_id] = (message["chat"]["id"], message["message_id"])
        return inline_id

    def _next(self) -> int:
        self._last += 1
        return self._last


def _content(result: Params) -> Params:
    written = result.get("input_message_content") or {**result, "message_text": result.get("caption")}
    return read_content(
        {
            "text": written.get("message_text"),
            "parse_mode": written.get("parse_mode"),
            "reply_markup": result.get("reply_markup"),
        }
    )


def _check_result(result: Any) -> None:
    """An article, or a picture that Telegram has; other kinds are none of this project's."""
    if not isinstance(result, dict):
        raise bad_request(_RESULT + "Inline query result must be an object")
    for name in ("type", "id", "title"):
        if not isinstance(result.get(name), str):
            raise bad_request(_RESULT + f'Can\'t find field "{name}"')
    if result["type"] not in {"article", "photo"}:
        raise bad_request(_RESULT + "Inline query result type is not supported")
    if result["type"] == "photo" and not isinstance(result.get("photo_file_id"), str):
        raise bad_request(_RESULT + 'Can\'t find field "photo_file_id"')
    if result["type"] == "article" and not isinstance(result.get("input_message_content"), dict):
        raise bad_request(_RESULT + 'Can\'t find field "message_text"')
    if not 1 <= len(result["id"].encode()) <= MAX_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    check_markup(result.get("reply_markup"))
    _content(result)


def _check_button(button: Params | None) -> None:
    if not button:
        return
    if not isinstance(button.get("start_parameter"), str):
        where = "can't parse inline query results button: "
        raise bad_request(where + "InlineQueryResultsButton must have exactly one optional field")
    if not str(button.get("text", "")).strip():
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if not button["start_parameter"]:
        raise bad_request("START_PARAM_EMPTY")
    if not re.fullmatch("[A-Za-z0-9_-]{1,64}", button["start_parameter"]) or utf16_length(button["text"]) > 64:
        raise bad_request("START_PARAM_INVALID")

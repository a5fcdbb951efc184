"""Inline keyboards, and what Telegram refuses in them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.refusals import bad_request
from tests.fakes.telegram_html import utf16_length

MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
MAX_MARKUP_BYTES = 10_000
MAX_COPIED = 256
MAX_QUERY = 256
URL_SCHEMES = frozenset({"http", "https", "tg", "ton"})
_CHOICES = ("allow_user_chats", "allow_bot_chats", "allow_group_chats", "allow_channel_chats")
_BUTTON = "can't parse inline keyboard button: "


def check_markup(markup: Any) -> None:
    """An inline keyboard; other kinds are none of this project's."""
    if markup is None:
        return
    if not isinstance(markup, dict) or not isinstance(markup.get("inline_keyboard"), list):
        raise bad_request("object expected as reply markup")
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    size = len(json.dumps(markup, ensure_ascii=False).encode())
    if len(buttons) > MAX_BUTTONS or size > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_button(button)


def buttons_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons under a message, in order."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def content_of(button: dict[str, Any]) -> str:
    """What a tap on a button that isn't a callback gives: the link, the copied text, the query that gets typed."""
    if "copy_text" in button:
        return str(button["copy_text"]["text"])
    if "switch_inline_query_chosen_chat" in button:
        return str(button["switch_inline_query_chosen_chat"].get("query", ""))
    kind = next(name for name in ("url", "switch_inline_query", "switch_inline_query_current_chat") if name in button)
    return str(button[kind])


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request(_BUTTON + 'Can\'t find field "text"')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    kinds = [kind for kind in _KINDS if kind in button]
    if not kinds:
        raise bad_request(_BUTTON + "Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:  # Telegram takes the first and drops the rest without a word
        raise bad_request(_BUTTON + f"{' and '.join(kinds)} exclude each other")
    _KINDS[kinds[0]](button[kinds[0]])


def _check_data(data: Any) -> None:
    if not 1 <= len(str(data).encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    parts = urlsplit(str(url))
    invalid = f"inline keyboard button URL '{url}' is invalid: "
    if parts.scheme not in URL_SCHEMES:
        raise bad_request(invalid + "Unsupported URL protocol")
    if not parts.netloc or (parts.scheme.startswith("http") and "." not in parts.netloc):
        raise bad_request(invalid + "Wrong HTTP URL")


def _check_query(query: Any) -> None:
    if not isinstance(query, str):
        raise bad_request(_BUTTON + 'Field "switch_inline_query" must be of type String')
    if utf16_length(query) > MAX_QUERY:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_chosen(chosen: Any) -> None:
    if not isinstance(chosen, dict):
        raise bad_request(_BUTTON + 'Field "switch_inline_query_chosen_chat" must be of type Object')
    if not any(chosen.get(choice) is True for choice in _CHOICES):
        raise bad_request("at least one chat type must be allowed")
    _check_query(chosen.get("query", ""))


def _check_copied(copied: Any) -> None:
    if not isinstance(copied, dict):
        raise bad_request(_BUTTON + 'Field "copy_text" must be of type Object')
    if not 1 <= utf16_length(str(copied.get("text", ""))) <= MAX_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


_KINDS: dict[str, Callable[[Any], None]] = {
    "callback_data": _check_data,
    "url": _check_url,
    "switch_inline_query": _check_query,
    "switch_inline_query_current_chat": _check_query,
    "switch_inline_query_chosen_chat": _check_chosen,
    "copy_text": _check_copied,
}

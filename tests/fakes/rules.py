"""What Telegram refuses in a message, with its own words."""

from __future__ import annotations

import json
import re
from typing import Any

from handlers.replies import Reply
from tests.fakes.telegram_html import Entity, HtmlRefused, clean, parse, utf16_length

MAX_TEXT = 4096
MAX_NOTICE = 200
MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
MAX_MARKUP_BYTES = 10_000


class Refusal(Exception):  # noqa: N818 - named for what happened
    """A call that Telegram answers with an error."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


def read_text(text: object, parse_mode: object) -> tuple[str, list[Entity]]:
    """The text that people will read, and its entities."""
    if not isinstance(text, str):
        raise bad_request("message text is empty")
    if parse_mode not in {None, "HTML"}:
        raise bad_request("unsupported parse_mode")
    try:
        visible, entities = parse(text) if parse_mode else (clean(text), [])
    except HtmlRefused as error:
        raise bad_request(f"can't parse entities: {error}") from None
    if not visible.strip(" \n"):
        raise bad_request("message text is empty")
    if utf16_length(visible) > MAX_TEXT:
        raise bad_request("message is too long")
    return visible, entities


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


def check_command(name: str, description: str) -> None:
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_reply(reply: Reply) -> str:
    """The visible text of `reply`, which must be valid for Telegram."""
    visible, _ = read_text(reply.html, "HTML")
    rows = [[{"text": button.label, "callback_data": button.data} for button in row] for row in reply.buttons]
    check_markup({"inline_keyboard": rows})
    return visible


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not 1 <= len(str(button.get("callback_data", "")).encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")

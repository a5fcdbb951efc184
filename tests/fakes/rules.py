"""What Telegram refuses in a message, with its own words."""

from __future__ import annotations

from typing import Any

from handlers.replies import Reply
from handlers.replies.reply import AnyButton, Button, CopyButton
from tests.fakes.buttons import MAX_BUTTONS, MAX_DATA_BYTES, MAX_MARKUP_BYTES, check_markup
from tests.fakes.menus import check_command
from tests.fakes.refusals import Refusal, bad_request
from tests.fakes.texts import MAX_TEXT, read_text

__all__ = [
    "MAX_BUTTONS",
    "MAX_DATA_BYTES",
    "MAX_MARKUP_BYTES",
    "MAX_TEXT",
    "Refusal",
    "bad_request",
    "check_command",
    "check_markup",
    "check_reply",
    "read_text",
]


def check_reply(reply: Reply) -> str:
    """The visible text of `reply`, which must be valid for Telegram."""
    visible, _ = read_text(reply.html, "HTML")
    check_markup({"inline_keyboard": [[_as_telegram(button) for button in row] for row in reply.buttons]})
    return visible


def _as_telegram(button: AnyButton) -> dict[str, Any]:
    match button:
        case Button(label, data):
            return {"text": label, "callback_data": data}
        case CopyButton(label, text):
            return {"text": label, "copy_text": {"text": text}}
        case _:
            return {
                "text": button.label,
                "switch_inline_query_chosen_chat": {"query": button.query, "allow_user_chats": True},
            }

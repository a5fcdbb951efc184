"""Buttons in the terms of Telegram's library."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, SwitchInlineQueryChosenChat

from handlers.replies import AnyButton, Button, CopyButton
from handlers.replies.reply import Row


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """The keyboard of these rows; None without any."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows]) if rows else None


def _button(button: AnyButton) -> InlineKeyboardButton:
    match button:
        case Button(label, data):
            return InlineKeyboardButton(label, callback_data=data)
        case CopyButton(label, text):
            return InlineKeyboardButton(label, copy_text=CopyTextButton(text))
        case _:
            anywhere = SwitchInlineQueryChosenChat(
                button.query,
                allow_user_chats=True,
                allow_bot_chats=True,
                allow_group_chats=True,
                allow_channel_chats=True,
            )
            return InlineKeyboardButton(button.label, switch_inline_query_chosen_chat=anywhere)

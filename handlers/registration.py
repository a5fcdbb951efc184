"""Gives Telegram's application its handlers, and says which updates they want."""

from __future__ import annotations

from telegram import Update
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers.asking.question import on_edited, on_question
from handlers.buttons.verbs import on_tap
from handlers.context import BotApplication
from handlers.elsewhere.guest import on_guest
from handlers.elsewhere.inline import on_chosen, on_inline
from handlers.errors import on_error
from handlers.groups.membership import on_membership
from handlers.groups.migration import on_migration

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.GUEST_MESSAGE,
)
"""What Telegram is asked to send. Everything else (channel posts, reactions, joins …) is left alone on purpose."""


def register(application: BotApplication) -> None:
    """Gives `application` every handler."""
    words = filters.TEXT | filters.CAPTION
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & words, on_question))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, on_edited))
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE & words, on_guest))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, on_migration))
    application.add_handler(ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(CallbackQueryHandler(on_tap))
    application.add_handler(InlineQueryHandler(on_inline))
    application.add_handler(ChosenInlineResultHandler(on_chosen))
    application.add_error_handler(on_error)

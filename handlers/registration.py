"""Gives Telegram's application its handlers, and says which updates they want."""

from __future__ import annotations

from telegram import Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from handlers.context import BotApplication
from handlers.edited import on_edited
from handlers.errors import on_error
from handlers.question import on_question
from handlers.suggestion import on_suggestion

ALLOWED_UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
"""What Telegram is asked to send. Everything else (channel posts, reactions, joins …) is left alone on purpose."""


def register(application: BotApplication) -> None:
    """Gives `application` every handler."""
    words = filters.TEXT | filters.CAPTION
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & words, on_question))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, on_edited))
    application.add_handler(CallbackQueryHandler(on_suggestion))
    application.add_error_handler(on_error)

"""The typed context: what every handler is given beside the update."""

from __future__ import annotations

from typing import Any, TypeAlias

from telegram import User
from telegram.ext import Application, CallbackContext, ExtBot

from handlers.editions import Edition
from handlers.engine import Engine
from handlers.replies import Replies, language_of
from handlers.services import Services

Data: TypeAlias = dict[Any, Any]


class Context(CallbackContext[ExtBot[Any], Data, Data, Services]):
    """A handler's context. The services travel in python-telegram-bot's own typed place for a bot's data."""

    @property
    def services(self) -> Services:
        """The handlers' dependencies."""
        return self.bot_data

    @property
    def edition(self) -> Edition:
        """What is known now, with everything worded from it."""
        return self.services.editions.current

    @property
    def engine(self) -> Engine:
        """What is known now."""
        return self.edition.engine

    def replies(self, reader: User | None) -> Replies:
        """The replies in the language of `reader`'s Telegram."""
        language = language_of(reader.language_code if reader else None)
        return self.services.editions.current.replies(language, self.bot.username)


BotApplication: TypeAlias = Application[ExtBot[Any], Context, Data, Data, Services, None]

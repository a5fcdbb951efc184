"""The typed context: what every handler is given beside the update."""

from __future__ import annotations

from typing import Any, TypeAlias

from telegram.ext import Application, CallbackContext, ExtBot

from handlers.services import Services

Data: TypeAlias = dict[Any, Any]


class Context(CallbackContext[ExtBot[None], Data, Data, Services]):
    """A handler's context. The services travel in python-telegram-bot's own typed place for a bot's data."""

    @property
    def services(self) -> Services:
        """The handlers' dependencies."""
        return self.bot_data


BotApplication: TypeAlias = Application[ExtBot[None], Context, Data, Data, Services, None]

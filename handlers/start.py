"""Somebody meets the bot, or asks how to use it."""

from __future__ import annotations

from handlers.commands import Action, Command
from handlers.replies import Reply
from handlers.services import Services


def introduce(command: Command, services: Services) -> tuple[Reply, ...]:
    """The welcome for /start, the instructions for /help."""
    return services.replies.welcome() if command.action is Action.WELCOME else services.replies.help()

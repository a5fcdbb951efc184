"""Somebody only says hello or thank you: that asks nothing of the report, but deserves a kind word."""

from __future__ import annotations

from handlers.replies import Reply
from handlers.services import Services


def respond_kindly(text: str, services: Services) -> tuple[Reply, ...]:
    """The welcome for a greeting, a word for thanks; nothing when `text` says anything more."""
    return services.replies.courtesy("".join(filter(str.isalnum, text)).casefold())

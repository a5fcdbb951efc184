"""Somebody only says hello or thank you: that asks nothing of the report, but deserves a kind word."""

from __future__ import annotations

from handlers.asking.request import Request
from handlers.replies import Reply


def respond_kindly(request: Request) -> tuple[Reply, ...]:
    """The welcome for a greeting, a word for thanks; nothing when the message says anything more."""
    return request.replies.courtesy(request.text)

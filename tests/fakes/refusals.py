"""How Telegram says no."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - named for what happened
    """A call that Telegram answers with an error."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> Refusal:
    return Refusal(400, f"Bad Request: {description}")


def forbidden(description: str) -> Refusal:
    return Refusal(403, f"Forbidden: {description}")


def too_old() -> Refusal:
    """A query that was answered already, waited too long or never was."""
    return bad_request("query is too old and response timeout expired or query ID is invalid")


def not_modified() -> Refusal:
    return bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same as a "
        "current content and reply markup of the message"
    )

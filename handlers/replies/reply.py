"""What is sent for one answer, in Telegram's terms but without Telegram's library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: its label, and the data that comes back when it is tapped (at most 64 bytes)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class CopyButton:
    """A button that puts `text` (1 to 256 UTF-16 units) into the clipboard."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ShareButton:
    """A button that asks for a chat and types the bot's name with `query` there, for inline mode to answer."""

    label: str
    query: str


AnyButton: TypeAlias = Button | CopyButton | ShareButton
Row: TypeAlias = tuple[AnyButton, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: Telegram's HTML of at most 4,096 UTF-16 units, and rows of buttons."""

    html: str
    buttons: tuple[Row, ...] = ()


def as_one(replies: Sequence[Reply]) -> Reply:
    """The first of several messages, with the buttons of the last: where there can only be one."""
    return Reply(replies[0].html, replies[-1].buttons)

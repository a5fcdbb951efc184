"""What is sent for one answer, in Telegram's terms but without Telegram's library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: its label, and the data that comes back when it is tapped (at most 64 bytes)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: Telegram's HTML of at most 4,096 UTF-16 units, and rows of buttons."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()

"""Which texts can be asked at all, on every surface but Telegram, which sees to it itself."""

from __future__ import annotations

from enum import StrEnum

LONGEST = 4096  # characters, as many as a Telegram message may have


class Refusal(StrEnum):
    """Why a text can't be asked."""

    EMPTY = "empty"
    LONG = "long"
    BROKEN = "broken"


def refusal(text: str) -> Refusal | None:
    """Return why `text` can't be asked, or None: it shows nothing, is too long, or holds half characters."""
    if len(text) > LONGEST:
        return Refusal.LONG
    if any("\ud800" <= character <= "\udfff" for character in text):
        return Refusal.BROKEN
    if not any(character.isprintable() and not character.isspace() for character in text):
        return Refusal.EMPTY
    return None

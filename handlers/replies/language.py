"""The languages that the bot's own words come in. What the report says is never translated."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """A language of the interface."""

    SIMPLIFIED = "zh-hans"
    TRADITIONAL = "zh-hant"
    ENGLISH = "en"


_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


def language_of(code: str | None) -> Language:
    """The language for somebody whose Telegram says `code` (an IETF tag); simplified Chinese where it says nothing."""
    tag = (code or "zh").lower().replace("_", "-")
    if tag.startswith(_TRADITIONAL):
        return Language.TRADITIONAL
    return Language.SIMPLIFIED if tag.split("-")[0] == "zh" else Language.ENGLISH

"""Text that Telegram takes, and that fits where there is little room."""

from __future__ import annotations

import re

_UNSENDABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_LOOSE = "0123456789.·（(、，,“ "  # what a shortened text doesn't end with


def sendable(text: str) -> str:
    """`text` without what Telegram refuses or drops: control characters, half surrogates."""
    return _UNSENDABLE.sub(" ", text)


def snippet(text: str, length: int) -> str:
    """`text` on one line of at most `length` characters."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip(_LOOSE) + "…"


def cut(text: str, units: int) -> str:
    """The beginning of `text`, of at most `units` UTF-16 units; no character is halved."""
    return text.encode("utf-16-le", "replace")[: units * 2].decode("utf-16-le", "ignore")

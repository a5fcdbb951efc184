"""What people type in one form: half width, simplified characters, lower case, one kind of minus."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Simplify = Callable[[str], str]  # traditional characters to simplified ones

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ufe00-\ufe0f\ufeff]")
_MINUS = re.compile("[\u2010\u2011\u2212]")
_SPACES = re.compile(r"\s+")


def plain(text: str, simplify: Simplify) -> str:
    """Returns `text` in that form, without invisible characters, with single spaces and none at its edges."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return simplify(_SPACES.sub(" ", _MINUS.sub("-", text)).strip()).lower()

"""What people type in one form: half width, simplified characters, lower case, one kind of minus and of colon."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Simplify = Callable[[str], str]  # traditional characters to simplified ones

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ufe00-\ufe0f\ufeff]")
_SIGNS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u2019": "'", "\u2236": ":"})
_SPACES = re.compile(r"\s+")


def plain(text: str, simplify: Simplify) -> str:
    """Returns `text` in that form, without invisible characters, with single spaces and none at its edges."""
    return simplify(tidy(text)).lower()


def tidy(text: str) -> str:
    """Returns the same in its own characters and case."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", text.translate(_SIGNS)).strip()

"""Normalises typed text: half width, simplified characters, lower case, one kind of dash and of colon."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from knowledge.language.normalise import INVISIBLE

Simplify = Callable[[str], str]  # traditional characters to simplified ones

LONGEST = 60  # characters; a longer text is no time or place, and isn't parsed

_DASHES = re.compile("[-~\u2010-\u2015\u2212\u2e3a\u2e3b\u301c\u30fc]+")
_SIGNS = str.maketrans({"\u2019": "'", "\u2236": ":"})
_SPACES = re.compile(r"\s+")


def normalise(text: str, simplify: Simplify) -> tuple[str, str]:
    """Return `text` normalised, and the same characters in their typed form, to quote from.

    A long text is cut, but still longer than LONGEST.
    """
    typed = unicodedata.normalize("NFKC", INVISIBLE.sub("", text[: LONGEST * 2]))[: LONGEST * 2]  # one ﷺ is 18 of them
    typed = _SPACES.sub(" ", _DASHES.sub("-", typed.translate(_SIGNS))).strip()
    words = simplify(typed).lower()
    return words, typed if len(typed) == len(words) else words

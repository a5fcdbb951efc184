"""The first step: one written form for what a person can write in many ways.

NFKC, traditional to simplified, lower case, Chinese to Arabic numerals; zero-width characters, quotation marks,
links, addresses, mentions, code-like strings, emoji and quoted lines go.
"""

from __future__ import annotations

import re
import unicodedata

from opencc import OpenCC

from knowledge.language.numerals import to_arabic

NOISE = re.compile(
    r"""
    ^[ \t]*>.*$                                  # a quoted line
    | \A\s*「[^」\n:：]*[:：][^」]*」[ \t]*(?:\n[-—– ]{3,})?   # what WeChat puts before a reply
    | https?://[^\s\u3000-\u9fff\uff00-\uffef]+  # a link
    | \bwww\.[\w.-]+[^\s\u3000-\u9fff\uff00-\uffef]*
    | (?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+   # an address
    | @[\w\u4e00-\u9fff·-]+                      # a mention
    | \#[\w\u4e00-\u9fff]+\#                     # a hashtag of Chinese networks
    """,
    re.MULTILINE | re.VERBOSE | re.ASCII | re.IGNORECASE,
)
INVISIBLE = re.compile(  # and halves of characters, which no text may hold, and ligatures of 8 and 18 letters
    "[\ufdfa\ufdfb\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_QUOTES = re.compile("[“”‘\"「」『』《》〈〉【】\\[\\]`*_]|(?<![a-z])['’]|['’](?![a-z])")  # what's keeps its own
_SPACES = re.compile(r"[^\S\n]+")

LONGEST = 4096  # characters of a message that are read: Telegram sends no longer ones


class Normaliser:
    """Turns text into its normal form; holds the OpenCC converter, which is costly to make and free to share."""

    def __init__(self) -> None:
        self._simplify = OpenCC("t2s").convert

    def form(self, text: str) -> str:
        """Returns the normal form of words of the report or of an editor; line breaks stay."""
        text = unicodedata.normalize("NFKC", text)
        text = self._simplify(INVISIBLE.sub("", text)).lower()
        return to_arabic(_SPACES.sub(" ", _QUOTES.sub("", text).replace("’", "'")))

    def question(self, text: str, longest: int = LONGEST) -> str:
        """Returns the normal form of what a person typed: as `form`, without what is no part of the question.

        Only the first `longest` characters are read.
        """
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text[:longest]))[:longest]  # one ㍿ is four characters
        return self.form(NOISE.sub(" ", text)).strip()

    def forms(self, texts: list[str]) -> list[str]:
        """Returns the normal form of each of `texts` (none holds a line break), converted in one go."""
        return self.form("\n".join(texts)).split("\n") if texts else []

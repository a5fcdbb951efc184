"""The first step: the normal form of what people can write in many ways.

NFKC, simplified characters, lower case, Arabic numerals (so that 六个工程 and 6个工程 are the same); removed are
zero-width characters, quotation marks, links, addresses, mentions and quoted lines. The units of a normal form are its
Chinese characters, whole numbers and whole Latin words, each with its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from opencc import OpenCC

from knowledge.grammar.numerals import to_arabic

_NOISE = re.compile(
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
_NOISY = re.compile("[>「@#:wW](?:(?<![:wW])|(?<=:)//|(?<=[wW])[wW]{2}[.])")  # without any of these there is no noise
INVISIBLE = re.compile(  # and lone surrogates, and ligatures of 8 and 18 letters
    "[\ufdfa\ufdfb\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
# What is sought in long texts begins with a set of characters, which is found many times faster than another beginning.
_QUOTES = re.compile(  # what's keeps its own
    "[“”‘\"「」『』《》〈〉【】\\[\\]`*_'’](?:(?<!['’])|(?<![a-z].)|(?![a-z]))"
)
_SPACES = re.compile(r"[^\S\n][^\S\n]*")

LONGEST = 4096  # characters of a message that are read: Telegram's limit

_UNIT = re.compile(r"\d+(?:\.\d+)?%?|[a-z]+|[\u3400-\u9fff]")
_GAP = re.compile(r"[^\s]")


class Normaliser:
    """Turns text into its normal form; share one instance, for OpenCC's tables are costly to load."""

    def __init__(self) -> None:
        self._simplify = OpenCC("t2s").convert
        self._from_taiwan = OpenCC("tw2s").convert  # 著力 is 着力, which t2s leaves as it is

    def form(self, text: str) -> str:
        """Return the normal form of words of the report or of an editor; keep line breaks."""
        text = unicodedata.normalize("NFKC", text)
        return _written(self._simplify(INVISIBLE.sub("", text)))

    def question(self, text: str, longest: int = LONGEST) -> str:
        """Return the normal form of what a person typed: as `form`, without links, mentions and quoted lines.

        Only the first `longest` characters are read.
        """
        text = unicodedata.normalize("NFKC", INVISIBLE.sub("", text[:longest]))[:longest]  # one ㍿ is four characters
        text = _NOISE.sub(" ", text) if _NOISY.search(text) else text
        text = text.replace("衞", "衛")  # Hong Kong's, which OpenCC's tables lack
        return _written(self._simplify(self._from_taiwan(text) if "著" in text else text)).strip()

    def forms(self, texts: list[str]) -> list[str]:
        """Return the normal form of each of `texts` (none holds a line break), converted in one go."""
        return self.form("\n".join(texts)).split("\n") if texts else []


def noise_in(text: str) -> Iterator[re.Match[str]]:
    """Yield the links, addresses, mentions, hashtags and quoted lines of a `text` that is in NFKC."""
    return _NOISE.finditer(text) if _NOISY.search(text) else iter(())


def _written(text: str) -> str:
    """Simplified text in small letters, without quotation marks, its numerals Arabic."""
    return to_arabic(_SPACES.sub(" ", _QUOTES.sub("", text.lower()).replace("’", "'")))


@dataclass(frozen=True, slots=True)
class Units:
    """`items` in order; `joined` is their concatenation; unit i begins at `offsets[i]` of `joined`.

    Numbers next to each other stay apart there by a comma: 第7、8件 is not 第78件.

    `gaps[i]` tells what was before unit i: 0 nothing, 1 white space, 2 punctuation.
    """

    items: tuple[str, ...]
    joined: str
    offsets: tuple[int, ...]
    gaps: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.items)

    def slice(self, start: int, end: int) -> str:
        """Return units `start` to `end` (half-open), joined."""
        return "".join(self.items[start:end])


def items_of(form: str) -> list[str]:
    """Return the units of a normal form without their offsets."""
    if form.isalpha() and not form.islower():  # no digit, no sign, no Latin letter: each character is a unit
        return list(form)
    return _UNIT.findall(form)


def split_units(form: str) -> Units:
    """Split a normal form into its units, dropping everything between them."""
    items: list[str] = []
    joined: list[str] = []
    offsets: list[int] = []
    gaps: list[int] = []
    end = length = 0
    for match in _UNIT.finditer(form):
        between = form[end : match.start()]
        gaps.append(0 if not between else 2 if _GAP.search(between) else 1)
        if items and items[-1][0].isdecimal() and match[0][0].isdecimal():
            joined.append(",")
            length += 1
        items.append(match[0])
        joined.append(match[0])
        offsets.append(length)
        length += len(match[0])
        end = match.end()
    return Units(tuple(items), "".join(joined), tuple(offsets), tuple(gaps))


def whole_word(word: str, body: str = "") -> re.Pattern[str]:
    """Return what matches `word` where no number or Latin word is cut at its edges; `body` is its own pattern.

    `word` is in small letters and not empty; without `body` it is matched as it is. A `body` has one length.
    """
    body = body or re.escape(word)
    # What must not stand before it is looked for last: a pattern that begins with what it seeks finds it sooner.
    before = rf"(?<![\d.]{body})" if word[0].isdigit() else f"(?<![a-z]{body})" if word[0].isascii() else ""
    after = r"(?!\.?\d|%)" if word[-1].isdigit() else "(?![a-z])" if word[-1].isascii() else ""
    return re.compile(body + before + after)

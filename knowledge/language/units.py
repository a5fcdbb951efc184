"""Text as units: a Chinese character, a whole number, or a whole Latin word, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

_UNIT = re.compile(r"\d+(?:\.\d+)?%?|[a-z]+|[\u3400-\u9fff]")
_GAP = re.compile(r"[^\s]")


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
        """Returns units `start` to `end` (half-open), joined."""
        return "".join(self.items[start:end])


def items_of(form: str) -> list[str]:
    """Returns the units of a normal form without their offsets."""
    if form.isalpha() and not form.islower():  # no digit, no sign, no Latin letter: each character is a unit
        return list(form)
    return _UNIT.findall(form)


def split_units(form: str) -> Units:
    """Splits a normal form into its units, dropping everything between them."""
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
    """Returns what matches `word` where no number or Latin word is cut at its edges; `body` is its own pattern.

    `word` is in small letters and not empty; without `body` it is matched as it is. A `body` has one length.
    """
    body = body or re.escape(word)
    # What must not stand before it is looked for last: a pattern that begins with what it seeks finds it sooner.
    before = rf"(?<![\d.]{body})" if word[0].isdigit() else f"(?<![a-z]{body})" if word[0].isascii() else ""
    after = r"(?!\.?\d|%)" if word[-1].isdigit() else "(?![a-z])" if word[-1].isascii() else ""
    return re.compile(body + before + after)

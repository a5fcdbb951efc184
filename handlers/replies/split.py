"""Cuts a long reply into messages that Telegram accepts: between passages, else between sentences, never in a tag."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

LIMIT = 4096
"""UTF-16 units of one message. Telegram counts them without tags; counting tags too keeps well on this side."""

CUT = "\f"
"""Stands in a template where one message may end and the next begin. Tags must be closed there."""

_TOKEN = re.compile(r"<[^>]*>|&[#\w]+;|.", re.DOTALL)
_TAG = re.compile(r"<(/?)([\w-]+)[^>]*>")
_SENTENCE_END = frozenset("。!?;！？；\n")


def units(text: str) -> int:
    """The length of `text` as Telegram counts it, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(html: str, limit: int = LIMIT) -> list[str]:
    """Cuts well-formed `html` into well-formed pieces of at most `limit` UTF-16 units, none of them blank."""
    pieces: list[str] = []
    current = ""
    for block in html.split(CUT):
        if units(current + block) <= limit:
            current += block
            continue
        pieces.append(current)
        *full, current = _split_block(block.lstrip("\n"), limit)
        pieces.extend(full)
    pieces.append(current)
    return [piece.strip("\n") for piece in pieces if _is_visible(piece)]


def _split_block(block: str, limit: int) -> Iterator[str]:
    tokens = _TOKEN.findall(block)
    opened: tuple[str, ...] = ()
    start = 0
    while True:
        end, still_open = _reach(tokens, start, opened, limit)
        yield "".join([*opened, *tokens[start:end], *map(_closing, reversed(still_open))])
        if end == len(tokens):
            return
        start, opened = end, still_open


def _reach(tokens: Sequence[str], start: int, opened: tuple[str, ...], limit: int) -> tuple[int, tuple[str, ...]]:
    """How far a piece gets that begins at `start`: the token after it, and the tags that are open there.

    A piece ends after a sentence when that leaves it more than half full, else at the last token that fits.
    """
    size = _cost(opened)
    best = (start, opened)
    sentence = None
    for position in range(start, len(tokens)):
        token = tokens[position]
        size += units(token)
        opened, grown = _after(token, opened)
        size += grown
        if size > limit:
            return sentence or best
        best = (position + 1, opened)
        if token in _SENTENCE_END and size * 2 > limit:
            sentence = best
    return best


def _after(token: str, opened: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The tags open after `token`, and by how many units their closing tags have grown."""
    tag = _TAG.fullmatch(token)
    if tag is None:
        return opened, 0
    if tag[1]:
        return opened[:-1], -len(token)
    return (*opened, token), len(_closing(token))


def _cost(opened: tuple[str, ...]) -> int:
    return sum(units(tag) + len(_closing(tag)) for tag in opened)


def _closing(tag: str) -> str:
    return _TAG.sub(r"</\2>", tag)


def _is_visible(piece: str) -> bool:
    """Whether anything is left to see without tags: Telegram refuses a message of blanks."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in _TAG.sub("", piece))

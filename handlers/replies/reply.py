"""A message valid for Telegram, without Telegram's library: its text, its buttons, and a long text in pieces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from handlers.query import Thread
from knowledge.model import Answer


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: its label, and the data that comes back when it is tapped (at most 64 bytes)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class CopyButton:
    """A button that puts `text` (1 to 256 UTF-16 units) into the clipboard."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ShareButton:
    """A button that asks for a chat and types the bot's name with `query` there, for inline mode to answer."""

    label: str
    query: str


AnyButton: TypeAlias = Button | CopyButton | ShareButton
Row: TypeAlias = tuple[AnyButton, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: Telegram's HTML of at most 4,096 UTF-16 units, and rows of buttons."""

    html: str
    buttons: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What is said to one message: the replies, the entries that they show, and the answer that they give.

    A picture of the chart named `chart` comes after them.
    """

    replies: tuple[Reply, ...] = ()
    entries: tuple[str, ...] = ()
    answer: Answer | None = None
    chart: str = ""

    @classmethod
    def to(cls, answer: Answer, replies: tuple[Reply, ...]) -> Response:
        """The response that gives `answer`."""
        return cls(replies, tuple(source.entry_id for source in answer.sources), answer)

    @property
    def thread(self) -> Thread:
        """What a message after it may refer to."""
        return Thread(self.answer.about or self.entries, self.answer.frame) if self.answer else Thread(self.entries)


NOTHING = Response()


def as_one(replies: Sequence[Reply]) -> Reply:
    """The first of several messages, with the buttons of the last: where there can only be one."""
    return Reply(replies[0].html, replies[-1].buttons)


_UNSENDABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_LOOSE = "0123456789.·（(、，,“ "  # what a shortened text doesn't end with


def sendable(text: str) -> str:
    """`text` without what Telegram refuses or drops: control characters, half surrogates."""
    return _UNSENDABLE.sub(" ", text)


def snippet(text: str, length: int) -> str:
    """`text` on one line of at most `length` characters."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip(_LOOSE) + "…"


def cut(text: str, limit: int) -> str:
    """The beginning of `text`, of at most `limit` UTF-16 units; no character is halved."""
    return text.encode("utf-16-le", "replace")[: limit * 2].decode("utf-16-le", "ignore")


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
    """Cut well-formed `html` into well-formed pieces of at most `limit` UTF-16 units, none of them blank."""
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

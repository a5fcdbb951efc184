"""Telegram's HTML as its server reads it: what is text, what is an entity, and what it refuses."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_START = re.compile(r'<([^\s>/][^\s>]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*>')
_END = re.compile(r"</([^\s>]*)\s*>")
_DROPPED = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_BLANKED = re.compile(r"[\x00-\x09\x0b-\x1f]")


class HtmlRefused(Exception):  # noqa: N818 - named for what happened
    """Telegram can't parse the text; the message is its own."""


@dataclass(frozen=True)
class Entity:
    """A range of the text, in UTF-16 units."""

    type: str
    offset: int
    length: int


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """What Telegram makes of control characters and the like."""
    return _BLANKED.sub(" ", _DROPPED.sub("", text))


def parse(source: str) -> tuple[str, list[Entity]]:
    """The text and the entities of `source`; raises HtmlRefused as Telegram would."""
    text = ""
    entities: list[Entity] = []
    opened: list[tuple[str, int]] = []
    at = 0
    while at < len(source):
        if source[at] == "&" and (found := _ENTITY.match(source, at)):
            text += html.unescape(found[0])
            at = found.end()
        elif source[at] != "<":
            text += source[at]
            at += 1
        elif source.startswith("</", at):
            at = _close(source, at, text, opened, entities)
        else:
            at = _open(source, at, text, opened)
    if opened:
        raise HtmlRefused(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return clean(text), entities


def _open(source: str, at: int, text: str, opened: list[tuple[str, int]]) -> int:
    if ">" not in source[at:]:
        raise HtmlRefused(f"Unclosed start tag at byte offset {_byte(source, at)}")
    found = _START.match(source, at)
    tag = found[1].lower() if found else source[at + 1 : source.index(">", at)].partition(" ")[0]
    if found is None or tag not in _TYPES:
        raise HtmlRefused(f'Unsupported start tag "{tag}" at byte offset {_byte(source, at)}')
    if tag == "blockquote" and any(outer == "blockquote" for outer, _ in opened):
        raise HtmlRefused("blockquotes can't be nested")  # Telegram drops the inner one without a word
    opened.append((tag, utf16_length(text)))
    return found.end()


def _close(source: str, at: int, text: str, opened: list[tuple[str, int]], entities: list[Entity]) -> int:
    found = _END.match(source, at)
    if found is None or not opened:
        raise HtmlRefused(f"Unexpected end tag at byte offset {_byte(source, at)}")
    tag, start = opened.pop()
    if found[1] not in {"", tag}:
        where = _byte(source, at)
        raise HtmlRefused(f'Unmatched end tag at byte offset {where}, expected "</{tag}>", found "</{found[1]}>"')
    if (length := utf16_length(text) - start) > 0:
        entities.append(Entity(_TYPES[tag], start, length))
    return found.end()


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode(errors="replace"))

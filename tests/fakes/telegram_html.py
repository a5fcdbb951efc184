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
_HREF = re.compile(r'\shref="([^"]*)"')
_LINK = re.compile(r"(?:https?|tg|ton)://[^\s/?#]+", re.IGNORECASE)
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
    url: str = ""

    def as_json(self) -> dict[str, str | int]:
        found: dict[str, str | int] = {"type": self.type, "offset": self.offset, "length": self.length}
        return found | {"url": self.url} if self.url else found


@dataclass(frozen=True)
class _Opened:
    """A tag that waits for its end."""

    tag: str
    type: str
    start: int
    url: str = ""


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """What Telegram makes of control characters and the like."""
    return _BLANKED.sub(" ", _DROPPED.sub("", text))


def parse(source: str) -> tuple[str, list[Entity]]:
    """The text and the entities of `source`; raises HtmlRefused as Telegram would."""
    text = ""
    entities: list[Entity] = []
    opened: list[_Opened] = []
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
        raise HtmlRefused(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    return clean(text), entities


def _open(source: str, at: int, text: str, opened: list[_Opened]) -> int:
    if ">" not in source[at:]:
        raise HtmlRefused(f"Unclosed start tag at byte offset {_byte(source, at)}")
    found = _START.match(source, at)
    tag = found[1].lower() if found else source[at + 1 : source.index(">", at)].partition(" ")[0]
    if found is None or tag not in _TYPES:
        raise HtmlRefused(f'Unsupported start tag "{tag}" at byte offset {_byte(source, at)}')
    if tag == "blockquote" and any(outer.tag == "blockquote" for outer in opened):
        raise HtmlRefused("blockquotes can't be nested")  # Telegram drops the inner one without a word
    is_folded = tag == "blockquote" and re.search(r"\sexpandable\b", found[2])
    kind = "expandable_blockquote" if is_folded else _TYPES[tag]
    opened.append(_Opened(tag, kind, utf16_length(text), _link(found[2]) if tag == "a" else ""))
    return found.end()


def _link(attributes: str) -> str:
    found = _HREF.search(attributes)
    url = html.unescape(found[1]) if found else ""
    if not _LINK.match(url):
        raise HtmlRefused(f"no link: {url!r}")  # Telegram drops it without a word
    return url


def _close(source: str, at: int, text: str, opened: list[_Opened], entities: list[Entity]) -> int:
    found = _END.match(source, at)
    if found is None or not opened:
        raise HtmlRefused(f"Unexpected end tag at byte offset {_byte(source, at)}")
    last = opened.pop()
    if found[1] not in {"", last.tag}:
        where = _byte(source, at)
        raise HtmlRefused(f'Unmatched end tag at byte offset {where}, expected "</{last.tag}>", found "</{found[1]}>"')
    if (length := utf16_length(text) - last.start) > 0:
        entities.append(Entity(last.type, last.start, length, last.url))
    return found.end()


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode(errors="replace"))

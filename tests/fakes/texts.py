"""What Telegram makes of a message's words, and what it refuses in them."""

from __future__ import annotations

from typing import Any

from tests.fakes.buttons import check_markup
from tests.fakes.refusals import bad_request
from tests.fakes.telegram_html import Entity, HtmlRefused, clean, parse, utf16_length

MAX_TEXT = 4096
MAX_QUOTE = 1024
CONTENT = ("html", "text", "entities", "reply_markup")
_QUOTED_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"})

Params = dict[str, Any]


def read_text(text: object, parse_mode: object) -> tuple[str, list[Entity]]:
    """The text that people will read, and its entities."""
    if not isinstance(text, str):
        raise bad_request("message text is empty")
    if parse_mode not in {None, "HTML"}:
        raise bad_request("unsupported parse_mode")
    try:
        visible, entities = parse(text) if parse_mode else (clean(text), [])
    except HtmlRefused as error:
        raise bad_request(f"can't parse entities: {error}") from None
    if not visible.strip(" \n"):
        raise bad_request("message text is empty")
    if utf16_length(visible) > MAX_TEXT:
        raise bad_request("message is too long")
    return visible, entities


def read_content(params: Params) -> Params:
    """A message's fields from a call's `text`, `parse_mode` and `reply_markup`."""
    text, entities = read_text(params.get("text"), params.get("parse_mode"))
    check_markup(params.get("reply_markup"))
    fields: Params = {"html": params["text"], "text": text}  # `html` is the tests' own: what the bot wrote
    if entities:
        fields["entities"] = [entity.as_json() for entity in entities]
    if params.get("reply_markup"):
        fields["reply_markup"] = params["reply_markup"]
    return fields


def read_quote(reply: Params, original: Params) -> Params | None:
    """The quote of a reply as the message carries it; it must be there, word for word and in the same style."""
    if not reply.get("quote"):
        return None
    quote, entities = read_text(reply["quote"], reply.get("quote_parse_mode"))
    styles = [entity.as_json() for entity in entities] or reply.get("quote_entities") or []
    text = original.get("text") or original.get("caption") or ""
    of_original = original.get("entities") or original.get("caption_entities") or []
    if utf16_length(quote) <= MAX_QUOTE:
        at = text.find(quote)
        while at >= 0:
            start = utf16_length(text[:at])
            if _styles(of_original, start, utf16_length(quote)) == _styles(styles, 0, utf16_length(quote)):
                return {"text": quote, "position": start, "is_manual": True}
            at = text.find(quote, at + 1)
    raise bad_request("QUOTE_TEXT_INVALID")


def _styles(entities: list[Params], start: int, length: int) -> set[tuple[str, int, int]]:
    """The styles within a range, cut to it."""
    cut = (
        (e["type"], max(e["offset"], start), min(e["offset"] + e["length"], start + length))
        for e in entities
        if e["type"] in _QUOTED_STYLES
    )
    return {(kind, first - start, last - start) for kind, first, last in cut if first < last}

"""How a message looks: to the tests that read it, and to Telegram, which finds mentions and commands in it."""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.bot_api import ME
from tests.fakes.telegram_html import utf16_length

Params = dict[str, Any]

_ENTITIES = re.compile(r"(?P<mention>@\w{5,})|(?P<bot_command>(?<!\S)/[a-zA-Z0-9_]+(?:@\w+)?)", re.ASCII)


def shown(message: Params) -> str:
    """A message as tests compare it: its HTML, and a line for each row of buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    lines = [" ".join(f"[{button['text']}]" for button in row) for row in rows]
    return "\n".join([message["html"], *lines])


def find_entities(text: str) -> list[Params]:
    """The mentions and commands that Telegram finds in a text."""
    return [
        {"type": found.lastgroup, "offset": utf16_length(text[: found.start()]), "length": utf16_length(found[0])}
        for found in _ENTITIES.finditer(text)
    ]


def mention() -> str:
    return f"@{ME['username']}"

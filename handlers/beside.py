"""What is said to texts that ask the report nothing. Imports neither the store nor asyncio, for the terminal's sake."""

from __future__ import annotations

import re

from handlers.commands import parse_command
from handlers.engine import Engine
from handlers.replies import Replies, Reply
from knowledge.model import Shelf

_ITEMS = "l"  # the shelf of livelihood items
_NUMBER = re.compile(r"第? {0,3}(\d{1,4}) {0,3}[件项条个]?")


def told_beside(text: str, replies: Replies, engine: Engine) -> tuple[Reply, ...]:
    """What is said to what people say beside questions, and to the number of an item that there isn't; else nothing."""
    return replies.courtesy(text) or no_item(text, replies, engine)


def told_instead(text: str, replies: Replies) -> tuple[Reply, ...]:
    """What is said to a bare number or to a command that there isn't, where neither has an answer; else nothing."""
    if numbered := _NUMBER.fullmatch(text.strip()):
        return replies.render("numbered", number=int(numbered[1]))
    return replies.render("no_command") if parse_command(text) else ()


def no_item(text: str, replies: Replies, engine: Engine) -> tuple[Reply, ...]:
    """What is said to the number of a livelihood item that the report hasn't got; nothing to other words."""
    numbered = _NUMBER.fullmatch(text.strip())
    shelf = engine.catalogue.shelf(_ITEMS) if numbered else None
    count = _entries(shelf) if shelf else 0
    if numbered is None or not count or 0 < int(numbered[1]) <= count:
        return ()
    return replies.render("no_item", number=int(numbered[1]), count=count)


def _entries(shelf: Shelf) -> int:
    return len(shelf.entries) + sum(map(_entries, shelf.shelves))

"""Somebody browses the report by buttons: shelves, pages of eight, entries; the one message is edited."""

from __future__ import annotations

from handlers.asking.request import Request
from handlers.asking.response import Response
from handlers.buttons.passages import show_entry
from handlers.buttons.tapped import Tapped
from handlers.engine import Engine
from handlers.replies import Page, Replies, Reply
from handlers.replies.keyboards import PAGE
from knowledge.model import Shelf

_ROOT = ""


async def first_page(request: Request) -> Response:
    """What there is to read, as the answer to /list."""
    reply = _page(request.engine, request.replies, _ROOT, 0)
    return Response((reply,)) if reply else Response(request.replies.render("vanished"))


async def turn_page(tapped: Tapped, shelf_id: str = _ROOT, page: str = "0") -> None:
    """A page of a shelf, in place; its last one where the report has grown shorter."""
    reply = _page(tapped.engine, tapped.replies, shelf_id, int(page) if page.isdecimal() else 0)
    if reply is None:
        return await tapped.vanished()
    await tapped.done()
    return await tapped.show(reply)


async def read_entry(tapped: Tapped, entry_id: str = "", shelf_id: str = _ROOT, page: str = "0") -> None:
    """An entry of a page, in place, with the way back to it."""
    return await show_entry(tapped, entry_id, "", shelf_id, page)


def _page(engine: Engine, replies: Replies, shelf_id: str, number: int) -> Reply | None:
    root = Shelf(_ROOT, "", (), engine.catalogue.shelves)
    shelf = engine.catalogue.shelf(shelf_id) if shelf_id else root
    if shelf is None:
        return None
    count = max(-(-len(shelf.entries) // PAGE), 1)
    number = min(number, count - 1)
    listed = (engine.headline(each) for each in shelf.entries[number * PAGE : (number + 1) * PAGE])
    above = (root, *engine.catalogue.path(shelf_id))[-1] if shelf_id else None
    page = Page(shelf, number, count, above)
    return replies.page(page, [each for each in listed if each is not None])

"""Browsing the report by buttons: an entry, its context, related entries, pages of entries, and charts on request."""

from __future__ import annotations

from dataclasses import replace

from handlers.charts.choosing import chart_of
from handlers.charts.series import CHARTS
from handlers.commands import COMPARE
from handlers.memory import GivenAnswer
from handlers.pacing import READ_WITHIN, Pace
from handlers.query import Engine, Query
from handlers.replies import Page, Replies, Reply, Response
from handlers.replies.keyboards import PAGE, read_focus
from handlers.replies.reply import as_one
from handlers.request import Request
from handlers.tapped import Tapped
from knowledge.model import Shelf


async def open_entry(tapped: Tapped, entry_id: str = "") -> None:
    """Show an entry in a new message; or in place where the bot can't send one, as for an inline message."""
    answer = tapped.engine.open(entry_id)
    if answer is None:
        return await tapped.vanished()
    await tapped.done()
    tapped.services.responder.count(answer, "button")
    replies = tapped.replies.answer(answer, await tapped.layout())
    tapped.shown(entry_id)
    if await tapped.is_quiet():
        return await tapped.show(as_one(replies))
    return await tapped.say(replies, entry_id)


async def show_entry(tapped: Tapped, entry_id: str = "", focus: str = "", shelf_id: str = "", page: str = "") -> None:
    """Replace the message with an entry: the way back to an answer, or on to a related one.

    An entry from a page of a shelf, its context and its related entries keep a button back to that page.
    """
    answer = tapped.engine.open(entry_id, read_focus(focus))
    if answer is None:
        return await tapped.vanished()
    await tapped.done()
    tapped.shown(entry_id)
    layout = replace(await tapped.layout(), page=tapped.page(shelf_id, page))
    return await tapped.show(as_one(tapped.replies.answer(answer, layout)))


async def show_context(tapped: Tapped, entry_id: str = "", focus: str = "", shelf_id: str = "", page: str = "") -> None:
    """Show the sentences around an entry's passage, in place."""
    context = tapped.engine.context(entry_id)
    answer = tapped.engine.open(entry_id, read_focus(focus))
    if context is None or answer is None:
        return await tapped.vanished()
    await tapped.done()
    return await tapped.show(tapped.replies.context(context, answer.sources[0], tapped.page(shelf_id, page)))


async def show_related(tapped: Tapped, entry_id: str = "", focus: str = "", shelf_id: str = "", page: str = "") -> None:
    """Show related entries, in place; a notice if there are none."""
    answer = tapped.engine.open(entry_id, read_focus(focus))
    if answer is None:
        return await tapped.vanished()
    entries = tapped.engine.related(entry_id)
    if not entries:
        return await tapped.done(tapped.replies.phrases.sentence("unrelated"), alert=False)
    await tapped.done()
    return await tapped.show(tapped.replies.related(answer.sources[0], entries, tapped.page(shelf_id, page)))


async def turn_leaf(tapped: Tapped, page: str = "0", question: str = "") -> None:
    """Show a page of a long list, in place, by asking its question again."""
    answer = await tapped.services.responder.find(Query(question, report=tapped.context.report))
    if len(answer.sources) < 2 or not page.isdecimal():
        return await tapped.vanished()
    await tapped.done()
    return await tapped.show(as_one(tapped.replies.answer(answer, await tapped.layout(), int(page[:4]))))


_ROOT = ""


async def first_page(request: Request) -> Response:
    """The first page of the catalogue, for /list."""
    reply = _page(request.engine, request.replies, _ROOT, 0)
    return Response((reply,)) if reply else Response(request.replies.render("vanished"))


async def turn_page(tapped: Tapped, shelf_id: str = _ROOT, page: str = "0") -> None:
    """Show a page of a shelf, in place; the last page if the shelf has become shorter."""
    reply = _page(tapped.engine, tapped.replies, shelf_id, int(page) if page.isdecimal() else 0)
    if reply is None:
        return await tapped.vanished()
    await tapped.done()
    return await tapped.show(reply)


async def read_entry(tapped: Tapped, entry_id: str = "", shelf_id: str = _ROOT, page: str = "0") -> None:
    """Show an entry of a page, in place, with a button back to the page."""
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


async def draw_chart(request: Request) -> Response:
    """An indicator's actual figure and target, then their chart; without an argument, the list of charts."""
    replies, snapshot = request.replies, request.context.snapshot
    if not request.text.strip():
        names = [name for name in CHARTS if chart_of(name, snapshot)]
        return Response(replies.render("charts", replies.keyboards.charts(names)))
    query = Query(request.text, command=COMPARE, report=request.context.report)
    response = await request.services.responder.respond(query, replies, request.layout)
    if not response.entries:
        return response
    if chart_of(response.entries[0], snapshot):
        return replace(response, chart=response.entries[0])
    return replace(response, replies=(*response.replies, *replies.render("no_chart")))


async def show_chart(tapped: Tapped, name: str = "") -> None:
    """A chart, in a message of its own under the one with the button."""
    chart = chart_of(name, tapped.context.snapshot)
    if chart is None or tapped.chat is None or await tapped.is_quiet():
        return await tapped.vanished()
    if tapped.services.bursts.pace(tapped.query.from_user.id) is not Pace.FINE:
        return await tapped.done(tapped.replies.phrases.sentence("slower", seconds=round(READ_WITHIN)))
    await tapped.done()
    message_id = await tapped.services.pictures.send(tapped.context.bot, tapped.chat, chart, tapped.replies)
    entries = tuple(dict.fromkeys(mark.entry_id for mark in chart.marks if mark.entry_id))
    given = GivenAnswer([message_id], entries, tapped.query.from_user.id)
    return tapped.services.answers.tell(tapped.chat.chat_id, given)

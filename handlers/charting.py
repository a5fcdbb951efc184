"""Charts on request: by /chart, or by the button under a figure."""

from __future__ import annotations

from dataclasses import replace

from handlers.charts.series import CHARTS, chart_of
from handlers.commands import COMPARE
from handlers.engine import Query
from handlers.memory import GivenAnswer
from handlers.pacing import READ_WITHIN, Pace
from handlers.replies import Response
from handlers.request import Request
from handlers.tapped import Tapped


async def draw_chart(request: Request) -> Response:
    """An indicator's actual figure and target, then their chart; without an argument, the list of charts."""
    replies, snapshot = request.replies, request.context.snapshot
    if not request.text.strip():
        names = [name for name in CHARTS if chart_of(name, snapshot)]
        return Response(replies.render("charts", replies.keyboards.charts(names)))
    query = Query(request.text, command=COMPARE, report=request.context.report)
    response = await request.services.responder.respond(query, replies, request.frame)
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

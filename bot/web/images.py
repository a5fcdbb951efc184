"""What is drawn for the web: charts, on a page of all of them and as files, and the cards of link previews."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from itertools import islice
from urllib.parse import quote

from aiohttp import web
from cachetools import LRUCache

from bot.questions import refusal
from bot.web.access import COME_BACK, BusyError, TurnQueue, retry_after
from bot.web.chat import take_turn
from bot.web.view import View, Views, as_json, parameters, places_of, unchanged
from handlers.answering import Responder
from handlers.charts.choosing import OF, chart_of
from handlers.charts.drawing import Line, png, rasterised, titled, wrapped
from handlers.charts.series import CHARTS, Chart
from handlers.replies.keyboards import read_focus
from knowledge.model import Answer, Source

_KEPT = 32  # pictures of either kind, at some 60 to 100 KiB each
_WIDTH, _MARGIN, _ZOOM = 600, 36, 2.0  # units of the drawing, and pixels for each: 1200 × 630, as previews want them
_TITLE, _DIRECT, _BODY = 26, 40, 19  # sizes of text
_TOP, _BOTTOM = 92.0, 270.0  # where the title stands, and below which no line of the passage does


class Charts:
    """Draws what is asked for, a picture once while it is among the last that were; nothing before that."""

    def __init__(self, responder: Responder, views: Views) -> None:
        self._views, self._offload = views, responder.offload
        self._pictures: LRUCache[tuple[Chart, str], bytes] = LRUCache(_KEPT)

    async def page(self, request: web.Request) -> web.Response:
        """Show the charts of the whole report, or give their data."""
        view = self._views.of(request)
        charts = [chart for name in CHARTS if (chart := chart_of(name, view.snapshot))]
        if request.match_info["form"]:
            return unchanged(request, as_json([_as_data(chart, view) for chart in charts]))
        return self._views.page(request, "charts.html", charts=charts)

    async def file(self, request: web.Request) -> web.Response:
        """Give a chart as SVG, PNG, CSV or JSON; 404 where there is none by this name."""
        view, form = self._views.of(request), request.match_info["form"]
        name = request.match_info["name"]
        find = partial(chart_of, name, view.snapshot)
        chart = await self._offload.in_thread(find) if OF in name else find()  # other reports may have to be read
        if chart is None:
            raise web.HTTPNotFound
        match form:
            case "svg":
                response = web.Response(text=view.drawn(chart), content_type="image/svg+xml")
            case "png":
                response = web.Response(body=await self._picture(chart, view), content_type="image/png")
            case "csv":
                response = web.Response(text=_as_csv(chart, view), content_type="text/csv")
                response.headers["Content-Disposition"] = f'attachment; filename="{quote(chart.name)}.csv"'
            case _:
                response = as_json(_as_data(chart, view))
        response.headers["Vary"] = "Accept-Language, Cookie"
        return unchanged(request, response)

    async def _picture(self, chart: Chart, view: View) -> bytes:
        key = chart, view.language.value
        if key not in self._pictures:
            self._pictures[key] = await self._offload.in_thread(partial(png, chart, view.phrases))
        return self._pictures[key]


def _as_data(chart: Chart, view: View) -> dict[str, object]:
    return {"title": titled(chart, view.phrases)} | asdict(chart)


def _as_csv(chart: Chart, view: View) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    columns = view.words.columns
    writer.writerow([columns["indicator"], columns["year"], columns["value"], columns["place"]])
    places = places_of(view.snapshot)
    for group in chart.groups:
        for mark in group.marks:
            side = view.phrases.sentence("aimed" if mark.is_target else "reached", year=mark.year) if mark.year else ""
            place = mark.place or places.get(mark.entry_id, "；".join(chart.places))
            writer.writerow([group.name or chart.title, side, mark.said, place])
    return "\ufeff" + text.getvalue()


class Cards:
    """Draws a card when a preview asks for one; the last few are kept."""

    def __init__(self, responder: Responder, views: Views, turns: TurnQueue) -> None:
        self._responder, self._views, self._turns = responder, views, turns
        self._pictures: LRUCache[str, bytes] = LRUCache(_KEPT)

    async def picture(self, request: web.Request) -> web.Response:
        """Give the card of the question `q`, or of the entry `e`, else one of the pages; 404 without such an entry."""
        view, asked = self._views.of(request), parameters(request)
        answer, title = await self._answer(view, asked)
        drawing = view.render("card.jinja", **_laid_out(answer, title, view))
        if drawing not in self._pictures:
            draw = partial(rasterised, drawing, _ZOOM)
            self._pictures[drawing] = await self._responder.offload.in_thread(draw)
        response = web.Response(body=self._pictures[drawing], content_type="image/png")
        response.headers["Vary"] = "Accept-Language, Cookie"
        return unchanged(request, response)

    async def _answer(self, view: View, asked: dict[str, str]) -> tuple[Answer | None, str]:
        """Return what stands on the card, and its title if that is the question."""
        if "e" in asked:
            answer = view.snapshot.engine.open(asked["e"], read_focus(asked.get("at", "")))
            if answer is None:
                raise web.HTTPNotFound
            return answer, ""
        question = asked.get("q", "")
        if refusal(question):
            return None, ""
        try:
            async with self._turns.turn():
                turn = await take_turn(self._responder, view, question, asked.get("after", ""))
        except BusyError:
            raise web.HTTPServiceUnavailable(headers=retry_after(COME_BACK)) from None
        return turn.answer, turn.said


def _laid_out(answer: Answer | None, title: str, view: View) -> dict[str, object]:
    """Return the lines of a card by what they are."""
    sources = answer.sources if answer else ()
    only = sources[0] if len(sources) == 1 else None
    heading = title or (view.phrases.heading(only) if only else str(view.words.name))
    titles = _fitting(heading, _TITLE, 2)
    y = _TOP + (len(titles) - 1) * 1.3 * _TITLE
    direct = only.direct if only and only.direct != only.title else ""
    directs = _fitting(direct, _DIRECT, 1)
    y += 1.35 * _DIRECT * len(directs)
    room = int((_BOTTOM - y - 14) // (1.5 * _BODY))
    body = _fitting(only.text, _BODY, room) if only else _listed(sources, view, room)
    body = body or _fitting(str(view.words.about), _BODY, room)
    return {
        "titles": [Line(text, _MARGIN, _TOP + 1.3 * _TITLE * n) for n, text in enumerate(titles)],
        "directs": [Line(text, _MARGIN, y) for text in directs],
        "body": [Line(text, _MARGIN, y + 14 + 1.5 * _BODY * (n + 1)) for n, text in enumerate(body)],
        "place": only.place if only else "",
        "count": view.phrases.count(sources) if len(sources) > 1 else "",
    }


def _listed(sources: tuple[Source, ...], view: View, room: int) -> list[str]:
    """Return a line for each of several passages, as far as there is room."""
    lines = []
    for source in sources[:room]:
        direct = f" {source.direct}" if source.direct and source.direct != source.title else ""
        lines += _fitting(f"{view.phrases.heading(source)}{direct}", _BODY, 1)
    return lines


def _fitting(text: str, size: float, most: int) -> list[str]:
    """Return `text` in at most `most` lines, with an ellipsis where something is left out."""
    lines: Iterator[str] = iter(wrapped(text, size, _WIDTH - 2 * _MARGIN) if text else ())
    shown = list(islice(lines, most))
    if shown and next(lines, None) is not None:
        shown[-1] = f"{shown[-1][:-1]}…"
    return shown

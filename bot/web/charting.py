"""Charts on the web: the page of all of them, and each as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from functools import partial

from aiohttp import web
from cachetools import LRUCache

from bot.web.view import View, Views, as_json, places_of, unchanged
from handlers.answering import Responder
from handlers.charts.drawing import png, titled
from handlers.charts.series import CHARTS, Chart, chart_of

_KEPT = 32  # pictures, at some 100 KiB each


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
        chart = chart_of(request.match_info["name"], view.snapshot)
        if chart is None:
            raise web.HTTPNotFound
        match form:
            case "svg":
                response = web.Response(text=view.drawn(chart), content_type="image/svg+xml")
            case "png":
                response = web.Response(body=await self._picture(chart, view), content_type="image/png")
            case "csv":
                response = web.Response(text=_as_csv(chart, view), content_type="text/csv")
                response.headers["Content-Disposition"] = f'attachment; filename="{chart.name}.csv"'
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
            place = places.get(mark.entry_id, "；".join(chart.places))
            writer.writerow([group.name or chart.title, side, mark.said, place])
    return "\ufeff" + text.getvalue()

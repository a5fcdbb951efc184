"""The pages that are read: an entry, the whole text, and tables of what the report holds."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlencode

from aiohttp import web

from bot.questions import web_answer
from bot.web.report_text import Marked, Paragraph, Part, parts_of
from bot.web.tables import FIND, TABLES, Table, as_csv, as_data, grouped, table_of
from bot.web.view import Views, as_json, parameters, unchanged
from handlers.charts.series import chart_of
from handlers.replies.keyboards import read_focus
from knowledge.model import Entry, Livelihood

__all__ = ["TABLES", "Reading"]
_LONGEST_FOUND = 100  # characters of what is looked up in the text


class Reading:
    """Serves each page as HTML, and as JSON or CSV under the same address with that ending."""

    def __init__(self, views: Views) -> None:
        self._views = views

    async def entry(self, request: web.Request) -> web.Response:
        """Show an entry with what stands around it, what is related to it, and what it is compared with."""
        entry_id, is_json = request.match_info["id"], request.match_info["id"].endswith(".json")
        entry_id = entry_id.removesuffix(".json")
        view = self._views.of(request)
        engine = view.snapshot.engine
        answer = engine.open(entry_id, read_focus(parameters(request).get("at", "")))
        if answer is None:
            raise web.HTTPNotFound
        if is_json:
            return unchanged(request, as_json(web_answer(answer, view.phrases)))
        sides = engine.sides(entry_id)
        found = next((each for each in engine.entries if isinstance(each, Entry) and each.id == entry_id), None)
        return self._views.page(
            request,
            "entry.html",
            answer=answer,
            source=answer.sources[0],
            context=engine.context(entry_id),
            related=engine.related(entry_id),
            sides=sides,
            chart=chart_of(entry_id, view.snapshot),
            item=found if isinstance(found, Livelihood) else None,
            here_path=f"/e/{entry_id}",
        )

    async def report(self, request: web.Request) -> web.Response:
        """Show the whole text, or the paragraphs that hold the words `find`, the entry `at` marked."""
        asked = parameters(request)
        snapshot = self._views.snapshot_for(request)
        parts = parts_of(snapshot)
        if request.match_info["form"]:
            sections = [_section(each) for each in parts]
            return unchanged(request, as_json({"report": asdict(snapshot.report), "sections": sections}))
        words = asked.get("find", "").strip()[:_LONGEST_FOUND]
        found = [each for part in parts for each in part.paragraphs if words and words in each.text]
        marked = next(
            (each.number for part in parts for each in _passages(part) if asked.get("at") in each.entry_ids), -1
        )
        return self._views.page(request, "report.html", parts=parts, words_found=words, found=found, marked=marked)

    async def table(self, request: web.Request) -> web.Response:
        """Show a table, sorted and filtered by the query."""
        view, asked = self._views.of(request), parameters(request)
        table = table_of(request.match_info["table"], view.snapshot)
        rows = table.selected(asked)
        form = request.match_info["form"]
        if form == ".json":
            return unchanged(request, as_json(as_data(table, rows)))
        if form == ".csv":
            response = web.Response(text=as_csv(table, rows, view.words.columns), content_type="text/csv")
            response.headers["Content-Disposition"] = f'attachment; filename="{table.name}.csv"'
            return unchanged(request, response)
        groups, columns = grouped(table, rows, asked)
        kept = {name: value for name, value in asked.items() if name in {*table.filters, FIND, "sort"} and value}
        return self._views.page(
            request,
            "table.html",
            table=table,
            rows=rows,
            groups=groups,
            columns=columns,
            asked=kept,
            choices={name: table.choices(name) for name in table.filters},
            address=lambda form="", **changes: _address(table, form, kept | changes),
        )


def _address(table: Table, form: str, asked: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value}, errors="replace")
    return f"/{table.name}{form}" + (f"?{query}" if query else "")


def _passages(part: Part) -> list[Marked]:
    return [each for paragraph in part.paragraphs for each in paragraph.passages]


def _section(part: Part) -> dict[str, object]:
    return {"heading": part.heading, "paragraphs": [_said(each) for each in part.paragraphs]}


def _said(paragraph: Paragraph) -> dict[str, object]:
    passages = [{"text": each.text, "entries": each.entry_ids} for each in paragraph.passages]
    return {"anchor": paragraph.anchor, "place": paragraph.label, "passages": passages}

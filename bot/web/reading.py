"""The pages that are read: an entry, the whole text, and tables of what the report holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from urllib.parse import urlencode

from aiohttp import web

from bot.questions import web_answer
from bot.web.report_tables import FIND, Table, as_csv, as_data, grouped, table_of
from bot.web.view import Views, as_json, parameters, unchanged
from handlers.charts.choosing import chart_of
from handlers.replies.keyboards import read_focus
from handlers.snapshots import Snapshot
from knowledge.model import Entry, Kind, Livelihood, Passage

_JOINT = " · "
_LONGEST_FOUND = 100  # characters of what is looked up in the text


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage; `entry_id` is of the entry that it names, or empty."""

    text: str
    entry_id: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage by its number, in runs; `entry_id` is of the entry that the passage is itself, or empty."""

    number: int
    runs: tuple[Piece, ...]
    text: str
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `label` is where it stands within its section: (八) · 第1段, 第30件."""

    anchor: str
    label: str
    passages: tuple[Marked, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(each.text for each in self.passages)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section with its heading, empty for the report's head."""

    anchor: str
    heading: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def subsections(self) -> tuple[tuple[str, str], ...]:
        """The anchor and the first words of each (一), (二) … of the section."""
        found: dict[str, tuple[str, str]] = {}
        for paragraph in self.paragraphs:
            numeral = paragraph.label.split(_JOINT)[0]
            if numeral.startswith(("(", "（")) and numeral not in found:
                found[numeral] = paragraph.anchor, paragraph.text.split("。")[0][:30]
        return tuple(found.values())


def parts_of(snapshot: Snapshot) -> tuple[Chapter, ...]:
    """Return the report's sections in order."""
    return snapshot.once(Chapter, lambda: tuple(_parts(snapshot)))


def _parts(snapshot: Snapshot) -> Iterator[Chapter]:
    entries: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in snapshot.engine.entries:
        if isinstance(entry, Entry):
            entries[entry.passage.number].append(entry)
    for nth, (section, run) in enumerate(groupby(snapshot.engine.passages, key=lambda each: each.section)):
        passages = list(run)
        heading = passages[-1].place.partition(_JOINT)[0] if section else ""  # which says what 附件2 holds
        body = [each for each in passages if each.paragraph]
        paragraphs = (_paragraph(list(group), heading, entries) for _, group in groupby(body, key=_where))
        yield Chapter(f"s{nth}", heading, tuple(paragraphs))


def _where(passage: Passage) -> tuple[str, int]:
    return passage.place, passage.paragraph


def _paragraph(passages: Sequence[Passage], heading: str, entries: dict[int, list[Entry]]) -> Paragraph:
    first = passages[0]
    label = first.place.removeprefix(heading).removeprefix(_JOINT) if heading else ""
    marked = tuple(_marked(each, entries.get(each.number, [])) for each in passages)
    return Paragraph(f"p{first.number}", label, marked)


def _marked(passage: Passage, entries: Sequence[Entry]) -> Marked:
    """Mark what entries name in a passage; of those that overlap the first, then the longest."""
    runs: list[Piece] = []
    end = 0
    ranges = sorted((_range(each), each.id) for each in entries if each.kind is not Kind.TEXT)
    for (start, minus_stop), entry_id in ranges:
        if start >= end:
            runs += [Piece(passage.text[end:start]), Piece(passage.text[start:-minus_stop], entry_id)]
            end = -minus_stop
    runs.append(Piece(passage.text[end:]))
    return Marked(
        passage.number, tuple(run for run in runs if run.text), passage.text, tuple(each.id for each in entries)
    )


def _range(entry: Entry) -> tuple[int, int]:
    """Return where an entry stands in its passage, and minus where it ends; of a term or an item its name alone."""
    start, length = entry.start, len(entry.quote)
    if entry.kind in {Kind.TERM, Kind.LIVELIHOOD}:
        found = entry.passage.text.find(entry.title)
        start, length = (found, len(entry.title)) if found >= 0 else (start, min(length, 20))
    return start, -(start + length)


class ReadingPages:
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


def _passages(part: Chapter) -> list[Marked]:
    return [each for paragraph in part.paragraphs for each in paragraph.passages]


def _section(part: Chapter) -> dict[str, object]:
    return {"heading": part.heading, "paragraphs": [_said(each) for each in part.paragraphs]}


def _said(paragraph: Paragraph) -> dict[str, object]:
    passages = [{"text": each.text, "entries": each.entry_ids} for each in paragraph.passages]
    return {"anchor": paragraph.anchor, "place": paragraph.label, "passages": passages}

"""What every page has in common: its language, its templates about the report as it is known now, its headers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from aiohttp import web
from cachetools import LRUCache
from jinja2 import Environment
from markupsafe import Markup

from bot.questions import LONGEST
from handlers.charts.choosing import chart_for, chart_of
from handlers.charts.drawing import svg, titled
from handlers.charts.series import CHARTS, Chart
from handlers.commands import COMMANDS
from handlers.replies import Language, Replies, language_of
from handlers.replies.keyboards import LIST_SHOWN, write_focus
from handlers.replies.phrases import Phrases, build_environment, prepare_names, release_tables
from handlers.replies.render import usages
from handlers.replies.reply import snippet
from handlers.snapshots import Snapshot, Snapshots
from knowledge.model import Entry, Source

_HERE = Path(__file__)
TEMPLATES, STATIC = _HERE.with_name("templates"), _HERE.with_name("static")
COOKIE = "lang"
REPORT = "report"  # the parameter and the cookie that hold the key of the report chosen
_CHOSEN = web.RequestKey("chosen", Snapshot)
_YEAR = 365 * 86_400
TAGS: Mapping[str, str] = MappingProxyType({"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"})
_PAGES = 2_000_000  # characters of pages that are kept: they are the same for everybody who asks for them
_DRAWN = 64  # charts as SVG, at some 8 KiB each
NO_STORE: Mapping[str, str] = MappingProxyType({"Cache-Control": "no-store"})  # a question is nobody else's business


class View:
    """The pages' templates in one language, about one reading of the report."""

    def __init__(self, snapshot: Snapshot, language: Language) -> None:
        self.snapshot, self.language = snapshot, language
        self.phrases = Phrases(language)
        self.examples = snapshot.examples_in(language)
        self.replies = Replies(
            snapshot.report,
            self.examples,
            language=language,
            link=entry_path,
            this_year=snapshot.this_year,
            telegram=False,
        )
        self._drawn: LRUCache[Chart, str] = LRUCache(_DRAWN)
        self.pages: LRUCache[tuple[str, str], str] = LRUCache(_PAGES, getsizeof=len)
        self._environment = self._built()
        self.words: Any = self._environment.get_template("words.jinja").module
        self._environment.globals["words"] = self.words
        if language is Language.TRADITIONAL:
            self._convert()

    def render(self, template: str, **values: object) -> str:
        """Return the page that `template` makes of `values`."""
        return self._environment.get_template(template).render(values)

    def drawn(self, chart: Chart) -> str:
        """Return a chart as SVG; the last `_DRAWN` are kept."""
        if (drawn := self._drawn.get(chart)) is None:
            drawn = self._drawn[chart] = svg(chart, self.phrases)
        return drawn

    def _convert(self) -> None:
        """Convert everything that the pages and the replies may say, and give the tables for it back."""
        self.replies.prepare()
        for name in ("words.jinja", *(path.name for path in TEMPLATES.glob("*.html"))):
            self._environment.get_template(name)
        prepare_names(words for command in COMMANDS for words in (command.word, command.description))
        release_tables()

    def _built(self) -> Environment:
        environment = build_environment(TEMPLATES, language=self.language)
        snapshot, phrases = self.snapshot, self.phrases
        environment.globals |= {
            "report": snapshot.report,
            "reports": snapshot.collection.reports if snapshot.collection else (snapshot.report,),
            "this_year": snapshot.this_year,
            "examples": self.examples,
            "commands": [each for each in COMMANDS if each.is_lookup],
            "usages": lambda command: usages(command, self.examples, phrases),
            "label": phrases.label,
            "lang": self.language.value,
            "tags": TAGS,
            "tag": TAGS[self.language.value],
            "longest": LONGEST,
            "static": static_path,
            "asking": asking_path,
            "entry_link": source_path,
            "drawn": lambda chart: Markup(self.drawn(chart)),  # noqa: S704 - escaped by its template
            "chart_title": lambda chart: titled(chart, phrases),
            "chart_at": lambda entry_id: chart_of(entry_id, snapshot),
            "charts_known": lambda: [chart for name in CHARTS if (chart := chart_of(name, snapshot))],
            "chart_for": lambda answer: chart_for(answer, snapshot),
            "place_link": lambda source: place_path(source.entry_id),
            "place_path": place_path,
            "place_of": lambda entry_id: places_of(snapshot).get(entry_id, ""),
            "shown_at_once": LIST_SHOWN,
        }
        environment.filters |= {"snippet": snippet, "said": phrases.said, "typed": phrases.command}
        return environment


class Views:
    """The view for each request, of the report that it is about, as it is known now.

    `address` is where the pages are, if somebody said so.
    """

    def __init__(self, snapshots: Snapshots, address: str = "") -> None:
        self._snapshots, self._address = snapshots, address

    async def choose(self, request: web.Request) -> None:
        """Make ready what `snapshot_for` gives: the report of the entry asked for, else the visitor's choice."""
        asked, collection = parameters(request), self._snapshots.current.collection
        if collection is None or collection.is_single:
            return
        named = request.match_info.get("id", "").removesuffix(".json") or asked.get("e") or asked.get("at", "")
        entry_id = named or request.match_info.get("name", "").partition(",")[0].partition("@")[0]
        holder = collection.holder(entry_id)
        key = holder.key if holder else asked.get(REPORT) or request.cookies.get(REPORT, "")
        request[_CHOSEN] = await self._snapshots.chosen(unquote(key))

    def snapshot_for(self, request: web.Request) -> Snapshot:
        """Return what is known now, as who asks sees it."""
        chosen: Snapshot = request.get(_CHOSEN, self._snapshots.current)
        return chosen

    def of(self, request: web.Request) -> View:
        """Return the view in the language that the visitor chose, or that their browser asks for."""
        return self.in_language(language_for(request), self.snapshot_for(request))

    def in_language(self, language: Language, snapshot: Snapshot | None = None) -> View:
        """Return the view in `language`."""
        snapshot = snapshot or self._snapshots.current
        return snapshot.once((View, language), lambda: View(snapshot, language))

    def page(
        self, request: web.Request, template: str, *, status: int = 200, private: bool = False, **values: object
    ) -> web.Response:
        """Return a page; a browser keeps one that isn't `private`, and asks whether it is still the same."""
        view, here = self.of(request), request.path
        origin = self._address or f"{request.scheme}://{request.host}"
        key = origin, without_language(request)
        if private or status != web.HTTPOk.status_code or (text := view.pages.get(key)) is None:
            values |= {"here": here, "origin": origin, "page_url": "".join(key)}
            text = view.render(template, switch=partial(switch_path, request), **values)
            if not private and status == web.HTTPOk.status_code and len(text) <= _PAGES:
                view.pages[key] = text
        response = html(text, status)
        response.headers["Content-Language"] = TAGS[view.language.value]
        response.headers["Vary"] = "Accept-Language, Cookie"
        _remember_choice(request, response, view.language)
        return no_store(response) if private or status != web.HTTPOk.status_code else unchanged(request, response)


def html(text: str, status: int = 200) -> web.Response:
    """Return a page as a response."""
    return web.Response(text=text, status=status, content_type="text/html")


def no_store(response: web.Response) -> web.Response:
    """Return the response, to be kept by no cache."""
    response.headers.update(NO_STORE)
    return response


def unchanged(request: web.Request, response: web.Response) -> web.Response:
    """Return the response with its ETag, or in its place 304 where the browser has the same already."""
    body = response.body if isinstance(response.body, bytes) else b""
    tag = hashlib.sha256(body).hexdigest()[:20]
    kept = {name: response.headers[name] for name in ("Vary", "Content-Language") if name in response.headers}
    if any(each.value == tag for each in request.if_none_match or ()):
        return web.Response(status=web.HTTPNotModified.status_code, headers=kept | {"ETag": f'"{tag}"'})
    response.etag = tag
    return response


def as_json(value: object, status: int = 200) -> web.Response:
    """Return `value` as JSON, in characters and not in escapes."""
    return web.json_response(value, status=status, dumps=partial(json.dumps, ensure_ascii=False))


def parameters(request: web.Request) -> dict[str, str]:
    """Return the query's parameters, the first of each name.

    Bytes that are no UTF-8 become half characters, unlike a U+FFFD that was typed.
    """
    pairs = parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True, errors="surrogateescape")
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def language_for(request: web.Request) -> Language:
    """Return the language that the address or the cookie chooses, else the first that the browser asks for."""
    chosen = parameters(request).get(COOKIE) or request.cookies.get(COOKIE, "")
    if chosen in set(Language):
        return Language(chosen)
    first = request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip()
    return language_of(None if first in {"", "*"} else first)


def switch_path(request: web.Request, code: str) -> str:
    """Return the address of the same page in another language."""
    address = without_language(request)
    return f"{address}{'&' if '?' in address else '?'}{COOKIE}={code}"


def without_language(request: web.Request) -> str:
    """Return the address of a page, whatever language it is in."""
    kept = {name: value for name, value in parameters(request).items() if name != COOKIE}
    return quote(request.path) + (f"?{urlencode(kept, errors='replace')}" if kept else "")


def _remember_choice(request: web.Request, response: web.Response, language: Language) -> None:
    asked = parameters(request)
    if asked.get(COOKIE) == language.value:
        response.set_cookie(COOKIE, language.value, max_age=_YEAR, path="/", samesite="Lax", httponly=True)
    chosen: Snapshot | None = request.get(_CHOSEN)
    if chosen and asked.get(REPORT) == chosen.report.key:
        kept = quote(chosen.report.key, safe="")
        response.set_cookie(REPORT, kept, max_age=_YEAR, path="/", samesite="Lax", httponly=True)


def entry_path(entry_id: str) -> str:
    """Return the address of an entry's page."""
    return f"/e/{quote(entry_id, safe='')}" if entry_id else ""


def place_path(entry_id: str) -> str:
    """Return the address where an entry stands in the text."""
    return f"/report?at={quote(entry_id, safe='')}#here" if entry_id else ""


def places_of(snapshot: Snapshot) -> Mapping[str, str]:
    """Return the place of every entry by its id."""
    entries = (each for each in snapshot.engine.entries if isinstance(each, Entry))
    return snapshot.once(place_path, lambda: {each.id: each.passage.place for each in entries})


def source_path(source: Source) -> str:
    """Return the address of an entry's page, at the piece of its passage that was asked for."""
    focus = write_focus(source.focus)
    return f"{entry_path(source.entry_id)}?at={focus}" if focus else entry_path(source.entry_id)


def asking_path(question: str, after: str = "") -> str:
    """Return the address that asks `question`, leaning on the entries `after`."""
    return f"/?{urlencode({'q': question} | ({'after': after} if after else {}), errors='replace')}"


def card_path(question: str, after: str = "") -> str:
    """Return the address of the picture of what is said to `question`."""
    return f"/card.png?{urlencode({'q': question} | ({'after': after} if after else {}), errors='replace')}"


def static_path(name: str) -> str:
    """Return the address of a file that never changes under it: with a part of its hash."""
    return f"/static/{name}?v={FILES[name].version}"


class StaticFile:
    """A file of the pages, in memory: there are few, and small."""

    def __init__(self, path: Path) -> None:
        self.body = path.read_bytes()
        self.version = hashlib.sha256(self.body).hexdigest()[:10]
        self.content_type = _TYPES[path.suffix]
        self.is_text = path.suffix != ".png"


_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
FILES: Mapping[str, StaticFile] = MappingProxyType(
    {path.name: StaticFile(path) for path in sorted(STATIC.iterdir()) if path.suffix in _TYPES}
)

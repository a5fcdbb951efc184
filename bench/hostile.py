"""Measures the whole way of hostile messages, from the update to what is noted of it: `python -m bench.hostile`.

Processor time of the whole process, all threads together: python-telegram-bot's reading, the handlers, the engine,
rendering, and the writes to SQLite. Telegram is a stub that takes everything at once. Of `PASSES` the least counts, for
the machine may be busy meanwhile; beside it stands what the engine alone takes for the same text.
"""

from __future__ import annotations

import itertools
import json
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import Mock
from urllib.parse import quote

from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from telegram.request import BaseRequest, RequestData

from bench.bare_http import BOT, TOKEN
from bench.hostile_messages import LENGTH, messages
from bench.output import Sheet, arguments, show
from bench.question_sets import KNOWLEDGE
from bot import startup
from bot.telegram import TelegramBot, TelegramOptions
from bot.telegram.updates import parse_json, raw_update
from bot.web.access import Access, Gate, TurnQueue
from bot.web.api import Api
from bot.web.view import Views
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from knowledge import Library, load
from knowledge.report.loading import load_report
from store import Store

PASSES = 3
INLINE = 256  # characters that Telegram passes on of an inline query
_NOW = 1_750_000_000
_UPDATES = itertools.count(1)  # ids
_PERSON = {"id": 1001, "is_bot": False, "first_name": "Alice", "language_code": "zh-hans"}
_PRIVATE = {"id": 1001, "type": "private", "first_name": "Alice"}
_GROUP = {"id": -1_000_000_000_001, "type": "supergroup", "title": "Citizens"}

Json = dict[str, Any]
Way = Callable[[str], Json]
Call = Callable[[str], Awaitable[object]]


class SilentTelegram(BaseRequest):
    """A Bot API that takes everything, without a network."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)

    @property
    def read_timeout(self) -> float | None:
        """There is nothing to wait for."""
        return None

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """Grants the call."""
        name = url.rpartition("/")[2]
        sent = request_data.parameters if request_data else {}
        result: Any = True
        if name == "getMe":
            result = {**BOT, "can_read_all_group_messages": True}
        elif name == "answerGuestQuery":
            result = {"inline_message_id": "1"}
        elif name in {"sendMessage", "editMessageText"}:
            chat = _PRIVATE if sent.get("chat_id") == _PRIVATE["id"] else _GROUP
            result = {"message_id": next(self._ids), "date": _NOW, "chat": chat, "from": BOT, "text": "…"}
        return 200, json.dumps({"ok": True, "result": result}).encode()


class SettableClock:
    """Seconds that pass between messages, so that none comes too fast."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of processor time for a text of a kind."""

    ms: float
    kind: str


def ways() -> dict[str, Way]:
    """Return the updates by what people do, each a function of the text."""
    ids = itertools.count(10_000)

    def message(text: str, chat: Json = _PRIVATE, **more: Any) -> Json:
        return {"message_id": next(ids), "date": _NOW, "chat": chat, "from": _PERSON, "text": text, **more}

    def addressed(text: str) -> Json:
        return message(text, _GROUP, reply_to_message=message("…", _GROUP) | {"from": BOT})

    edited = message("", edit_date=_NOW)
    return {
        "alone with the bot": lambda text: {"message": message(text)},
        "overheard in a group": lambda text: {"message": message(text, _GROUP)},
        "addressed in a group": lambda text: {"message": addressed(text)},
        "an edit": lambda text: {"edited_message": edited | {"text": text}},
        **{
            f"/{name}": _command(name, message) for name in ("term", "search", "compare", "remind", "timezone", "start")
        },
        "typed inline": lambda text: {
            "inline_query": {"id": "1", "from": _PERSON, "query": text[:INLINE], "offset": ""}
        },
        "as a guest": lambda text: {"guest_message": message(text) | {"guest_query_id": "1"}},
    }


def _command(name: str, message: Callable[[str], Json]) -> Way:
    return lambda text: {"message": message(f"/{name} {text}"[:LENGTH])}


async def measure(library: Library, texts: dict[str, list[str]], folder: Path) -> Iterator[tuple[str, list[Timing]]]:
    """Return for each way what every text took."""
    clock, found = SettableClock(), {}
    async with Store(f"sqlite:///{folder / 'bot.db'}") as store:
        services = build_services(
            snapshots=Snapshots(Snapshot(library, library.report, remembered=0)),
            store=store,
            clock=clock,
            now=lambda: 0.0,
        )
        options = TelegramOptions(token=TOKEN, webhook_url="https://bench.example", limits=None)
        async with TelegramBot(options, services, request=SilentTelegram()) as bot:
            web_api = Api(services.responder, Views(services.snapshots), Gate(Access(), clock=clock), TurnQueue())
            calls = {name: _updating(bot, way) for name, way in ways().items()}
            for name, call in {**calls, "asked on the web": _asking(web_api)}.items():
                found[name] = [
                    await _least(call, store, clock, kind, text) for kind, all_ in texts.items() for text in all_
                ]
    return iter(found.items())


def _updating(bot: TelegramBot, way: Way) -> Call:
    async def call(text: str) -> None:
        body = json.dumps({"update_id": next(_UPDATES), **way(text)}).encode()
        update = raw_update(parse_json(body))
        assert update
        assert await bot._intake.handle(update)

    return call


def _asking(api: Api) -> Call:
    async def call(text: str) -> web.Response:
        return await api.ask(make_mocked_request("GET", f"/api/ask?q={quote(text)}", transport=Mock()))

    return call


async def _least(call: Call, store: Store, clock: SettableClock, kind: str, text: str) -> Timing:
    taken = []
    for _ in range(PASSES):
        clock.now += 1_000.0
        start = time.process_time()
        await call(text)
        await store.flush()
        taken.append(1_000 * (time.process_time() - start))
    return Timing(min(taken), kind)


def sheet(found: Iterator[tuple[str, list[Timing]]], engine: list[Timing]) -> Sheet:
    """Return a row for each way: the median, the slowest, and what that was made of."""
    rows = [_row("the engine alone", engine), *(_row(name, taken) for name, taken in found)]
    return Sheet(
        f"The whole way of a message of {LENGTH:,} characters, in ms of processor time",
        ("", "texts", "median", "slowest", "made of"),
        rows,
    )


def _row(name: str, taken: list[Timing]) -> tuple[str, ...]:
    ordered = sorted(taken, key=lambda each: each.ms)
    return name, str(len(ordered)), f"{ordered[len(ordered) // 2].ms:.1f}", f"{ordered[-1].ms:.1f}", ordered[-1].kind


def _alone(library: Library, texts: dict[str, list[str]]) -> list[Timing]:
    taken = []
    for kind, all_ in texts.items():
        for text in all_:
            runs = []
            for _ in range(PASSES):
                start = time.process_time()
                library.ask(text)
                runs.append(1_000 * (time.process_time() - start))
            taken.append(Timing(min(runs), kind))
    return taken


def main() -> None:
    """Read the command line, measures, prints."""
    parser = arguments("hostile", __doc__)
    parser.add_argument("--knowledge", type=Path, default=KNOWLEDGE)
    given = parser.parse_args()
    library, texts = load(given.knowledge), messages(load_report(given.knowledge))
    with tempfile.TemporaryDirectory() as folder:
        made = sheet(startup.run(measure(library, texts, Path(folder))), _alone(library, texts))
    show([made], markdown=given.markdown)


if __name__ == "__main__":
    main()

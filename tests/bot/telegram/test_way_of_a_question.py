"""How many of the program's files a question passes: from the socket of the webhook to the note in the database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import bot
from bot.telegram import TelegramBot, TelegramOptions
from bot.web import build_app, listening
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from store import Store
from tests.fakes.bot_api import TOKEN, BotApi
from tests.fakes.engine import REPORT, FakeEngine
from tests.fakes.people import Town
from tests.fakes.running import WEBHOOK

HOME = Path(bot.__file__).parents[1]
MOST = 24  # each must earn its hop


@contextmanager
def traced() -> Iterator[set[str]]:
    """The files outside knowledge/ of which a function runs meanwhile, as the event loop's thread sees it.

    What the test itself calls is not counted: nobody calls it for a question.
    """
    files: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        path = Path(frame.f_code.co_filename)
        caller = frame.f_back.f_code.co_filename if frame.f_back else ""
        if event == "call" and caller != __file__ and path.suffix == ".py" and path.is_relative_to(HOME):
            name = path.relative_to(HOME).as_posix()
            if name.startswith(("bot/", "handlers/", "store/")):
                files.add(name)

    sys.setprofile(note)
    try:
        yield files
    finally:
        sys.setprofile(None)


async def test_a_private_question_passes_few_files(api: BotApi, town: Town, engine: FakeEngine) -> None:
    async with Store("sqlite://", interval=0.01) as store:
        services = build_services(snapshots=Snapshots(Snapshot(engine, REPORT)), store=store)
        telegram = TelegramBot(TelegramOptions(token=TOKEN, api_base=api.base, webhook_url=WEBHOOK), services)
        app = build_app(services.responder)
        app.add_routes(telegram.routes)
        async with listening(app, "127.0.0.1", 0) as port, telegram:
            api.webhook_server = f"http://127.0.0.1:{port}"
            await (alice := town.person("Alice")).says("今年GDP目标")
            await store.flush()
            with traced() as files:
                await alice.says("六个工程是什么")
                await store.flush()
    assert "六个工程" in alice.hears()[-1]
    assert {"bot/telegram/intake.py", "handlers/conversation.py", "store/messages.py"} <= files
    assert len(files) <= MOST, " ".join(sorted(files))

"""The bot as a process of its own, for `bench.webhook`: the product's parts, put together as `bot.process` does.

Its arguments: the fake Bot API's root, `own` or `default` for the client that calls it (`forgetful` for the own one
of a bot that keeps no answers, so that each question is as if it were new), the knowledge file, a folder
for the database. It prints its port when it is ready and ends when its standard input does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from telegram.request import HTTPXRequest

from bench.bare_http import PATH, SECRET, TOKEN
from bench.processes import end_of_input
from bot import startup
from bot.process import every, in_background
from bot.telegram import TelegramBot, TelegramOptions
from bot.web import build_app, listening
from handlers.chat_states import REFRESHED
from handlers.services import build_services
from handlers.snapshots import REMEMBERED, Snapshot, Snapshots
from knowledge import Library, load
from store import Store

_POOL = 256  # connections, as python-telegram-bot gives its own client by default


async def serve(library: Library, api_base: str, client: str, folder: Path) -> None:
    """Answer updates until standard input ends, with no limits on messages."""
    options = TelegramOptions(
        token=TOKEN, api_base=api_base, webhook_url=f"https://bot.example{PATH}", webhook_secret=SECRET, limits=None
    )
    request = HTTPXRequest(connection_pool_size=_POOL) if client == "default" else None
    async with Store(f"sqlite:///{folder / 'bot.db'}") as store:
        snapshot = Snapshot(library, library.report, remembered=0 if client == "forgetful" else REMEMBERED)
        services = build_services(snapshots=Snapshots(snapshot), store=store)
        bot = TelegramBot(options, services, request=request)
        app = build_app(services.responder)
        app.add_routes(bot.routes)
        async with (
            listening(app, "127.0.0.1", 0) as port,
            in_background(choosing=every(REFRESHED, services.chats.refresh)),
            bot,
        ):
            print(port, flush=True)
            await end_of_input()


if __name__ == "__main__":
    _api_base, _client, _knowledge, _folder = sys.argv[1:]
    startup.run(serve(load(Path(_knowledge)), _api_base, _client, Path(_folder)))

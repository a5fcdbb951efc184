"""The bot with its reminders as a process of its own, for `bench.reminders`: put together as `bot.process` does.

Its arguments: the fake Bot API's root, the database's address, how many reminders a second it may send, the knowledge
file. It prints a line when it is ready and ends when its standard input does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bench.bare_http import PATH, SECRET, TOKEN
from bench.processes import end_of_input
from bot import startup
from bot.process import chores, in_background
from bot.reminder_worker import ReminderWorker
from bot.telegram import TelegramBot, TelegramOptions
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from knowledge import Library, load
from store import Store


async def remind(library: Library, api_base: str, url: str, rate: float) -> None:
    """Send reminders until standard input ends."""
    options = TelegramOptions(
        token=TOKEN, api_base=api_base, webhook_url=f"https://bot.example{PATH}", webhook_secret=SECRET
    )
    async with Store(url, rate=rate) as store:
        services = build_services(snapshots=Snapshots(Snapshot(library, library.report)), store=store)
        bot = TelegramBot(options, services)
        async with in_background(**chores(services)):
            await bot.start()
            worker = ReminderWorker(bot.bot, services)
            print("up", flush=True)
            async with in_background(reminding=worker.run()):
                await end_of_input()
                await bot.stop(worker.stop())


if __name__ == "__main__":
    _api_base, _url, _rate, _knowledge = sys.argv[1:]
    startup.run(remind(load(Path(_knowledge)), _api_base, _url, float(_rate)))

"""The bot in Telegram.

    services = build_services(snapshots=Snapshots(snapshot), store=store)     # handlers.services, handlers.snapshots
    bot = TelegramBot(TelegramOptions(token=…, webhook_url=…), services)   # builds, no I/O
    web_application.add_routes(bot.routes)                                 # the webhook's route; none when polling
    … the web server listens …
    await bot.start()                                                      # raises TelegramFailed with a sentence
    print(bot.username)
    … wait for the signal to stop, or for `await bot.failed()` …
    await bot.stop()                                                       # then close the web server

`start` checks the token, sets the menu of commands, and sets the webhook or begins to poll; `stop` takes no more
updates and waits for those under way, at most `TelegramOptions.drain` seconds. The webhook answers 503 before and
after, so that Telegram delivers again. No error tells the token; `bot.logs` keeps it out of everybody else's lines.
"""

from bot.telegram.calls import TelegramFailed, TelegramRefused, TelegramUnreachable
from bot.telegram.limiter import Limits, Rate
from bot.telegram.service import TelegramBot, TelegramOptions

__all__ = [
    "Limits",
    "Rate",
    "TelegramBot",
    "TelegramFailed",
    "TelegramOptions",
    "TelegramRefused",
    "TelegramUnreachable",
]

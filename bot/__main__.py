"""`python -m bot`."""

import os
from importlib import import_module
from signal import SIGINT, SIGTERM

from bot.signals import end_at_once

if __name__ == "__main__":
    end_at_once(SIGINT, SIGTERM)  # before the imports, which take a second
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot's time spans as in all versions to come
    import_module("bot.cli").main(prog_name="python -m bot")

"""`python -m bot`."""

from importlib import import_module
from signal import SIGINT, SIGTERM

from bot.environment import prepare
from bot.signals import end_at_once

if __name__ == "__main__":
    end_at_once(SIGINT, SIGTERM)  # before the imports, which take a second
    prepare()
    import_module("bot.cli").main(prog_name="python -m bot")

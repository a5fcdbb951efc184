"""`python -m bot`."""

from importlib import import_module
from signal import SIGINT, SIGTERM

from bot.startup import exit_on, set_defaults

if __name__ == "__main__":
    exit_on(SIGINT, SIGTERM)  # before the imports, which take a second
    set_defaults()
    import_module("bot.cli").main(prog_name="python -m bot")

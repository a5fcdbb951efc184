"""`python -m bot`."""

from importlib import import_module
from signal import SIGINT, SIGTERM

from bot.startup import exit_on, loading, set_defaults

if __name__ == "__main__":
    exit_on(SIGINT, SIGTERM)  # before the imports, which take a second
    set_defaults()
    with loading():
        cli = import_module("bot.cli")
    cli.main(prog_name="python -m bot")

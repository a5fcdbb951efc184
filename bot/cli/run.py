"""No verb: the bot runs until it is told to stop."""

from __future__ import annotations

import asyncio

import click

from bot.cli.common import Stop, library_or_stop, settings_or_stop
from bot.logs import configure
from bot.process import RunFailed, serve


def run() -> None:
    """Run the web server, and Telegram when there is a token; stop with a sentence when that can't be."""
    settings = settings_or_stop()
    token = settings.token()
    configure(settings.log_level, settings.log_format, [token] if token else [])
    library = library_or_stop(settings.knowledge)
    try:
        asyncio.run(serve(settings, library, announce=click.echo))
    except RunFailed as error:
        raise Stop(str(error)) from None

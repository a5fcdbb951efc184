"""No verb: the bot runs until it is told to stop."""

from __future__ import annotations

import click

from bot import startup
from bot.cli.common import Stop, library_or_stop, settings_or_stop
from bot.logs import Redaction, configure
from bot.process import RunFailed, serve
from knowledge import Files


def run() -> None:
    """Run the web server, and Telegram when there is a token; stop with a sentence when that can't be."""
    settings = settings_or_stop()
    configure(settings.log_level, settings.log_format, settings.secrets())
    redaction = Redaction(settings.secrets())  # which also knows a webhook's secret that no variable holds
    contents = Files(settings.knowledge).read()
    library = library_or_stop(contents)
    try:
        startup.run(serve(settings, contents, library, announce=lambda line: click.echo(redaction(line))))
    except RunFailed as error:
        raise Stop(redaction(str(error))) from None

"""What the verbs share: how they stop with a sentence, and how they come by settings and knowledge."""

from __future__ import annotations

import click

from bot.logs import redacted
from bot.settings import Settings, SettingsError, load_settings
from bot.startup import loading
from knowledge import Contents, KnowledgeError, Library, load_contents


class Stop(click.ClickException):
    """Ends the program with a sentence on stderr, no traceback, no secret and exit code 2."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(redacted(message))


def say(message: object) -> None:
    """Write a line to stdout, without any secret that a path may hold by mistake."""
    click.echo(redacted(str(message)))


def settings_or_stop(*, uses_database: bool = True) -> Settings:
    """Return the settings, or stop with a sentence for each variable that holds what it mustn't."""
    try:
        return load_settings(uses_database=uses_database)
    except SettingsError as error:
        raise Stop(str(error)) from None


def library_or_stop(contents: Contents) -> Library:
    """Return the knowledge that the files hold, or stop with everything that is wrong with them."""
    try:
        with loading():
            return load_contents(contents)
    except KnowledgeError as error:
        path = contents.report.path
        raise Stop(f"the knowledge in {path} can't be used (`python -m bot check` tells more).\n{error}") from None

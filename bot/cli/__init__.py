"""`python -m bot`: the verbs, and what they share. A verb is imported when it is called, for imports take a while."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

import click
from pydantic import TypeAdapter, ValidationError

from bot import startup
from bot.logs import Redaction, configure, redacted
from bot.settings import Settings, SettingsError, load_settings
from knowledge import Collection, Contents, KnowledgeError, collection_of, read_reports
from knowledge.collection import Summary

VERBS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "ask": ("bot.cli.ask", "ask"),
        "check": ("bot.cli.report", "check_file"),
        "build": ("bot.cli.report", "build"),
        "misses": ("bot.cli.db", "misses"),
        "db": ("bot.cli.db", "db"),
    }
)
"""The module of each verb, and the name of its command there."""
CACHE = ".reports-cache.json"  # beside many report files; it may be deleted at any time

_log = logging.getLogger(__name__)


class Stop(click.ClickException):
    """Ends the program with a message on stderr, exit code 2, no traceback and no secret."""

    exit_code = 2

    def __init__(self, message: str) -> None:
        super().__init__(redacted(message))


def say(message: object) -> None:
    """Write a line to stdout, without any secret that a path may contain by mistake."""
    click.echo(redacted(str(message)))


def settings_or_stop(*, uses_database: bool = True) -> Settings:
    """Return the settings, or stop with a message for each invalid variable."""
    try:
        return load_settings(uses_database=uses_database)
    except SettingsError as error:
        raise Stop(str(error)) from None


def collection_or_stop(read: Sequence[Contents], places: Sequence[Path]) -> Collection:
    """Return the reports in the files read at `places`, or stop with all the faults where none can be used."""
    try:
        with startup.loading():
            if len(read) == 1:
                return collection_of(read)
            known = recalled(places)
            collection = collection_of(read, known)
            remember(places, collection, known)
            return collection
    except KnowledgeError as error:
        shown = ", ".join(map(str, places))
        raise Stop(
            f"the knowledge in {shown} can't be loaded (run `python -m bot check` for details).\n{error}"
        ) from None


class LazyGroup(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb's command; None for an unknown verb."""
        if cmd_name not in VERBS:
            return None
        module, name = VERBS[cmd_name]
        with startup.loading():
            command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Answer questions about a government work report with the report's own sentences.

    Without a verb the bot runs: a web chat on http://HOST:PORT/, and Telegram when BOT_TOKEN is set (by polling, or by
    webhook when WEBHOOK_URL is set too). It is configured by environment variables; docs/operating.md lists them.
    """
    if context.invoked_subcommand is None:
        _run()


def _run() -> None:
    """Run the web server, and Telegram when there is a token; stop with a message when that fails."""
    with startup.loading():
        process = import_module("bot.process")  # which alone needs python-telegram-bot and aiohttp
    settings = settings_or_stop()
    configure(settings.log_level, settings.log_format, settings.secrets())
    redaction = Redaction(settings.secrets())  # which also knows a webhook's generated secret
    read = read_reports(settings.knowledge)
    collection = collection_or_stop(read, settings.knowledge)
    try:
        startup.run(process.serve(settings, read, collection, announce=lambda line: click.echo(redaction(line))))
    except process.RunFailed as error:
        raise Stop(redaction(str(error))) from None


def recalled(places: Sequence[Path]) -> Mapping[str, Summary]:
    """Return what was found in the report files at `places` when they were last read, so that they needn't be now.

    It is by the fingerprint of each report's file, the plain text beside it and the program: any change makes it void.
    """
    try:
        return _summaries().validate_json(_path(places).read_bytes())
    except (OSError, ValidationError):
        return {}


def remember(places: Sequence[Path], collection: Collection, known: Mapping[str, Summary]) -> None:
    """Keep what is known of several reports, unless it is `known` to be kept already or the folder can't be written."""
    summaries = dict(collection.summaries)
    if collection.is_single or summaries == known:
        return
    path = _path(places)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=CACHE)
        with os.fdopen(handle, "wb") as stream:
            stream.write(_summaries().dump_json(summaries))
        Path(name).replace(path)
    except OSError as error:
        _log.debug("%s can't be written: %s", path, error)


def _path(places: Sequence[Path]) -> Path:
    first = places[0]
    return (first if first.is_dir() else first.parent) / CACHE


def _summaries() -> TypeAdapter[dict[str, Summary]]:
    return TypeAdapter(dict[str, Summary])  # which takes a while to make

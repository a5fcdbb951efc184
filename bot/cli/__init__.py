"""`python -m bot`: the verbs, each imported when it is called: `ask` doesn't wait for the web server's imports."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

import click

from bot.startup import loading

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "ask": "bot.cli.ask",
        "check": "bot.cli.check",
        "build": "bot.cli.build",
        "misses": "bot.cli.misses",
        "db": "bot.cli.db",
    }
)


class LazyGroup(click.Group):
    """A group whose commands are imported by need: `VERBS` says which module holds the `command` of a verb."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb's command; None for a word that is no verb."""
        if cmd_name not in VERBS:
            return None
        with loading():
            command: click.Command = import_module(VERBS[cmd_name]).command
        return command


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Answer questions about a government work report with the report's own sentences.

    Without a verb the bot runs: a web chat on http://HOST:PORT/, and Telegram when BOT_TOKEN is set (by polling, or by
    webhook when WEBHOOK_URL is set too). It is configured by environment variables; docs/operating.md lists them.
    """
    if context.invoked_subcommand is None:
        with loading():
            verb = import_module("bot.cli.run")
        verb.run()

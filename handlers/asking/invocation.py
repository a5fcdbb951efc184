"""Reads commands: `/term 六个工程`, `/术语六个工程`, `/術語六個工程`, `/term@bot 六个工程`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from handlers.commands import COMMANDS, Command


@dataclass(frozen=True, slots=True)
class Invocation:
    """A message that begins with a command; `command` is None for one that isn't ours.

    `bot` is the lower-case user name it was addressed to (`/term@bot`), or empty.
    """

    command: Command | None
    bot: str
    argument: str


def parse_command(text: str) -> Invocation | None:
    """Reads `/term 六个工程`, `/术语六个工程`, `/term@bot 六个工程`; None when `text` begins with no command at all."""
    found = _PATTERN.match(text)
    if found is None:
        return None
    name = (found["name"] or found["word"] or "").lower()
    command = _COMMANDS.get(name)
    return Invocation(command, (found["bot"] or "").lower(), found["argument"].strip())


def _pattern(words: Mapping[str, Command]) -> re.Pattern[str]:
    names = "|".join(command.name for command in COMMANDS)
    known = rf"(?P<name>{names})(?![a-z_])|(?P<word>{'|'.join(words)})"
    return re.compile(
        rf"\s*[/／](?:{known}|[a-z][a-z0-9_]*)(?:@(?P<bot>[a-z0-9_]+))?(?P<argument>.*)", re.IGNORECASE | re.DOTALL
    )


_WORDS = MappingProxyType({word: each for each in COMMANDS for word in (each.word, *each.traditional)})
_COMMANDS = MappingProxyType({command.name: command for command in COMMANDS} | _WORDS)
_PATTERN = _pattern(_WORDS)

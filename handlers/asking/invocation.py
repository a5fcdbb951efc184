"""Reads commands: `/term 六个工程`, `/术语六个工程`, `/術語六個工程`, `/term@bot 六个工程`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from opencc import OpenCC

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


def _words() -> dict[str, Command]:
    """Each command by what people type for it in Chinese, simplified, traditional, and in Taiwan's words."""
    scripts = [OpenCC(name).convert for name in ("s2t", "s2twp")]
    written = {command: {command.word, *(script(command.word) for script in scripts)} for command in COMMANDS}
    return {word: command for command, words in written.items() for word in words}


def _pattern(words: Mapping[str, Command]) -> re.Pattern[str]:
    names = "|".join(command.name for command in COMMANDS)
    known = rf"(?P<name>{names})(?![a-z_])|(?P<word>{'|'.join(words)})"
    return re.compile(
        rf"\s*[/／](?:{known}|[a-z][a-z0-9_]*)(?:@(?P<bot>[a-z0-9_]+))?(?P<argument>.*)", re.IGNORECASE | re.DOTALL
    )


_WORDS = MappingProxyType(_words())
_COMMANDS = MappingProxyType({command.name: command for command in COMMANDS} | _WORDS)
_PATTERN = _pattern(_WORDS)

"""The menus of commands, by who sees them where and in which language. Telegram knows zh, but not its scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)

from handlers.commands import COMMANDS, Audience

_EVERYBODY = frozenset({Audience.EVERYBODY})
_CHINESE, _OTHERS = "zh", None


@dataclass(frozen=True, slots=True)
class Menu:
    """What one scope shows to people of one language (None: of every other)."""

    scope: BotCommandScope
    language: str | None
    commands: tuple[BotCommand, ...]


def menus() -> Iterator[Menu]:
    """The menus that every bot has."""
    yield from _in_both(BotCommandScopeDefault(), _EVERYBODY)
    yield from _in_both(BotCommandScopeAllGroupChats(), _EVERYBODY)
    yield from _in_both(BotCommandScopeAllChatAdministrators(), _EVERYBODY | {Audience.GROUP})


def operators_menus(operators: Iterable[int]) -> Iterator[Menu]:
    """What each of ADMINS sees alone with the bot; Telegram refuses those of people who have never met it."""
    for operator in operators:
        yield from _in_both(BotCommandScopeChat(operator), _EVERYBODY | {Audience.OPERATOR})


def _in_both(scope: BotCommandScope, audiences: frozenset[Audience]) -> Iterator[Menu]:
    shown = [each for each in COMMANDS if each.audience in audiences]
    yield Menu(scope, _OTHERS, tuple(BotCommand(each.name, each.english) for each in shown))
    yield Menu(scope, _CHINESE, tuple(BotCommand(each.name, each.description) for each in shown))

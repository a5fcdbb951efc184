"""The handlers, the updates that they want from Telegram, and the menus of commands."""

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
    Update,
)
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers.commands import COMMANDS, Audience
from handlers.dispatch import on_tap
from handlers.errors import on_error
from handlers.guest import on_guest
from handlers.inline import on_chosen, on_inline
from handlers.membership import on_membership, on_migration
from handlers.question import on_edited, on_question
from handlers.request import BotApplication

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.GUEST_MESSAGE,
)
"""What Telegram is asked to send. Everything else (channel posts, reactions, joins …) is left alone on purpose."""


def register(application: BotApplication) -> None:
    """Gives `application` every handler."""
    words = filters.TEXT | filters.CAPTION
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & words, on_question))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, on_edited))
    application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE & words, on_guest))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, on_migration))
    application.add_handler(ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(CallbackQueryHandler(on_tap))
    application.add_handler(InlineQueryHandler(on_inline))
    application.add_handler(ChosenInlineResultHandler(on_chosen))
    application.add_error_handler(on_error)


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

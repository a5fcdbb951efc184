"""Which handler runs for which update, what happens when one fails, and the menus of commands."""

from __future__ import annotations

import contextlib
import logging
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
from telegram.constants import ChatType
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers.commands import COMMANDS, Audience
from handlers.conversation import on_edited, on_question, on_wordless
from handlers.dispatch import on_tap
from handlers.inline import on_chosen, on_guest, on_inline
from handlers.membership import follow, on_membership, on_migration
from handlers.request import BotApplication, Context, choose_report
from handlers.sending import Destination, reason_of, send
from handlers.tapped import acknowledge

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.GUEST_MESSAGE,
)
"""The kinds of updates that Telegram sends. All others (channel posts, reactions, joins …) are left out on purpose."""


def register(application: BotApplication) -> None:
    """Add every handler to `application`."""
    words = filters.TEXT | filters.CAPTION
    sent = filters.PHOTO | filters.VOICE | filters.AUDIO | filters.VIDEO | filters.VIDEO_NOTE | filters.ANIMATION
    sent |= filters.Document.ALL | filters.Sticker.ALL | filters.LOCATION | filters.CONTACT
    application.add_handler(TypeHandler(Update, choose_report), group=-1)
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & words, on_question))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & sent, on_wordless))
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
    """The commands that one scope shows to users of one language (None: of all others)."""

    scope: BotCommandScope
    language: str | None
    commands: tuple[BotCommand, ...]


def menus() -> Iterator[Menu]:
    """The menus that every bot has."""
    yield from _in_both(BotCommandScopeDefault(), _EVERYBODY)
    yield from _in_both(BotCommandScopeAllGroupChats(), _EVERYBODY)
    yield from _in_both(BotCommandScopeAllChatAdministrators(), _EVERYBODY | {Audience.GROUP})


def operators_menus(operators: Iterable[int]) -> Iterator[Menu]:
    """The menus of each of ADMINS in their private chat; Telegram refuses those of people who have never written to the
    bot."""
    for operator in operators:
        yield from _in_both(BotCommandScopeChat(operator), _EVERYBODY | {Audience.OPERATOR})


def _in_both(scope: BotCommandScope, audiences: frozenset[Audience]) -> Iterator[Menu]:
    shown = [each for each in COMMANDS if each.audience in audiences]
    yield Menu(scope, _OTHERS, tuple(BotCommand(each.name, each.english) for each in shown))
    yield Menu(scope, _CHINESE, tuple(BotCommand(each.name, each.description) for each in shown))


_LOGGER = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Log the failure with its update's id; a private chat gets one fixed sentence, a group nothing."""
    if not isinstance(update, Update):
        _LOGGER.error("A failure outside of any update", exc_info=context.error)
        return
    if await take_refusal(update, context):
        await _acknowledge(update)
        return
    context.services.metrics.failed()
    _LOGGER.error("Update %d failed", update.update_id, exc_info=context.error)
    with contextlib.suppress(TelegramError):  # the apology most likely fails for the reason that was logged
        await _apologise(update, context)


async def _apologise(update: Update, context: Context) -> None:
    await _acknowledge(update)
    chat = update.effective_chat if update.guest_message is None else None  # where it is a guest it can't write
    if chat is not None and chat.type == ChatType.PRIVATE:
        await send(context.bot, Destination(chat.id), context.replies(update.effective_user).render("failed"))


async def _acknowledge(update: Update) -> None:
    """Answer a tap, so that its button stops spinning."""
    if update.callback_query is not None:
        with contextlib.suppress(TelegramError):
            await acknowledge(update.callback_query)


async def take_refusal(update: Update, context: Context) -> bool:
    """Act on a refusal by Telegram; return whether the context's error was one."""
    reason = reason_of(context.error)
    if reason is None:
        return False
    said = "" if isinstance(context.error, ChatMigrated) else f": {context.error}"  # that names the group by its new id
    _LOGGER.info("Update %d: Telegram refuses (%s)%s", update.update_id, reason, said)
    context.services.metrics.refused(reason)
    chat = update.effective_chat
    if chat is not None and update.guest_message is None:
        await _conclude(reason, chat.id, context)
    return True


async def _conclude(reason: str, chat_id: int, context: Context) -> None:
    """Pause a chat where the bot may not write; record one that it has left, or that has migrated."""
    if reason == "silenced":
        context.services.chats.refused(chat_id)
    elif reason == "gone":
        await context.services.chats.leave(chat_id)
    elif isinstance(context.error, ChatMigrated):
        await follow(context, chat_id, context.error.new_chat_id)

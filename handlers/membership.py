"""The bot is added to a group, restricted, allowed to write again or removed; a person blocks it; a group migrates."""

from __future__ import annotations

from enum import Enum, auto

from telegram import ChatMember, ChatMemberAdministrator, ChatMemberRestricted, ChatMemberUpdated, Update
from telegram.constants import ChatType

from handlers.request import Context
from handlers.sending import Destination, remove, send

_OUTSIDE = frozenset({ChatMember.LEFT, ChatMember.BANNED})


class Standing(Enum):
    """The bot's status in a chat."""

    OUTSIDE = auto()
    SILENCED = auto()
    FREE = auto()


async def on_membership(update: Update, context: Context) -> None:
    """Record where the bot is and may write; introduce it in a new group."""
    change = update.my_chat_member
    if change is None or change.chat.type == ChatType.CHANNEL:
        return
    before, now = _standing(change.old_chat_member), _standing(change.new_chat_member)
    is_new = before is Standing.OUTSIDE and now is Standing.FREE and change.chat.type != ChatType.PRIVATE
    is_known = is_new and await context.services.chats.has_entered(change.chat.id, change.date)
    await _note(change, before, now, context)
    if is_new and not is_known:
        await _introduce(change, context)


async def _note(change: ChatMemberUpdated, before: Standing, now: Standing, context: Context) -> None:
    chat_id, chats = change.chat.id, context.services.chats
    context.services.administrators.forget(chat_id)
    if now is Standing.OUTSIDE:
        await chats.leave(chat_id)
    elif before is Standing.OUTSIDE:
        await chats.enter(chat_id)
    if now is not Standing.OUTSIDE and change.chat.type != ChatType.PRIVATE:
        await _heed(change, now, context)


def _standing(member: ChatMember) -> Standing:
    if member.status in _OUTSIDE:
        return Standing.OUTSIDE
    if not isinstance(member, ChatMemberRestricted):
        return Standing.FREE
    if not member.is_member:
        return Standing.OUTSIDE
    return Standing.FREE if member.can_send_messages else Standing.SILENCED


async def _heed(change: ChatMemberUpdated, now: Standing, context: Context) -> None:
    """Record whether the bot may write. Telegram doesn't report when a restriction expires, so it is retried then."""
    chats, member = context.services.chats, change.new_chat_member
    ends = isinstance(member, ChatMemberRestricted) and member.until_date > change.date
    await chats.mute(change.chat.id, now is Standing.SILENCED and not ends)
    if now is Standing.SILENCED:
        chats.refused(change.chat.id)


async def _introduce(change: ChatMemberUpdated, context: Context) -> None:
    introductions, chat_id, said = context.services.introductions, change.chat.id, list[int]()
    if not introductions.is_due(chat_id):
        return
    is_administrator = isinstance(change.new_chat_member, ChatMemberAdministrator)
    sees_all = is_administrator or context.bot.can_read_all_group_messages
    replies = context.replies(change.from_user).render("introduction", sees_all=sees_all)
    await send(context.bot, Destination(chat_id), replies, said)
    if introductions.is_due(chat_id):
        introductions.gave(chat_id, tuple(said))
    else:  # meanwhile the migration was reported: it is no new group
        await remove(context.bot, chat_id, said)


async def on_migration(update: Update, context: Context) -> None:
    """Handle a migration, which Telegram reports in the old and in the new chat, in any order."""
    message = update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id:
        await follow(context, message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        await follow(context, message.migrate_from_chat_id, message.chat_id)


async def follow(context: Context, old: int, new: int) -> None:
    """Move the data of the group `old` to the supergroup `new`. Idempotent."""
    services = context.services
    services.answers.move(old, new)
    services.quiet.move(old, new)
    services.administrators.forget(old)
    services.administrators.forget(new)
    await services.chats.move(old, new)
    await remove(context.bot, new, services.introductions.moved(new))

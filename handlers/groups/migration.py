"""A group becomes a supergroup, with another id: everything that is known of it moves."""

from __future__ import annotations

from telegram import Update

from handlers.context import Context
from handlers.sending import remove


async def on_migration(update: Update, context: Context) -> None:
    """Telegram says so twice, in the old chat and in the new one, in any order."""
    message = update.effective_message
    if message is None:
        return
    if message.migrate_to_chat_id:
        await follow(context, message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        await follow(context, message.migrate_from_chat_id, message.chat_id)


async def follow(context: Context, old: int, new: int) -> None:
    """Moves what is known of the group `old` to the supergroup `new`. Called again it changes nothing."""
    services = context.services
    services.answers.move(old, new)
    services.quiet.move(old, new)
    services.administrators.forget(old)
    services.administrators.forget(new)
    await services.chats.move(old, new)
    await remove(context.bot, new, services.introductions.moved(new))

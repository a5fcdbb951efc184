"""Who may change a chat's reminders: alone with the bot anybody, in a group its administrators."""

from __future__ import annotations

from telegram.constants import ChatType

from handlers.request import Request
from handlers.tapped import Tapped


async def may_ask(request: Request) -> bool:
    """Whether who wrote this may."""
    message = request.message
    return request.is_private or await request.services.administrators.includes(
        request.context.bot, message.chat_id, message.from_user, message.sender_chat
    )


async def may_tap(tapped: Tapped) -> bool:
    """Whether who tapped may; where the message is of no chat that the bot is in nobody may."""
    chat = tapped.query.message.chat if tapped.query.message else None
    if chat is None:
        return False
    return chat.type == ChatType.PRIVATE or await tapped.services.administrators.includes(
        tapped.context.bot, chat.id, tapped.query.from_user, None
    )

"""Somebody has what is kept about them deleted; a group's administrators have it done for the group."""

from __future__ import annotations

from handlers.asking.request import Request
from handlers.asking.response import Response
from store import StoreError


async def forget(request: Request) -> Response:
    """Deletes what is kept about whoever is alone with the bot, or about the group, and says so."""
    message, services = request.message, request.services
    chat_id = message.chat_id
    if not request.is_private and not await services.administrators.includes(
        request.context.bot, chat_id, message.from_user, message.sender_chat
    ):
        return Response(request.replies.render("administrators"))
    try:
        await services.store.chats.forget(chat_id)
    except StoreError:  # which the store has logged
        return Response(request.replies.render("unavailable"))
    services.answers.forget(chat_id)
    services.chats.forget(chat_id)
    return Response(request.replies.render("forgotten", private=request.is_private))

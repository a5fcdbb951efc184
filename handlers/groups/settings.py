"""A group's administrators choose how the bot answers there: /settings, and the buttons under it."""

from __future__ import annotations

from telegram.constants import ChatType

from handlers.asking.request import Request
from handlers.asking.response import Response
from handlers.buttons.tapped import Tapped
from handlers.groups.panel import choose, panel
from store import ChatSettings, StoreError


async def show_settings(request: Request) -> Response:
    """The group's settings with buttons to change them; for administrators alone."""
    if request.is_private:
        return Response(request.replies.render("settings_private"))
    message, services = request.message, request.services
    if not await services.administrators.includes(
        request.context.bot, message.chat_id, message.from_user, message.sender_chat
    ):
        return Response(request.replies.render("administrators"))
    try:
        state = await services.chats.read(message.chat_id)
    except StoreError:
        return Response(request.replies.render("unavailable"))
    return Response((panel(request.replies, state.settings),))


async def change_setting(tapped: Tapped, field: str = "", value: str = "") -> None:
    """Keeps what an administrator tapped, and shows it in place."""
    chat = tapped.query.message.chat if tapped.query.message else None
    if chat is None or chat.type == ChatType.PRIVATE or choose(ChatSettings(), field, value) is None:
        return await tapped.vanished()
    services, person = tapped.services, tapped.query.from_user
    if not await services.administrators.includes(tapped.context.bot, chat.id, person, None):
        return await tapped.done(tapped.replies.phrases.sentence("administrators_only"))
    try:
        settings = await services.chats.change(chat.id, lambda now: choose(now, field, value) or now)
    except StoreError:
        return await tapped.done(tapped.replies.phrases.sentence("not_kept"))
    await tapped.done()
    return await tapped.show(panel(tapped.replies, settings))

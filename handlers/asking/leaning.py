"""What a short question leans on: the answer it replies to, or alone with the bot the last one."""

from __future__ import annotations

import re

from telegram import Message, MessageEntity

from handlers.asking.request import Request

_OWN_LINK = re.compile(r"https://t\.me/(?P<bot>\w+)\?start=(?P<entry>[\w-]{1,64})")


async def leaned_on(request: Request) -> tuple[str, ...]:
    """The ids of the entries that were shown before; none where the question stands on its own."""
    if request.again and request.before:
        return request.before
    original = request.message.reply_to_message
    if original is not None:
        linked = linked_entries(original, request.context.bot.username)
        if linked:
            return linked
        known = await request.services.answers.answer_of(original.chat_id, original.message_id)
        return known.entries if known else ()
    if not request.is_private or request.again:  # what this chat was shown last is the answer that is there already
        return ()
    return request.services.answers.shown(request.message.chat_id)


def linked_entries(message: Message, bot: str) -> tuple[str, ...]:
    """The entries that a message of the bot's shows: each title links to itself, so no memory is needed."""
    links = (entity.url or "" for entity in message.entities if entity.type == MessageEntity.TEXT_LINK)
    found = (_OWN_LINK.fullmatch(link) for link in links)
    return tuple(each["entry"] for each in found if each and each["bot"].lower() == bot.lower())

"""The asker takes an answer back in a group, by replying 撤回 to it or by its button."""

from __future__ import annotations

from telegram import Chat, Message, User

from handlers.asking.request import Request
from handlers.context import Context
from handlers.sending import remove


async def remove_if_asked(request: Request) -> bool:
    """Removes the answer that the message replies to, if that is what it says; whether it says so."""
    message, original = request.message, request.message.reply_to_message
    said = "".join(filter(str.isalnum, request.text)).casefold()
    if original is None or said not in request.replies.phrases.removals or not _is_own(original, request.context):
        return False
    if await may_remove(original, message.from_user, message.sender_chat, request.context):
        await take_back(original, request.context)
    return True


async def may_remove(answer: Message, person: User | None, speaks_as: Chat | None, context: Context) -> bool:
    """Whether `person` asked for `answer`, or administers the group."""
    asker = await _asker(answer, context)
    if person is not None and speaks_as is None and asker == person.id:
        return True
    return await context.services.administrators.includes(context.bot, answer.chat_id, person, speaks_as)


async def take_back(answer: Message, context: Context) -> None:
    """Deletes every message of the answer that `answer` belongs to."""
    messages = await context.services.answers.take_back(answer.chat_id, answer.message_id)
    await remove(context.bot, answer.chat_id, messages)


async def _asker(answer: Message, context: Context) -> int | None:
    known = await context.services.answers.answer_of(answer.chat_id, answer.message_id)
    if known is not None:
        return known.asker
    question = answer.reply_to_message
    if question is None or question.from_user is None or question.sender_chat:
        return None
    return None if question.from_user.is_bot else question.from_user.id


def _is_own(message: Message, context: Context) -> bool:
    return message.from_user is not None and message.from_user.id == context.bot.id

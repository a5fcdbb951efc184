"""The asker takes an answer back in a group, by replying 撤回 to it or by its button."""

from __future__ import annotations

from telegram import Chat, MaybeInaccessibleMessage, Message, User

from handlers.asking.request import Request
from handlers.context import Context
from handlers.replies.phrases import letters
from handlers.sending import remove


async def remove_if_asked(request: Request) -> bool:
    """Removes the answer that the message replies to, if that is what it says; whether it says so."""
    message, original = request.message, request.message.reply_to_message
    said = letters(request.text)
    if original is None or said not in request.replies.phrases.removals or not _is_own(original, request.context):
        return False
    if request.person is not None and not request.services.bursts.may_read(request.person):
        return True
    if await may_remove(original, message.from_user, message.sender_chat, request.context):
        await take_back(original, request.context)
    return True


async def may_remove(
    answer: MaybeInaccessibleMessage, person: User | None, speaks_as: Chat | None, context: Context
) -> bool:
    """Whether `person`, or the channel that they write as, asked for `answer`, or administers the group."""
    speaker, asker = speaks_as or person, await _asker(answer, context)
    if speaker is not None and speaker.id == asker:
        return True
    return await context.services.administrators.includes(context.bot, answer.chat.id, person, speaks_as)


async def take_back(answer: MaybeInaccessibleMessage, context: Context) -> bool:
    """Deletes every message of the answer that `answer` belongs to; whether none is left."""
    messages = await context.services.answers.take_back(answer.chat.id, answer.message_id)
    return await remove(context.bot, answer.chat.id, messages)


async def _asker(answer: MaybeInaccessibleMessage, context: Context) -> int | None:
    """Who asked: a person, or a channel; None where that isn't known any more."""
    known = await context.services.answers.answer_of(answer.chat.id, answer.message_id)
    if known is not None:
        return known.asker
    question = answer.reply_to_message if isinstance(answer, Message) else None
    if question is None:
        return None
    if question.sender_chat:
        return question.sender_chat.id
    person = question.from_user
    return None if person is None or person.is_bot else person.id


def _is_own(message: Message, context: Context) -> bool:
    return message.from_user is not None and message.from_user.id == context.bot.id

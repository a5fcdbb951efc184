"""Puts replies into a chat: sends, edits and removes messages, and takes what has vanished meanwhile for done."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest
from telegram.ext import ExtBot

from handlers.replies import Reply

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_UNCHANGED = "message is not modified"
_GONE = ("message to edit not found", "message to delete not found", "message can't be deleted", "message_id_invalid")
_NO_QUESTION = ("message to be replied not found", "replied message not found", "reply message not found")


@dataclass(frozen=True, slots=True)
class Chat:
    """Where replies go: the chat, its forum topic, and the message they reply to (None: to none)."""

    chat_id: int
    thread_id: int | None
    reply_to: int | None

    @classmethod
    def of(cls, question: Message) -> Chat:
        """Where `question` was asked. A group's many voices need the quote; alone with somebody it would be noise."""
        thread_id = question.message_thread_id if question.is_topic_message else None
        private = question.chat.type == ChatType.PRIVATE
        return cls(question.chat_id, thread_id, None if private else question.message_id)


async def send(bot: ExtBot[None], chat: Chat, replies: Sequence[Reply], said: list[int] | None = None) -> None:
    """Sends the replies, none when the question has been deleted, and adds each message's id to `said` at once."""
    said = [] if said is None else said
    with _passing_over(*_NO_QUESTION):
        for reply in replies:
            quoted = None if said or chat.reply_to is None else ReplyParameters(chat.reply_to)
            message = await bot.send_message(
                chat.chat_id,
                reply.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                message_thread_id=chat.thread_id,
                reply_parameters=quoted,
                reply_markup=_keyboard(reply),
            )
            said.append(message.message_id)


async def replace(bot: ExtBot[None], chat: Chat, replies: Sequence[Reply], said: list[int]) -> None:
    """Makes the messages `said` say `replies`: edits, then deletes what is too many or sends what is missing.

    `said` follows every step, so that it is right whatever fails.
    """
    old = tuple(said)
    for message_id, reply in zip(old, replies, strict=False):
        if not await _edit(bot, chat, message_id, reply):
            said.remove(message_id)
    for message_id in old[len(replies) :]:
        with _passing_over(*_GONE):
            await bot.delete_message(chat.chat_id, message_id)
        said.remove(message_id)
    await send(bot, chat, replies[len(old) :], said)


async def _edit(bot: ExtBot[None], chat: Chat, message_id: int, reply: Reply) -> bool:
    """Whether the message now says `reply`; not so when somebody has deleted it."""
    with _passing_over(*_GONE):
        with _passing_over(_UNCHANGED):
            await bot.edit_message_text(
                reply.html,
                chat.chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=_keyboard(reply),
            )
        return True
    return False


def _keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    if not reply.buttons:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(button.label, callback_data=button.data) for button in row] for row in reply.buttons]
    )


@contextlib.contextmanager
def _passing_over(*harmless: str) -> Iterator[None]:
    try:
        yield
    except BadRequest as error:
        if not any(text in error.message.lower() for text in harmless):
            raise

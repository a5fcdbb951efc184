"""Sends, edits and deletes messages; a message that has been deleted meanwhile is no failure."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    SwitchInlineQueryChosenChat,
)
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter
from telegram.ext import ExtBot

from handlers.replies import AnyButton, Button, CopyButton, Reply
from handlers.replies.reply import Row, sendable, units

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_LONGEST_QUOTE = 1024  # UTF-16 units; Telegram's limit
_UNCHANGED = "message is not modified"
_KEPT = "message can't be deleted"
_GONE = (
    "message to edit not found",
    "message to delete not found",
    _KEPT,
    "message can't be edited",
    "message_id_invalid",
)
_NO_QUESTION = ("message to be replied not found", "replied message not found", "reply message not found")
_NO_QUOTE = "quote"  # "QUOTE_TEXT_INVALID", "message quote not found": the question was edited meanwhile


TOO_LATE = "query is too old"
_SILENCED = (
    *("not enough rights", "chat_write_forbidden", "have no rights to send a message", "chat_restricted"),
    *("chat_admin_required", "need administrator rights"),
)
_CLOSED = ("topic_closed", "topic_deleted", "message thread not found")


PACED = "paced"
"""Tells the bot's rate limiter that a message has its own slot, and not to wait for flood control."""


class NotReached(NetworkError):  # noqa: N818 - beside Telegram's own, named for what happened
    """No connection to Telegram was made, so the call had no effect."""


class NotDone(NetworkError):  # noqa: N818 - as above
    """Telegram reports an internal error: the call had no effect."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where replies go: the chat, its forum thread, the message they reply to (None: none), and the words to quote."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None
    quote: str = ""

    @classmethod
    def of(cls, question: Message, quote: str = "") -> Destination:
        """The place where `question` was asked, quoting it in a group; in a private chat a quote would be noise."""
        thread_id = question.message_thread_id if question.is_topic_message else None
        if question.chat.type == ChatType.PRIVATE:
            return cls(question.chat_id, thread_id)
        said = question.text or question.caption or ""
        fits = quote in said and units(quote) <= _LONGEST_QUOTE and quote == sendable(quote)
        return cls(question.chat_id, thread_id, question.message_id, quote if fits else "")


def reason_of(error: BaseException | None) -> str | None:
    """Why Telegram refused, in one word; None for any other error."""
    if isinstance(error, RetryAfter):
        return "flooded"  # which the limiter has logged
    if isinstance(error, ChatMigrated):
        return "moved"
    if not isinstance(error, (BadRequest, Forbidden)):
        return None
    said = error.message.lower()
    words = {"silenced": _SILENCED, "closed": _CLOSED, "late": (TOO_LATE,)}
    otherwise = "gone" if isinstance(error, Forbidden) else None
    return next((reason for reason, signs in words.items() if any(sign in said for sign in signs)), otherwise)


async def send(bot: Bot, chat: Destination, replies: Sequence[Reply], said: list[int] | None = None) -> None:
    """Send the replies, unless the question has been deleted, and append each message's id to `said` at once.

    If the group has become a supergroup, they are sent there, and ChatMigrated is raised afterwards so that the
    group's data is moved too.
    """
    said = [] if said is None else said
    left = deque(replies)
    try:
        with _passing_over(*_NO_QUESTION):
            while left:
                message = await _send(bot, chat if not said else replace(chat, reply_to=None), left[0])
                said.append(message.message_id)
                left.popleft()
    except ChatMigrated as moved:  # the question's id means nothing where the group went
        await send(bot, Destination(moved.new_chat_id), left)
        raise


async def _send(bot: Bot, chat: Destination, reply: Reply) -> Message:
    try:
        return await _send_once(bot, chat, reply)
    except BadRequest as error:
        if not chat.quote or _NO_QUOTE not in error.message.lower():
            raise
        return await _send_once(bot, replace(chat, quote=""), reply)


async def _send_once(bot: Bot, chat: Destination, reply: Reply) -> Message:
    quoted = None if chat.reply_to is None else ReplyParameters(chat.reply_to, quote=chat.quote or None)
    return await bot.send_message(
        chat.chat_id, message_thread_id=chat.thread_id, reply_parameters=quoted, **_content(reply)
    )


async def send_picture(bot: Bot, chat: Destination, picture: bytes | str, caption: str) -> tuple[int, str]:
    """Send a picture, given as bytes or by its file id; return the ids of the message and of the file."""
    quoted = None if chat.reply_to is None else ReplyParameters(chat.reply_to, allow_sending_without_reply=True)
    message = await bot.send_photo(
        chat.chat_id,
        picture,
        caption=caption,
        parse_mode=ParseMode.HTML,
        message_thread_id=chat.thread_id,
        reply_parameters=quoted,
    )
    return message.message_id, message.photo[-1].file_id


async def send_paced(bot: ExtBot[Any], chat: Destination, reply: Reply) -> None:
    """Send one message that has already waited for its slot; raise all of Telegram's errors."""
    lane = PACED if bot.rate_limiter else None
    await bot.send_message(chat.chat_id, message_thread_id=chat.thread_id, rate_limit_args=lane, **_content(reply))


async def send_or_edit(bot: Bot, chat: Destination, replies: Sequence[Reply], said: list[int]) -> None:
    """Edit the messages `said` into `replies`, then delete surplus messages or send missing ones.

    `said` is updated after every step, so that it is correct whatever fails.
    """
    old = tuple(said)
    for message_id, reply in zip(old, replies, strict=False):
        if not await edit(bot, chat.chat_id, message_id, reply):
            said.remove(message_id)
    for message_id in old[len(replies) :]:
        await remove(bot, chat.chat_id, (message_id,))
        said.remove(message_id)
    await send(bot, chat, replies[len(old) :], said)


async def edit(bot: Bot, chat_id: int, message_id: int, reply: Reply) -> bool:
    """Edit the message into `reply`; return False if it has been deleted."""
    with _passing_over(*_GONE):
        with _passing_over(_UNCHANGED):
            await bot.edit_message_text(chat_id=chat_id, message_id=message_id, **_content(reply))
        return True
    return False


async def edit_buttons(bot: Bot, chat_id: int, message_id: int, rows: Sequence[Sequence[InlineKeyboardButton]]) -> None:
    """Put these buttons under a message in the place of those that it has."""
    with _passing_over(_UNCHANGED, *_GONE):
        await bot.edit_message_reply_markup(chat_id, message_id, reply_markup=InlineKeyboardMarkup(rows))


async def edit_inline(bot: Bot, inline_message_id: str, reply: Reply) -> None:
    """Edit a message that was sent through inline mode into `reply`."""
    with _passing_over(_UNCHANGED, *_GONE):
        await bot.edit_message_text(inline_message_id=inline_message_id, **_content(reply))


async def remove(bot: Bot, chat_id: int, messages: Iterable[int]) -> bool:
    """Delete the messages; return whether none is left, since Telegram refuses to delete some after two days."""
    left = False
    for message_id in messages:
        try:
            await bot.delete_message(chat_id, message_id)
        except BadRequest as error:
            words = error.message.lower()
            if not any(text in words for text in _GONE):
                raise
            left = left or _KEPT in words
    return not left


def _content(reply: Reply) -> dict[str, Any]:
    return {
        "text": reply.html,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": NO_PREVIEW,
        "reply_markup": keyboard(reply.buttons),
    }


@contextlib.contextmanager
def _passing_over(*harmless: str) -> Iterator[None]:
    try:
        yield
    except BadRequest as error:
        if not any(text in error.message.lower() for text in harmless):
            raise


def keyboard(rows: Sequence[Row]) -> InlineKeyboardMarkup | None:
    """The inline keyboard of these rows; None without rows."""
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows]) if rows else None


def _button(button: AnyButton) -> InlineKeyboardButton:
    match button:
        case Button(label, data):
            return InlineKeyboardButton(label, callback_data=data)
        case CopyButton(label, text):
            return InlineKeyboardButton(label, copy_text=CopyTextButton(text))
        case _:
            anywhere = SwitchInlineQueryChosenChat(
                button.query,
                allow_user_chats=True,
                allow_bot_chats=True,
                allow_group_chats=True,
                allow_channel_chats=True,
            )
            return InlineKeyboardButton(button.label, switch_inline_query_chosen_chat=anywhere)

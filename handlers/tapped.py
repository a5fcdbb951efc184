"""A tap on a button, with its context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from telegram import CallbackQuery, InlineKeyboardButton, Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from handlers.memory import GivenAnswer
from handlers.query import Thread
from handlers.replies import Layout, Replies, Reply
from handlers.replies.keyboards import Verb, read_tap
from handlers.replies.reply import Row
from handlers.request import Context, InContext
from handlers.sending import TOO_LATE, Destination, edit, edit_buttons, edit_inline, keyboard, send
from store import Mode

_Row: TypeAlias = Sequence[InlineKeyboardButton]
_DIGITS = 4  # of a page's number


@dataclass(frozen=True, slots=True)
class Tapped(InContext):
    """A tap on a button of one of the bot's messages, in a chat or sent through inline mode."""

    query: CallbackQuery
    context: Context

    @property
    def replies(self) -> Replies:
        """The replies in the language of the person who tapped."""
        return self.context.replies(self.query.from_user)

    @property
    def message(self) -> Message | None:
        """The message with the button; None if it is an inline one, or too old for Telegram to include."""
        message = self.query.message  # the library provides a Message even if Telegram includes none
        return message if isinstance(message, Message) and message.is_accessible else None

    @property
    def chat(self) -> Destination | None:
        """Where a further message goes; None if the bot may not write there."""
        if self.message is not None:
            return Destination.of(self.message)
        return Destination(self.query.message.chat.id) if self.query.message else None

    async def may_change(self) -> bool:
        """Return whether the person may change the chat's settings; False where the bot isn't in the chat."""
        chat = self.query.message.chat if self.query.message else None
        if chat is None:
            return False
        return chat.type == ChatType.PRIVATE or await self.services.administrators.includes(
            self.context.bot, chat.id, self.query.from_user, None
        )

    async def layout(self) -> Layout:
        """Which buttons belong under the result. An inline message can be deleted by its sender, so it gets no ✖."""
        chat = self.query.message.chat if self.query.message else None
        if chat is None or chat.type == ChatType.PRIVATE:
            return Layout()
        state = await self.services.chats.get(chat.id)
        return Layout(buttons=state.settings.buttons, removable=True)

    def page(self, shelf_id: str, number: str) -> tuple[str, ...]:
        """The page that a button says an entry was listed on; empty if that shelf doesn't exist."""
        is_there = self.engine.catalogue.shelf(shelf_id) is not None and number.isdecimal() and len(number) <= _DIGITS
        return (shelf_id, number) if is_there else ()

    async def done(self, notice: str | None = None, *, alert: bool = True) -> None:
        """Answer the tap without a notice."""
        await acknowledge(self.query, notice, alert=alert)

    async def vanished(self) -> None:
        """Say that the button's entry no longer exists."""
        await self.done(self.replies.phrases.sentence("gone"))

    async def show(self, reply: Reply) -> None:
        """Replace the message with the button by `reply`."""
        if self.query.inline_message_id:
            await edit_inline(self.context.bot, self.query.inline_message_id, reply)
        elif self.query.message:
            place = self.query.message
            await edit(self.context.bot, place.chat.id, place.message_id, reply)

    def has_button(self, verb: Verb) -> bool:
        """Whether a button under the message asks `verb`."""
        return any(_asks(row, verb) for row in self._rows)

    async def add_buttons(self, row: Row) -> None:
        """Put a row under those that the message has."""
        added = keyboard([row])
        await self._rebutton([*self._rows, *(added.inline_keyboard if added else ())])

    async def remove_buttons(self, verb: Verb) -> None:
        """Take away the rows that ask `verb`."""
        await self._rebutton([row for row in self._rows if not _asks(row, verb)])

    @property
    def _rows(self) -> Sequence[_Row]:
        markup = self.message.reply_markup if self.message else None
        return markup.inline_keyboard if markup else ()

    async def _rebutton(self, rows: Sequence[_Row]) -> None:
        if self.message is not None and len(rows) != len(self._rows):
            await edit_buttons(self.context.bot, self.message.chat_id, self.message.message_id, rows)

    async def is_quiet(self) -> bool:
        """Whether no further message may be sent: the bot can't write, or the group has switched answers off."""
        if self.chat is None:
            return True
        state = await self.services.chats.get(self.chat.chat_id)
        return state.muted or state.settings.mode is Mode.OFF

    async def say(self, replies: Sequence[Reply], *entries: str) -> None:
        """Send further messages, which show `entries`, below the one with the button; the person counts as asker."""
        if self.chat is None:
            return
        given = GivenAnswer(entries=entries, asker=self.query.from_user.id)
        try:
            await send(self.context.bot, self.chat, replies, given.messages)
        finally:
            self.services.answers.tell(self.chat.chat_id, given)

    def shown(self, *entries: str) -> None:
        """Record that the next question in this chat may refer to these entries."""
        if self.query.message:
            self.services.answers.show(self.query.message.chat.id, Thread(entries))


def _asks(row: _Row, verb: Verb) -> bool:
    taps = (read_tap(button.callback_data) for button in row if isinstance(button.callback_data, str))
    return any(tap is not None and tap.verb is verb for tap in taps)


async def acknowledge(query: CallbackQuery, notice: str | None = None, *, alert: bool = True) -> None:
    """Answer the tap, with a notice over the chat if given (an `alert` must be closed by the person).

    After some minutes Telegram refuses that, which is no failure.
    """
    try:
        await query.answer(notice, show_alert=alert and notice is not None)
    except BadRequest as error:
        if TOO_LATE not in error.message.lower():
            raise

"""Something a person said that the bot is to deal with, with everything around it that matters."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message
from telegram.constants import ChatType

from handlers.context import Context
from handlers.engine import Engine
from handlers.replies import Frame, Replies
from handlers.services import Services
from knowledge.model import Where
from store import ChatState


@dataclass(frozen=True, slots=True)
class Request:
    """`text` is what was said, without the bot's name and without a command.

    `again`: its answer is there already, and leaned on the entries `before`.
    """

    message: Message
    context: Context
    text: str
    where: Where
    state: ChatState
    again: bool = False
    before: tuple[str, ...] = ()

    @property
    def services(self) -> Services:
        """The handlers' dependencies."""
        return self.context.services

    @property
    def engine(self) -> Engine:
        """What is known now."""
        return self.context.engine

    @property
    def replies(self) -> Replies:
        """The replies in the language of who asks."""
        return self.context.replies(self.message.from_user)

    @property
    def person(self) -> int | None:
        """The id of who wrote the message, or of the channel or group that they write as; None where nobody did."""
        speaker = self.message.sender_chat or self.message.from_user
        return speaker.id if speaker else None

    @property
    def is_private(self) -> bool:
        """Whether somebody is alone with the bot."""
        return self.message.chat.type == ChatType.PRIVATE

    @property
    def frame(self) -> Frame:
        """The buttons that belong under what is answered here."""
        return Frame() if self.is_private else Frame(buttons=self.state.settings.buttons, removable=True)


def surface_of(message: Message) -> str:
    """Where a message was written, as it is counted."""
    return "private" if message.chat.type == ChatType.PRIVATE else "group"

"""What the bot has to say to one message, and what was asked for it."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message

from handlers.replies import Reply
from knowledge.model import Answer


@dataclass(frozen=True, slots=True)
class Response:
    """The replies; the entries that they show; the verbatim words that asked; the question in normal form.

    `found` is what the engine said, to be counted. `before` are the entries that the question leans on, `unasked` the
    passages that are given to a group without anybody having addressed the bot. `about` is the message that is
    answered where it isn't the one that called the bot.
    """

    replies: tuple[Reply, ...] = ()
    entries: tuple[str, ...] = ()
    quote: str = ""
    question: str = ""
    before: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    found: Answer | None = None
    about: Message | None = None

    @classmethod
    def to(cls, answer: Answer, replies: tuple[Reply, ...], question: str) -> Response:
        """The response that gives `answer`."""
        entries = tuple(source.entry_id for source in answer.sources)
        return cls(replies, entries, answer.asked, question, found=answer)


NOTHING = Response()

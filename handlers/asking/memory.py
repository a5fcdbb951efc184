"""Remembers which messages answered which question, so that an edited question edits its answer."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple
from weakref import WeakValueDictionary

from telegram import Message


class QuestionKey(NamedTuple):
    """A question is known by its chat and its message."""

    chat_id: int
    message_id: int

    @classmethod
    def of(cls, question: Message) -> QuestionKey:
        """The key of a message that asks."""
        return cls(question.chat_id, question.message_id)


class AnswerMemory:
    """The answers to the last `size` answered questions; older ones are forgotten."""

    def __init__(self, size: int = 10_000) -> None:
        self._size = size
        self._answers: OrderedDict[QuestionKey, tuple[int, ...]] = OrderedDict()
        self._locks: WeakValueDictionary[QuestionKey, asyncio.Lock] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._answers)

    @asynccontextmanager
    async def turn(self, question: QuestionKey) -> AsyncIterator[list[int]]:
        """One at a time for each question, in order: an edit waits until the question's answer is sent.

        Gives the ids of the messages that answer it, to be changed in place; as they are in the end they are
        remembered, after a failure too.
        """
        lock = self._locks.setdefault(question, asyncio.Lock())
        async with lock:
            said = list(self.get(question))
            try:
                yield said
            finally:
                self.set(question, tuple(said))

    def get(self, question: QuestionKey) -> tuple[int, ...]:
        """The ids of the messages that answered, in order; empty when there was no answer."""
        return self._answers.get(question, ())

    def set(self, question: QuestionKey, answer: tuple[int, ...]) -> None:
        """Remembers `answer` (message ids); an empty one is forgotten."""
        self._answers.pop(question, None)
        if answer:
            self._answers[question] = answer
        while len(self._answers) > self._size:
            self._answers.popitem(last=False)

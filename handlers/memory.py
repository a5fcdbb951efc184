"""Remembers which messages answered which question: edits find their answer, follow-ups what they lean on."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakValueDictionary

from telegram import Message

from store import Store, StoreError

LEANING = 300.0  # seconds for which the last answer in a private chat is what a follow-up leans on


class QuestionKey(NamedTuple):
    """A question is known by its chat and its message."""

    chat_id: int
    message_id: int

    @classmethod
    def of(cls, question: Message) -> QuestionKey:
        """The key of a message that asks."""
        return cls(question.chat_id, question.message_id)


@dataclass(slots=True)
class Answered:
    """What was said to a question: the ids of the messages, and of the entries they show; who asked, and what.

    `question` is in normal form; it, and the entries `before` that it leaned on, are only in memory.
    """

    said: list[int] = field(default_factory=list)
    entries: tuple[str, ...] = ()
    asker: int | None = None
    question: str = ""
    before: tuple[str, ...] = ()


class AnswerMemory:
    """The answers to the last `size` answered questions; what is older is asked of the store."""

    def __init__(self, store: Store, *, size: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._size = size
        self._clock = clock
        self._answers: OrderedDict[QuestionKey, Answered] = OrderedDict()
        self._questions: dict[tuple[int, int], QuestionKey] = {}  # by the chat and message of an answer
        self._indexed: dict[QuestionKey, tuple[int, ...]] = {}
        self._last: OrderedDict[int, tuple[float, tuple[str, ...]]] = OrderedDict()
        self._locks: WeakValueDictionary[QuestionKey, asyncio.Lock] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._answers)

    @asynccontextmanager
    async def turn(self, question: QuestionKey, *, old: bool = False) -> AsyncIterator[Answered]:
        """One at a time for each question, in order: an edit waits until the question's answer is sent.

        Gives what has been said to it, to be changed in place; as it is in the end it is remembered, after a failure
        too. An `old` question may have been answered by the program before this one: the store knows.
        """
        lock = self._locks.setdefault(question, asyncio.Lock())
        async with lock:
            answered = self._answers.get(question) or await self._recalled(question, old)
            was_said = bool(answered.said)
            try:
                yield answered
            finally:
                self._keep(question, answered, was_said=was_said)

    async def answer_of(self, chat_id: int, message_id: int) -> Answered | None:
        """What is known of the answer that the bot's own message `message_id` belongs to."""
        if (question := self._questions.get((chat_id, message_id))) is None:
            try:
                row = await self._store.answers.holding(chat_id, message_id)
            except StoreError:
                return None
            if row is None:
                return None
            question = QuestionKey(chat_id, row.question_id)
            self._index(question, Answered(list(row.messages), row.entries, row.asker))
        return self._answers.get(question)

    def tell(self, chat_id: int, answered: Answered) -> None:
        """Remembers what somebody was told who tapped a button: it answers no message, and may be taken back too."""
        if answered.said:
            self._keep(QuestionKey(chat_id, answered.said[0]), answered, was_said=False)

    async def take_back(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """The ids of the messages of the answer that `message_id` belongs to, which is forgotten."""
        answered = await self.answer_of(chat_id, message_id)
        if answered is None:
            return (message_id,)
        said = tuple(answered.said)
        answered.said.clear()
        self._keep(self._questions[chat_id, message_id], answered, was_said=True)
        return said

    def show(self, chat_id: int, entries: tuple[str, ...]) -> None:
        """These entries were shown in this chat just now: what is asked next may lean on them."""
        self._last.pop(chat_id, None)
        self._last[chat_id] = self._clock(), entries
        while len(self._last) > self._size:
            self._last.popitem(last=False)

    def shown(self, chat_id: int) -> tuple[str, ...]:
        """The entries last shown in this chat, if that isn't long ago."""
        at, entries = self._last.get(chat_id, (0.0, ()))
        return entries if self._clock() - at <= LEANING else ()

    async def shown_before(self, question: QuestionKey) -> tuple[str, ...]:
        """The same before this question where another program showed them: before a restart, or beside this one."""
        try:
            return await self._store.answers.latest(*question, round(LEANING))
        except StoreError:
            return ()

    def move(self, old: int, new: int) -> None:
        """Everything of the chat `old` is the chat `new`'s from now on."""
        for question in [key for key in self._answers if key.chat_id == old]:
            self._drop(question)
        if old in self._last:
            self._last[new] = self._last.pop(old)

    def forget(self, chat_id: int) -> None:
        """Nothing is remembered of this chat; nor of the person whose id it is, wherever they asked."""
        for question in [key for key, known in self._answers.items() if chat_id in (key.chat_id, known.asker)]:
            self._drop(question)
        self._last.pop(chat_id, None)

    async def _recalled(self, question: QuestionKey, old: bool) -> Answered:
        if not old:
            return Answered()
        try:
            row = await self._store.answers.of(*question)
        except StoreError:
            return Answered()
        return Answered(list(row.messages), row.entries, row.asker) if row else Answered()

    def _keep(self, question: QuestionKey, answered: Answered, *, was_said: bool) -> None:
        self._drop(question)
        if not answered.said and not was_said:
            return
        self._store.answers.note(*question, tuple(answered.said), answered.entries, asker=answered.asker)
        if answered.said:
            self._index(question, answered)

    def _index(self, question: QuestionKey, answered: Answered) -> None:
        self._answers[question] = answered
        self._indexed[question] = tuple(answered.said)
        self._questions |= {(question.chat_id, each): question for each in answered.said}
        while len(self._answers) > self._size:
            self._drop(next(iter(self._answers)))

    def _drop(self, question: QuestionKey) -> None:
        self._answers.pop(question, None)
        for message_id in self._indexed.pop(question, ()):
            self._questions.pop((question.chat_id, message_id), None)

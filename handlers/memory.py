"""Remembers which messages given which question: edits find their answer, follow-ups what they lean on."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple
from weakref import WeakValueDictionary

from cachetools import LRUCache, TTLCache
from telegram import Message

from store import Store, StoreError

_MESSAGES = 4  # of an answer, more than most have
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
class GivenAnswer:
    """What was said to a question: the ids of the messages, and of the entries they show; who asked, and what.

    `question` is in normal form; it, and the entries `before` that it leaned on, are only in memory.
    """

    messages: list[int] = field(default_factory=list)
    entries: tuple[str, ...] = ()
    asker: int | None = None
    question: str = ""
    before: tuple[str, ...] = ()


class AnswerMemory:
    """The last `size` answers; what is older is asked of the store."""

    def __init__(self, store: Store, *, size: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._answers: LRUCache[QuestionKey, GivenAnswer] = LRUCache(size)
        # By the chat and message of an answer. One that is no longer of the answer it leads to is overlooked.
        self._questions: LRUCache[tuple[int, int], QuestionKey] = LRUCache(_MESSAGES * size)
        self._last: TTLCache[int, tuple[str, ...]] = TTLCache(size, LEANING, timer=clock)
        self._read: LRUCache[QuestionKey, int] = LRUCache(size)  # hashes of what messages said when they were read
        self._chosen: LRUCache[int, float] = LRUCache(size)  # by chat: the last message that changed its choices
        self._locks: WeakValueDictionary[QuestionKey, asyncio.Lock] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._answers)

    @asynccontextmanager
    async def turn(self, question: QuestionKey, *, old: bool = False) -> AsyncIterator[GivenAnswer]:
        """One at a time for each question, in order: an edit waits until the question's answer is sent.

        Gives what has been said to it, to be changed in place; as it is in the end it is remembered, after a failure
        too. An `old` question may have been answered by the program before this one: the store knows.
        """
        lock = self._locks.setdefault(question, asyncio.Lock())
        async with lock:
            given = self._answers.get(question) or await self._recalled(question, old)
            was_said = bool(given.messages)
            try:
                yield given
            finally:
                self._keep(question, given, was_said=was_said)

    async def answer_of(self, chat_id: int, message_id: int) -> GivenAnswer | None:
        """What is known of the answer that the bot's own message `message_id` belongs to."""
        _, given = await self._located(chat_id, message_id)
        return given

    def tell(self, chat_id: int, given: GivenAnswer) -> None:
        """Remembers what somebody was told who tapped a button: it answers no message, and may be taken back too."""
        if given.messages:
            self._keep(QuestionKey(chat_id, given.messages[0]), given, was_said=False)

    async def take_back(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """The ids of the messages of the answer that `message_id` belongs to, which is forgotten."""
        question, given = await self._located(chat_id, message_id)
        if question is None or given is None:
            return (message_id,)
        said = tuple(given.messages)
        given.messages.clear()
        self._keep(question, given, was_said=True)
        return said

    def show(self, chat_id: int, entries: tuple[str, ...]) -> None:
        """These entries were shown in this chat just now: what is asked next may lean on them."""
        self._last[chat_id] = entries

    def shown(self, chat_id: int) -> tuple[str, ...]:
        """The entries last shown in this chat, if that isn't long ago."""
        return self._last.get(chat_id, ())

    async def shown_before(self, question: QuestionKey) -> tuple[str, ...]:
        """The same before this question where another program showed them: before a restart, or beside this one."""
        try:
            return await self._store.answers.latest(*question, round(LEANING))
        except StoreError:
            return ()

    def has_read(self, question: QuestionKey, text: str) -> bool:
        """Whether the message said the same when it was last read: Telegram tells of previews as edits, too."""
        return self._read.get(question) == hash(text)

    def note_read(self, question: QuestionKey, text: str) -> None:
        """The message has been read, and said `text`."""
        self._read[question] = hash(text)

    def may_choose(self, question: QuestionKey, *, is_edit: bool, old: bool) -> bool:
        """Whether a command may change its chat's choices, which is noted then: an edited one not after a later change.

        An `old` one may have changed them in the program before this one, and others after it.
        """
        last = self._chosen.get(question.chat_id, math.inf if old else -math.inf)
        if is_edit and last > question.message_id:
            return False
        self._chosen[question.chat_id] = question.message_id
        return True

    def chose(self, chat_id: int) -> None:
        """A button changed the chat's choices, after every command so far."""
        self._chosen[chat_id] = math.inf

    def move(self, old: int, new: int) -> None:
        """Everything of the chat `old` is the chat `new`'s from now on."""
        for question in [key for key in self._answers if key.chat_id == old]:
            self._drop(question)
        if (entries := self._last.pop(old, None)) is not None:
            self._last[new] = entries

    def forget(self, chat_id: int) -> None:
        """Nothing is remembered of this chat; nor of the person whose id it is, wherever they asked."""
        for question in [key for key, known in self._answers.items() if chat_id in (key.chat_id, known.asker)]:
            self._drop(question)
        self._last.pop(chat_id, None)

    async def _located(self, chat_id: int, message_id: int) -> tuple[QuestionKey | None, GivenAnswer | None]:
        question = self._questions.get((chat_id, message_id))
        given = self._answers.get(question) if question else None
        if given is not None and message_id in given.messages:
            return question, given
        try:
            row = await self._store.answers.holding(chat_id, message_id)
        except StoreError:
            return None, None
        if row is None:
            return None, None
        question, given = QuestionKey(chat_id, row.question_id), GivenAnswer(list(row.messages), row.entries, row.asker)
        self._index(question, given)
        return question, given

    async def _recalled(self, question: QuestionKey, old: bool) -> GivenAnswer:
        if not old:
            return GivenAnswer()
        try:
            row = await self._store.answers.of(*question)
        except StoreError:
            return GivenAnswer()
        return GivenAnswer(list(row.messages), row.entries, row.asker) if row else GivenAnswer()

    def _keep(self, question: QuestionKey, given: GivenAnswer, *, was_said: bool) -> None:
        if not given.messages and not was_said:
            return
        self._store.answers.note(*question, tuple(given.messages), given.entries, asker=given.asker)
        if given.messages:
            self._index(question, given)
        else:
            self._drop(question)

    def _index(self, question: QuestionKey, given: GivenAnswer) -> None:
        self._answers[question] = given
        for message_id in given.messages:
            self._questions[question.chat_id, message_id] = question

    def _drop(self, question: QuestionKey) -> None:
        given = self._answers.pop(question, GivenAnswer())
        for message_id in given.messages:
            self._questions.pop((question.chat_id, message_id), None)

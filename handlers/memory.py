"""Which messages answered which question, so that edits find their answer and follow-ups their context."""

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

from handlers.query import NO_THREAD, Thread
from store import Store, StoreError

_MESSAGES = 4  # messages of an answer, more than most have
LEANING = 300.0  # seconds for which a follow-up in a private chat refers to the last answer


class QuestionKey(NamedTuple):
    """Identifies a question by its chat and message."""

    chat_id: int
    message_id: int

    @classmethod
    def of(cls, question: Message) -> QuestionKey:
        """The key of a message with a question."""
        return cls(question.chat_id, question.message_id)


@dataclass(slots=True)
class GivenAnswer:
    """An answer: the ids of its messages and of the entries they show, who asked, and what.

    `question` is in normal form; it, `before`, to which it referred, and `thread`, to which the next one may refer, are
    only kept in memory.
    """

    messages: list[int] = field(default_factory=list)
    entries: tuple[str, ...] = ()
    asker: int | None = None
    question: str = ""
    before: Thread = NO_THREAD
    thread: Thread = NO_THREAD


class AnswerMemory:
    """The last `size` answers; older ones are read from the store."""

    def __init__(self, store: Store, *, size: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._answers: LRUCache[QuestionKey, GivenAnswer] = LRUCache(size)
        # The question by chat and message of its answer. One whose answer no longer has the message is ignored.
        self._questions: LRUCache[tuple[int, int], QuestionKey] = LRUCache(_MESSAGES * size)
        self._last: TTLCache[int, Thread] = TTLCache(size, LEANING, timer=clock)
        self._read: LRUCache[QuestionKey, int] = LRUCache(size)  # hashes of messages' texts when last read
        self._chosen: LRUCache[int, float] = LRUCache(size)  # by chat: the last message that changed its settings
        self._locks: WeakValueDictionary[QuestionKey, asyncio.Lock] = WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._answers)

    @asynccontextmanager
    async def turn(self, question: QuestionKey, *, old: bool = False) -> AsyncIterator[GivenAnswer]:
        """Serialise work on a question: an edit waits until the question's answer is sent.

        Yields the answer so far, to be changed in place; its final state is remembered, even after a failure. An `old`
        question may have been answered by an earlier process, so the store is asked.
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
        """The answer that the bot's message `message_id` belongs to, if it is known."""
        _, given = await self._located(chat_id, message_id)
        return given

    def tell(self, chat_id: int, given: GivenAnswer) -> None:
        """Remember messages sent for a button tap: they answer no message, but can be removed like an answer."""
        if given.messages:
            self._keep(QuestionKey(chat_id, given.messages[0]), given, was_said=False)

    async def take_back(self, chat_id: int, message_id: int) -> tuple[int, ...]:
        """Forget the answer that `message_id` belongs to, and return the ids of its messages."""
        question, given = await self._located(chat_id, message_id)
        if question is None or given is None:
            return (message_id,)
        said = tuple(given.messages)
        given.messages.clear()
        self._keep(question, given, was_said=True)
        return said

    def show(self, chat_id: int, thread: Thread) -> None:
        """Record what the next question in this chat may refer to."""
        self._last[chat_id] = thread

    def shown(self, chat_id: int) -> Thread:
        """What a question in this chat may refer to, unless that is too long ago."""
        return self._last.get(chat_id, NO_THREAD)

    async def shown_before(self, question: QuestionKey) -> Thread:
        """The same, if another process showed it before this question: before a restart, or another replica."""
        try:
            return Thread(await self._store.answers.latest(*question, round(LEANING)))
        except StoreError:
            return NO_THREAD

    def thread_of(self, chat_id: int, message_id: int, linked: tuple[str, ...]) -> Thread:
        """What a reply to the bot's message `message_id` may refer to, where this process gave that answer.

        `linked` are the entries that the message shows: after a button was tapped these may be others.
        """
        question = self._questions.get((chat_id, message_id))
        given = self._answers.get(question) if question else None
        if given is None or message_id not in given.messages:
            return NO_THREAD
        is_as_given = not given.entries or not linked or given.entries[0] == linked[0]
        return given.thread if is_as_given else NO_THREAD

    def has_read(self, question: QuestionKey, text: str) -> bool:
        """Whether the message is unchanged since it was last read: Telegram reports previews as edits, too."""
        return self._read.get(question) == hash(text)

    def note_read(self, question: QuestionKey, text: str) -> None:
        """Record the `text` of a message that was read."""
        self._read[question] = hash(text)

    def may_choose(self, question: QuestionKey, *, is_edit: bool, old: bool) -> bool:
        """Whether a command may change the chat's settings, which is then recorded; not an edited one after later ones.

        An `old` command may have been run by an earlier process, and others after it.
        """
        last = self._chosen.get(question.chat_id, math.inf if old else -math.inf)
        if is_edit and last > question.message_id:
            return False
        self._chosen[question.chat_id] = question.message_id
        return True

    def chose(self, chat_id: int) -> None:
        """Record that a button changed the chat's settings, later than every command so far."""
        self._chosen[chat_id] = math.inf

    def move(self, old: int, new: int) -> None:
        """Move everything of the chat `old` to the chat `new`."""
        for question in [key for key in self._answers if key.chat_id == old]:
            self._drop(question)
        if (thread := self._last.pop(old, None)) is not None:
            self._last[new] = thread

    def forget(self, chat_id: int) -> None:
        """Delete everything about this chat, and about the person with this id, in any chat."""
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

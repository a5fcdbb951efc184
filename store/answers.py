"""Which messages answered which question, so that an edit finds them after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.batching import Ledger, Notes
from store.database import Database
from store.tables import ANSWERS, Ago, storable


class Question(NamedTuple):
    """The message that asked."""

    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Answered:
    """The ids of the messages that answered, of the entries that they show, both in order, and of who asked.

    `asker` may take the answer back; None where that is nobody in particular, or no longer known. `question_id` is the
    message that asked, where the answer was looked up by one of its own (else 0).
    """

    messages: tuple[int, ...]
    entries: tuple[str, ...]
    asker: int | None = None
    question_id: int = 0


class Answers:
    """The answers of the last days, and whose they are; no text of a question."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._notes: Notes[Question, Answered] = ledger.register(
            Notes("notes of answers", merge=_newer, write=self._write)
        )

    def note(
        self,
        chat_id: int,
        question_id: int,
        messages: tuple[int, ...],
        entries: tuple[str, ...],
        *,
        asker: int | None = None,
    ) -> None:
        """Keeps what answered a question, in place of what did before; without `messages` it is forgotten."""
        self._notes.add(Question(chat_id, question_id), Answered(messages, tuple(map(storable, entries)), asker))

    async def of(self, chat_id: int, question_id: int) -> Answered | None:
        """What answers the question, or None when nothing does.

        Raises StoreError when it isn't known here and the database can't say.
        """
        noted = self._notes.get(Question(chat_id, question_id))
        if noted is not None:
            return noted if noted.messages else None
        which = (ANSWERS.c.chat_id == chat_id) & (ANSWERS.c.question_id == question_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(select(ANSWERS).where(which))).one_or_none()
        return _answered(row) if row else None

    async def holding(self, chat_id: int, message_id: int) -> Answered | None:
        """The answer that the bot's message `message_id` belongs to, or None; raises StoreError as `of` does."""
        known: dict[Question, Answered] = {}
        # The text may hold the number within a longer one: it only narrows down.
        which = (ANSWERS.c.chat_id == chat_id) & ANSWERS.c.messages.contains(str(message_id))
        async with self._database.reading() as connection:
            for row in await connection.execute(select(ANSWERS).where(which)):
                known[Question(row.chat_id, row.question_id)] = _answered(row)
        known |= {question: noted for question, noted in self._notes.pending().items() if question.chat_id == chat_id}
        found = ((question, each) for question, each in known.items() if message_id in each.messages)
        return next((replace(each, question_id=question.message_id) for question, each in found), None)

    async def latest(self, chat_id: int, question_id: int, seconds: int) -> tuple[str, ...]:
        """The entries last shown in the chat for a question before this one, if that was at most `seconds` ago.

        Raises StoreError as `of` does.
        """
        recent = select(ANSWERS.c.entries).where(
            ANSWERS.c.chat_id == chat_id,
            ANSWERS.c.question_id < question_id,
            ANSWERS.c.entries != json.dumps([]),
            ANSWERS.c.at >= Ago(seconds),
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(recent.order_by(ANSWERS.c.at.desc()).limit(1))).one_or_none()
        return tuple(json.loads(row.entries)) if row else ()

    def drop_notes(self, chat_id: int) -> int:
        """Drops what is noted of the chat, or the person, and returns how much that was; the ledger is at rest then."""
        before = len(self._notes)
        asked = {key for key, noted in self._notes.pending().items() if chat_id in (key.chat_id, noted.asker)}
        self._notes.rekey(lambda each: None if each in asked else each)
        return before - len(self._notes)

    async def _write(self, connection: AsyncConnection, notes: dict[Question, Answered]) -> None:
        await self._erase(connection, (key for key in sorted(notes) if not notes[key].messages))
        rows = [
            {
                "chat_id": key.chat_id,
                "question_id": key.message_id,
                "messages": json.dumps(notes[key].messages),
                "entries": json.dumps(notes[key].entries, ensure_ascii=False),
                "asker": notes[key].asker,
            }
            for key in sorted(notes)
            if notes[key].messages
        ]
        if rows:
            insert = self._database.insert(ANSWERS).values(at=Ago())
            new = insert.excluded
            await connection.execute(
                insert.on_conflict_do_update(
                    index_elements=[ANSWERS.c.chat_id, ANSWERS.c.question_id],
                    set_={"messages": new.messages, "entries": new.entries, "asker": new.asker, "at": new.at},
                ),
                rows,
            )

    async def _erase(self, connection: AsyncConnection, gone: Iterable[Question]) -> None:
        rows = [{"chat": key.chat_id, "question": key.message_id} for key in gone]
        if rows:
            which = (ANSWERS.c.chat_id == bindparam("chat")) & (ANSWERS.c.question_id == bindparam("question"))
            await connection.execute(delete(ANSWERS).where(which), rows)


def _newer(_: Answered, newer: Answered) -> Answered:
    return newer


def _answered(row: Row[tuple[object, ...]]) -> Answered:
    return Answered(tuple(json.loads(row.messages)), tuple(json.loads(row.entries)), row.asker)

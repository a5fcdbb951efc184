"""Telegram's messages by their ids: which updates have been handled, and which messages answered which question."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any

from sqlalchemy import and_, bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.batching import Batched, Ledger, Notes
from store.database import Database
from store.tables import ANSWERS, DAY, UPDATES, Ago, storable

LEASE = 25  # seconds after which an unfinished claim expires; longer than an update may take
UPDATES_KEPT = DAY  # seconds, as long as Telegram keeps an undelivered update
_CLAIM_SHARE = 0.5  # of the database's time limit, because the update waits for its claim

_QuestionId = tuple[int, int]  # the ids of the chat and of the message that asked


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer: the ids of its messages and of the entries they show, both in order, and of the person who asked.

    `asker` may remove the answer; None if unknown. `question_id` is the message with the question, if the answer was
    looked up by one of its own messages (else 0).
    """

    messages: tuple[int, ...]
    entries: tuple[str, ...]
    asker: int | None = None
    question_id: int = 0


class StoredAnswers:
    """The answers of the last days, so that edits find them after a restart; without the questions' texts."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._notes: Notes[_QuestionId, StoredAnswer] = ledger.register(
            Notes("notes of answers", merge=lambda _, newer: newer, write=self._write)
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
        """Store a question's answer, replacing an earlier one; without `messages` delete it."""
        self._notes.add((chat_id, question_id), StoredAnswer(messages, tuple(map(storable, entries)), asker))

    async def of(self, chat_id: int, question_id: int) -> StoredAnswer | None:
        """Return the question's answer, or None.

        Raises StoreError if it isn't in memory and the database fails.
        """
        noted = self._notes.get((chat_id, question_id))
        if noted is not None:
            return noted if noted.messages else None
        which = (ANSWERS.c.chat_id == chat_id) & (ANSWERS.c.question_id == question_id)
        async with self._database.reading() as connection:
            row = (await connection.execute(select(ANSWERS).where(which))).one_or_none()
        return _stored(row) if row else None

    async def holding(self, chat_id: int, message_id: int) -> StoredAnswer | None:
        """Return the answer that the bot's message `message_id` belongs to, or None; raise StoreError as `of` does."""
        # The number may be part of a longer one in the text: this is only a first filter.
        which = (ANSWERS.c.chat_id == chat_id) & ANSWERS.c.messages.contains(str(message_id))
        async with self._database.reading() as connection:
            rows = await connection.execute(select(ANSWERS).where(which))
            known = {row.question_id: _stored(row) for row in rows}
        known |= {question_id: noted for (chat, question_id), noted in self._notes.pending().items() if chat == chat_id}
        found = (replace(each, question_id=key) for key, each in known.items() if message_id in each.messages)
        return next(found, None)

    async def latest(self, chat_id: int, question_id: int, seconds: int) -> tuple[str, ...]:
        """Return the entries last shown in the chat before this question, if at most `seconds` ago.

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

    def drop_notes(self, chat_id: int) -> None:
        """Drop the notes of the chat, or of the person, while the ledger is paused."""
        asked = {key for key, noted in self._notes.pending().items() if chat_id in {key[0], noted.asker}}
        self._notes.rekey(lambda each: None if each in asked else each)

    async def _write(self, connection: AsyncConnection, notes: dict[_QuestionId, StoredAnswer]) -> None:
        gone = [{"chat": key[0], "question": key[1]} for key in sorted(notes) if not notes[key].messages]
        if gone:
            which = (ANSWERS.c.chat_id == bindparam("chat")) & (ANSWERS.c.question_id == bindparam("question"))
            await connection.execute(delete(ANSWERS).where(which), gone)
        rows = [
            {
                "chat_id": key[0],
                "question_id": key[1],
                "messages": json.dumps(notes[key].messages),
                "entries": json.dumps(notes[key].entries, ensure_ascii=False),
                "asker": notes[key].asker,
            }
            for key in sorted(notes)
            if notes[key].messages
        ]
        if rows:
            kept = self._database.upsert(ANSWERS, overwrite=["messages", "entries", "asker", "at"], at=Ago())
            await connection.execute(kept, rows)


class Claim(Enum):
    """The result of claiming an update."""

    OURS = auto()
    ELSEWHERE = auto()  # claimed by another replica, which hasn't finished
    DONE = auto()


class Updates:
    """The ids of the last day's updates, so that a repeated one is answered once, across all replicas.

    The claimer must report when an update is `done`.
    """

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database, self._ledger = database, ledger
        self._claiming = Batched(self._claim)
        self._done: Notes[int, bool] = ledger.register(
            Notes("handled updates", merge=bool.__or__, write=self._write_done)
        )

    async def claim(self, update_id: int) -> Claim:
        """Claim the update, unless another replica has; raise StoreError if the database fails.

        If the owner of a claim dies, the claim expires after `LEASE` seconds.
        """
        return await self._claiming(update_id)

    def done(self, update_id: int) -> None:
        """Record that the update has been handled, whoever claimed it; written soon, in the background.

        While the database is down it can't be written: after the lease another replica may claim the update.
        """
        self._done.add(update_id, True)
        self._ledger.hurry()

    async def latest(self, count: int) -> tuple[int, ...]:
        """Return the ids of the last `count` handled updates, the oldest first; raise StoreError."""
        newest = (UPDATES.c.claimed_at.desc(), UPDATES.c.update_id.desc())
        query = select(UPDATES.c.update_id).where(UPDATES.c.done).order_by(*newest).limit(count)
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(query))[::-1]

    async def settled(self) -> None:
        """Return when no claim is in progress."""
        await self._claiming.settled()

    async def purge(self) -> int:
        """Delete updates older than a day, and return the number of rows; raise StoreError."""
        old = delete(UPDATES).where(UPDATES.c.claimed_at <= Ago(UPDATES_KEPT))
        async with self._database.writing() as connection:
            return (await connection.execute(old)).rowcount

    async def _claim(self, update_ids: list[int]) -> list[Claim]:
        insert = self._database.insert(UPDATES).values(claimed_at=Ago(), done=False)
        # A claim in the future was made by a clock that was ahead.
        is_over = or_(UPDATES.c.claimed_at <= Ago(LEASE), UPDATES.c.claimed_at > Ago(-LEASE))
        claim = insert.on_conflict_do_update(
            index_elements=[UPDATES.c.update_id],
            set_={"claimed_at": insert.excluded.claimed_at},
            where=and_(UPDATES.c.done.is_(False), is_over),
        ).returning(UPDATES.c.update_id)
        async with self._database.writing(self._database.patience * _CLAIM_SHARE) as connection:
            ours = {*(await connection.scalars(claim, _rows(update_ids)))}
            theirs = {*update_ids} - ours
            settled = select(UPDATES.c.update_id).where(UPDATES.c.update_id.in_(theirs), UPDATES.c.done)
            done = {*(await connection.scalars(settled))} if theirs else set()
        return [_claim_of(each, ours, done) for each in update_ids]

    async def _write_done(self, connection: AsyncConnection, notes: dict[int, bool]) -> None:
        settle = self._database.upsert(UPDATES, overwrite=["done"], claimed_at=Ago(), done=True)
        await connection.execute(settle, _rows(notes))


def _stored(row: Any) -> StoredAnswer:
    return StoredAnswer(tuple(json.loads(row.messages)), tuple(json.loads(row.entries)), row.asker)


def _claim_of(update_id: int, ours: set[int], done: set[int]) -> Claim:
    if update_id in ours:
        ours.remove(update_id)  # a second claim of the same update in this batch fails
        return Claim.OURS
    return Claim.DONE if update_id in done else Claim.ELSEWHERE


def _rows(update_ids: Iterable[int]) -> list[dict[str, int]]:
    # Always in the same order, so that replicas don't deadlock.
    return [{"update_id": each} for each in sorted(set(update_ids))]

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

LEASE = 25  # seconds after which an unfinished claim is free again; longer than an update may take
UPDATES_KEPT = DAY  # seconds: for so long Telegram keeps an update that it couldn't deliver
_CLAIM_SHARE = 0.5  # of the patience with the database, for the update waits for its claim

_QuestionId = tuple[int, int]  # the ids of the chat and of the message that asked


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The ids of the messages that answered, of the entries that they show, both in order, and of who asked.

    `asker` may take the answer back; None when it was nobody in particular, or is no longer known. `question_id` is the
    message that asked, where the answer was looked up by one of its own (else 0).
    """

    messages: tuple[int, ...]
    entries: tuple[str, ...]
    asker: int | None = None
    question_id: int = 0


class StoredAnswers:
    """The answers of the last days, so that an edit finds them after a restart; no text of a question."""

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
        """Keep what answered a question, in place of what did before; without `messages` forget it."""
        self._notes.add((chat_id, question_id), StoredAnswer(messages, tuple(map(storable, entries)), asker))

    async def of(self, chat_id: int, question_id: int) -> StoredAnswer | None:
        """Return what answers the question, or None when nothing does.

        Raises StoreError when it isn't known here and the database can't say.
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
        # The text may hold the number within a longer one: it only narrows down.
        which = (ANSWERS.c.chat_id == chat_id) & ANSWERS.c.messages.contains(str(message_id))
        async with self._database.reading() as connection:
            rows = await connection.execute(select(ANSWERS).where(which))
            known = {row.question_id: _stored(row) for row in rows}
        known |= {question_id: noted for (chat, question_id), noted in self._notes.pending().items() if chat == chat_id}
        found = (replace(each, question_id=key) for key, each in known.items() if message_id in each.messages)
        return next(found, None)

    async def latest(self, chat_id: int, question_id: int, seconds: int) -> tuple[str, ...]:
        """Return the entries last shown in the chat for a question before this one, if at most `seconds` ago.

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
    """Who handles an update."""

    OURS = auto()
    ELSEWHERE = auto()  # another replica, which hasn't finished
    DONE = auto()


class Updates:
    """The updates of the last day by their ids, so that one delivered twice is answered once over all replicas.

    Whoever claims one is to say when it is `done`.
    """

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database, self._ledger = database, ledger
        self._claiming = Batched(self._claim)
        self._done: Notes[int, bool] = ledger.register(
            Notes("handled updates", merge=bool.__or__, write=self._write_done)
        )

    async def claim(self, update_id: int) -> Claim:
        """Take the update on, unless another has done so; raise StoreError when the database can't say.

        A claim whose owner died before the update was done is free again after `LEASE` seconds.
        """
        return await self._claiming(update_id)

    def done(self, update_id: int) -> None:
        """Note that the update has been handled, whoever claimed it; it is written soon, and nobody waits for that.

        While the database is down it isn't: after the lease another claim may take the update.
        """
        self._done.add(update_id, True)
        self._ledger.hurry()

    async def latest(self, count: int) -> tuple[int, ...]:
        """Return the ids of the last `count` updates that were handled, the oldest first; raise StoreError."""
        newest = (UPDATES.c.claimed_at.desc(), UPDATES.c.update_id.desc())
        query = select(UPDATES.c.update_id).where(UPDATES.c.done).order_by(*newest).limit(count)
        async with self._database.reading() as connection:
            return tuple(await connection.scalars(query))[::-1]

    async def settled(self) -> None:
        """Return when no claim is under way."""
        await self._claiming.settled()

    async def purge(self) -> int:
        """Delete what is older than a day, and return how many rows that were; raise StoreError."""
        old = delete(UPDATES).where(UPDATES.c.claimed_at <= Ago(UPDATES_KEPT))
        async with self._database.writing() as connection:
            return (await connection.execute(old)).rowcount

    async def _claim(self, update_ids: list[int]) -> list[Claim]:
        insert = self._database.insert(UPDATES).values(claimed_at=Ago(), done=False)
        # A claim of the future was made by a clock that was ahead.
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
        ours.remove(update_id)  # a second claim of the same in this batch doesn't get it too
        return Claim.OURS
    return Claim.DONE if update_id in done else Claim.ELSEWHERE


def _rows(update_ids: Iterable[int]) -> list[dict[str, int]]:
    # In one order everywhere, so that no two replicas wait for each other's rows.
    return [{"update_id": each} for each in sorted(set(update_ids))]

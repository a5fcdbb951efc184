"""Each chat's settings, and whether the bot is in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import case, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.batching import MOST_NOTES, Ledger, Notes
from store.database import Database
from store.messages import StoredAnswers
from store.reminders import LEFT, Reminders
from store.tables import ANSWERS, CHATS, DAY, HOUR, Ago, storable

ANSWERS_KEPT = 48  # hours


class Mode(StrEnum):
    """Which messages of a group are answered."""

    SURE = "sure"  # those that address the bot, and others with a sure answer
    MENTION = "mention"  # those that address the bot
    OFF = "off"


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """A chat's settings; `cooldown` is the minimum time between unaddressed answers in seconds.

    `report` is the key of the report that is asked where a question names none, or empty for the default one.
    """

    mode: Mode = Mode.SURE
    cooldown: int = 60
    buttons: bool = True
    report: str = ""


@dataclass(frozen=True, slots=True)
class ChatState:
    """A chat's settings, and whether the bot has lost the right to write there."""

    settings: ChatSettings
    muted: bool


class Chats:
    """Chats by id. Every coroutine raises StoreError if the database fails."""

    def __init__(self, database: Database, ledger: Ledger, answers: StoredAnswers, reminders: Reminders) -> None:
        self._database, self._ledger, self._answers, self._reminders = database, ledger, answers, reminders
        self._seen: Notes[int, bool] = ledger.register(
            Notes("notes of chats seen", merge=lambda *_: True, write=self._write_seen)
        )
        self._seen_today: set[int] = set()
        self._today = date.min

    async def state(self, chat_id: int) -> ChatState:
        """Return the chat's state; the defaults if it is unknown."""
        async with self._database.reading() as connection:
            row = (await connection.execute(select(CHATS).where(CHATS.c.chat_id == chat_id))).one_or_none()
        return _state(row) if row else ChatState(ChatSettings(), muted=False)

    async def chosen(self) -> dict[int, ChatState]:
        """Return the state of every chat that differs from the defaults."""
        fields = (CHATS.c.mode, CHATS.c.cooldown, CHATS.c.buttons, CHATS.c.report)
        kept = or_(CHATS.c.muted, *(field.is_not(None) for field in fields))
        async with self._database.reading() as connection:
            rows = await connection.execute(select(CHATS).where(kept))
            return {row.chat_id: _state(row) for row in rows}

    async def change(self, chat_id: int, settings: ChatSettings) -> None:
        """Store the chat's settings."""
        values: dict[str, Any] = {
            "mode": settings.mode.value,
            "cooldown": settings.cooldown,
            "buttons": settings.buttons,
            "report": storable(settings.report) or None,
        }
        await self._set(chat_id, **values)

    async def mute(self, chat_id: int, muted: bool) -> None:
        """Record that the bot has lost the right to write in the chat, or got it back."""
        await self._set(chat_id, muted=muted)

    async def leave(self, chat_id: int) -> None:
        """Record that the bot was removed from the chat, and end its reminders; a later `purge` deletes its state."""
        async with self._without_notes(chat_id):
            await self._set(chat_id, left_at=Ago())
        await self._reminders.unsubscribe(chat_id, cause=LEFT)

    async def join(self, chat_id: int) -> None:
        """Record that the bot is in the chat (again) and may write; earlier settings remain."""
        await self._set(chat_id, left_at=None, muted=False, seen_at=Ago())

    async def migrate(self, old: int, new: int) -> None:
        """Move the data of the group `old` to the supergroup `new` that it has become, in one transaction.

        Answers are not moved: a supergroup renumbers its messages, so they would be found under wrong ids. Settings
        that `new` already has remain. Idempotent.
        """
        if old == new:
            return
        async with self._without_notes(old, moved_to=new):
            self._answers.drop_notes(old)
            async with self._database.writing() as connection:
                await self._move_chat(connection, old, new)
                await self._reminders.move(connection, old, new)
                await connection.execute(delete(ANSWERS).where(ANSWERS.c.chat_id == old))

    async def forget(self, chat_id: int) -> int:
        """Delete everything about the chat, or the person in a private chat, and return the number of rows."""
        async with self._without_notes(chat_id):
            self._answers.drop_notes(chat_id)
            # A person's own chat has their id.
            theirs = (ANSWERS.c.chat_id == chat_id) | (ANSWERS.c.asker == chat_id)
            async with self._database.writing() as connection:
                chats = await connection.execute(delete(CHATS).where(CHATS.c.chat_id == chat_id))
                answers = await connection.execute(delete(ANSWERS).where(theirs))
                return chats.rowcount + answers.rowcount + await self._reminders.erase(connection, chat_id)

    async def purge(self, days: int = 30) -> int:
        """Delete the chats left and the reminders ended `days` ago or longer, and answers of 48 hours.

        Returns the number of rows.
        """
        gone = CHATS.c.left_at <= Ago(days * DAY)
        old = ANSWERS.c.chat_id.in_(select(CHATS.c.chat_id).where(gone)) | (ANSWERS.c.at <= Ago(ANSWERS_KEPT * HOUR))
        async with self._database.writing() as connection:
            answers = await connection.execute(delete(ANSWERS).where(old))
            chats = await connection.execute(delete(CHATS).where(gone))
            return chats.rowcount + answers.rowcount + await self._reminders.purge(connection, days)

    async def is_in(self, chat_id: int, since: datetime) -> bool:
        """Return whether the bot is known to be in the chat, by a record later than the given time."""
        row = select(CHATS.c.seen_at).where(CHATS.c.chat_id == chat_id, CHATS.c.left_at.is_(None))
        async with self._database.reading() as connection:
            seen = await connection.scalar(row)
        return seen is not None and seen >= since

    async def count(self) -> int:
        """Return how many groups the bot is in; a person's own chat is noted only where they chose a report."""
        async with self._database.reading() as connection:
            groups = select(func.count()).where(CHATS.c.left_at.is_(None), CHATS.c.chat_id < 0)
            return int(await connection.scalar(groups) or 0)

    def seen(self, chat_id: int) -> None:
        """Record that the chat is in use; written about once a day (UTC)."""
        today = datetime.now(UTC).date()
        if today != self._today or len(self._seen_today) >= MOST_NOTES:
            self._today = today
            self._seen_today.clear()
        if chat_id not in self._seen_today:
            self._seen_today.add(chat_id)
            self._seen.add(chat_id, True)

    @asynccontextmanager
    async def _without_notes(self, chat_id: int, *, moved_to: int | None = None) -> AsyncIterator[None]:
        """Pause the ledger and drop the note that the chat was seen, or turn it into one of the chat `moved_to`."""
        async with self._ledger.paused():
            self._seen.rekey(lambda each: moved_to if each == chat_id else each)
            self._seen_today.discard(chat_id)
            yield

    async def _set(self, chat_id: int, **values: Any) -> None:
        kept = self._database.upsert(CHATS, overwrite=values, **{"chat_id": chat_id, "muted": False, **values})
        async with self._database.writing() as connection:
            await connection.execute(kept)

    async def _write_seen(self, connection: AsyncConnection, notes: dict[int, bool]) -> None:
        insert = self._database.insert(CHATS).values(muted=False, seen_at=Ago())
        # A message processed while the bot is being removed must not undo the removal; one days later shows that
        # the bot's return was missed.
        left = case((CHATS.c.left_at > Ago(DAY), CHATS.c.left_at), else_=None)
        await connection.execute(
            insert.on_conflict_do_update(
                index_elements=[CHATS.c.chat_id], set_={"seen_at": insert.excluded.seen_at, "left_at": left}
            ),
            [{"chat_id": chat_id} for chat_id in sorted(notes)],
        )

    async def _move_chat(self, connection: AsyncConnection, old: int, new: int) -> None:
        rows = await connection.execute(select(CHATS).where(CHATS.c.chat_id.in_((old, new))).with_for_update())
        known = {row.chat_id: row for row in rows}
        if old not in known:
            return
        chosen = known[new] if new in known and known[new].mode is not None else known[old]
        values = {name: getattr(chosen, name) for name in ("mode", "cooldown", "buttons", "report")}
        values |= {"muted": known.get(new, known[old]).muted, "left_at": None}
        kept = self._database.upsert(CHATS, overwrite=values, chat_id=new, seen_at=known[old].seen_at, **values)
        await connection.execute(kept)
        await connection.execute(delete(CHATS).where(CHATS.c.chat_id == old))


def _state(row: Any) -> ChatState:
    chosen = {name: getattr(row, name) for name in ("cooldown", "buttons", "report") if getattr(row, name) is not None}
    if row.mode in set(Mode):  # a mode of a newer version counts as unset: the other chats must be readable
        chosen["mode"] = Mode(row.mode)
    return ChatState(ChatSettings(**chosen), row.muted)

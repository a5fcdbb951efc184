"""What a chat is reminded of, by the topics it chose, and what comes next."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from itertools import chain

from handlers.engine import Engine
from store import Choice, Round, choose


def entries_of(engine: Engine, topics: AbstractSet[str]) -> tuple[str, ...]:
    """The entries of these topics, by their ids; all, where none is chosen or none of them is there any more."""
    chosen = [topic.entries for topic in engine.topics if topic.id in topics]
    return tuple(chain.from_iterable(chosen)) if chosen else engine.remindable


def coming(engine: Engine, topics: AbstractSet[str], so_far: Round, *, chat_id: int) -> Choice | None:
    """What the chat is sent next; None where there is nothing to be reminded of."""
    return choose(entries_of(engine, topics), so_far, chat_id=chat_id, among=engine.remindable)


def instead(engine: Engine, topics: AbstractSet[str], so_far: Round, *, chat_id: int, shown: str) -> Choice | None:
    """What the chat is sent in place of the entry `shown`; None where there is nothing else."""
    sent = so_far.sent if shown in so_far.sent else (*so_far.sent, shown)
    others = set(entries_of(engine, topics)) - {shown}
    return choose(others, replace(so_far, sent=sent), chat_id=chat_id, among=engine.remindable)


def drawn(engine: Engine, day: date, *, chat_id: int) -> str | None:
    """What a chat without reminders is shown on this day: one of all entries, on another day most likely another."""
    choice = choose(engine.remindable, Round(day.toordinal()), chat_id=chat_id)
    return choice.entry_id if choice else None

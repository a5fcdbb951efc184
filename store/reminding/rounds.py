"""Which entry comes next: each once before any comes again, in an order of the chat's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Round:
    """How often all entries have come, and those that have come since, the latest last."""

    number: int = 1
    sent: tuple[str, ...] = ()


class Choice(NamedTuple):
    """The entry to send, and whether a new round begins with it."""

    entry_id: str
    new_round: bool


def choose(entry_ids: Iterable[str], so_far: Round, *, chat_id: int, among: Iterable[str] = ()) -> Choice | None:
    """Return the entry to send next, of the `entry_ids` that the chat wants; None when there are none.

    `among` are all that there are: while some of them haven't come, the round goes on, and a chat whose own have all
    come gets the one that came longest ago. So it may choose other topics at any time, and is sent nothing twice that
    it needn't be.

    Their order decides nothing: it is that of a hash over chat, round and entry, so entries may come and go at any
    time and none is sent twice in a round. A round doesn't begin with the entry that ended the last one, if it has
    another.
    """
    wanted = set(entry_ids)
    if left := wanted.difference(so_far.sent):
        return Choice(_first(left, chat_id, so_far.number), new_round=False)
    if not wanted:
        return None
    if not set(among).issubset(so_far.sent):
        return Choice(next(each for each in so_far.sent if each in wanted), new_round=False)
    others = wanted.difference(so_far.sent[-1:]) or wanted
    return Choice(_first(others, chat_id, so_far.number + 1), new_round=True)


def _first(entry_ids: Iterable[str], chat_id: int, number: int) -> str:
    return min(entry_ids, key=lambda each: (sha256(f"{chat_id}|{number}|{each}".encode()).digest(), each))

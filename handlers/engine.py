"""What the conversation needs of the knowledge."""

from __future__ import annotations

from typing import Protocol

from knowledge.model import Answer, Kind, Suggestion, Where


class Engine(Protocol):
    """Answers messages, finds passages, opens entries."""

    def ask(self, text: str, where: Where = Where.PRIVATE, kinds: frozenset[Kind] | None = None) -> Answer:
        """Answers one message; `kinds` restricts which kinds of entry may answer."""

    def search(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """The passages nearest to `text`, best first."""

    def open(self, entry_id: str) -> Answer | None:
        """The entry with this id, or None when there is none (any more)."""

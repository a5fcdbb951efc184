"""What the handlers depend on, as one frozen value that the typed context carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from handlers.memory import AnswerMemory
from handlers.replies import Replies
from knowledge.model import Answer, Kind, Report, Suggestion, Where


class Engine(Protocol):
    """What the conversation needs of the knowledge."""

    def ask(self, text: str, where: Where = Where.PRIVATE, kinds: frozenset[Kind] | None = None) -> Answer:
        """Answers one message; `kinds` restricts which kinds of entry may answer."""

    def search(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """The passages nearest to `text`, best first."""

    def open(self, entry_id: str) -> Answer | None:
        """The entry with this id, or None when there is none (any more)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The handlers' dependencies."""

    engine: Engine
    replies: Replies
    answers: AnswerMemory


def build_services(*, engine: Engine, report: Report) -> Services:
    """The services over `engine`, whose replies introduce themselves with `report`."""
    return Services(engine=engine, replies=Replies(report), answers=AnswerMemory())

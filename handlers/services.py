"""What the handlers depend on, as one frozen value that the typed context carries."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.engine import Engine
from handlers.examples import find_examples
from handlers.memory import AnswerMemory
from handlers.replies import Replies
from knowledge.model import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The handlers' dependencies."""

    engine: Engine
    replies: Replies
    answers: AnswerMemory


def build_services(*, engine: Engine, report: Report) -> Services:
    """The services over `engine`, whose replies introduce themselves with `report` and its examples."""
    return Services(engine=engine, replies=Replies(report, find_examples(engine, report)), answers=AnswerMemory())

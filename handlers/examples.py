"""The questions to begin with that the report's editor chose, each with what answers it."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.engine import Engine
from knowledge.model import Kind, Report, Source, Where


@dataclass(frozen=True, slots=True)
class Example:
    """A question; `kind` and `source` are its answer's, its first source that is, or None without an answer."""

    question: str
    kind: Kind | None = None
    source: Source | None = None


def find_examples(engine: Engine, report: Report) -> tuple[Example, ...]:
    """Asks `engine` every example of `report`, in the editor's order."""
    answers = [engine.ask(question, Where.PRIVATE) for question in report.examples]
    return tuple(Example(each.question, each.kind, next(iter(each.sources), None)) for each in answers)

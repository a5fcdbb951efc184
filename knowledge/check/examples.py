"""Asks the report its own examples: people tap them first, so each must be answered."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge import KnowledgeError, library_of
from knowledge.faults import Fault
from knowledge.model import Outcome
from knowledge.reading.load import Knowledge
from knowledge.reading.source import Document


def unanswered(document: Document, knowledge: Knowledge) -> Iterator[Fault]:
    """Yield a fault for each example that `knowledge` doesn't answer; none where the lexicon can't be used at all."""
    if not knowledge.report.examples:
        return
    try:
        library = library_of(knowledge)
    except KnowledgeError:
        return
    for index, question in enumerate(knowledge.report.examples):
        if library.ask(question).outcome is not Outcome.ANSWER:
            message = f"“{question}” isn't answered: expected a question whose answer the report has"
            yield document.fault(("report", "examples", index), message)

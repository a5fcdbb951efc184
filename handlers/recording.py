"""Counts what is asked and what came of it; what went unanswered is kept for the editor, without who asked."""

from __future__ import annotations

import re

from handlers.engine import Engine
from handlers.services import Services
from knowledge.model import Answer, Outcome

_PERSONAL = re.compile(r"\d{7,}x?")  # telephones, identity cards: the report has no such numbers


def count(services: Services, engine: Engine, found: Answer, surface: str, *, keep: bool = True) -> None:
    """Counts a question that came from `surface`; keeps it when it went unanswered and the editor should see it.

    Without `keep` its text isn't kept in any case.
    """
    services.metrics.answered(surface, found)
    entries = tuple(dict.fromkeys(source.entry_id for source in found.sources))
    kind = found.kind.value if found.kind else ""
    services.store.usage.note(surface=surface, kind=kind, outcome=found.outcome.value, entries=entries)
    if keep and found.is_miss:
        reason = "unsure" if found.outcome is Outcome.UNSURE else "near"
        services.store.misses.note(impersonal(engine.normal(found.question)), nearest=found.nearest, reason=reason)


def impersonal(question: str) -> str:
    """A question in normal form without numbers that may be somebody's."""
    return _PERSONAL.sub("…", question)

"""What every surface but Telegram shares: which texts can be asked, and an `Answer` as JSON."""

from __future__ import annotations

from enum import StrEnum

from handlers.replies.phrases import Phrases
from knowledge.model import Answer, Report, Source, Suggestion

LONGEST = 4096  # characters, as many as a Telegram message may have

Json = dict[str, object]


class Refusal(StrEnum):
    """Why a text can't be asked."""

    EMPTY = "empty"
    LONG = "long"
    BROKEN = "broken"


def refusal(text: str) -> Refusal | None:
    """Return why `text` can't be asked, or None: it shows nothing, is too long, or holds half characters."""
    if len(text) > LONGEST:
        return Refusal.LONG
    if any("\ud800" <= character <= "\udfff" for character in text):
        return Refusal.BROKEN
    if not any(character.isprintable() and not character.isspace() for character in text):
        return Refusal.EMPTY
    return None


def worded(error: str, phrases: Phrases) -> str:
    """Return the sentence for an error, by the name that the API gives it; why a text can't be asked among them."""
    return phrases.sentence(error, **{"longest": LONGEST} if error == Refusal.LONG else {})


def batch_line(answer: Answer) -> Json:
    """Return the object that `ask --batch` writes: outcome, title, score, passages with their places, suggestions."""
    return _answer(
        answer,
        [{"text": source.text, "place": source.place} | _report(source.report) for source in answer.sources],
        [{"title": suggestion.title, "text": suggestion.text} for suggestion in answer.suggestions],
    )


def web_answer(answer: Answer, phrases: Phrases) -> Json:
    """Return the object that `/api/ask` gives: as `batch_line`, with what a page needs to show each entry.

    `heading` and `count` are worded by `phrases`. `highlights` are half-open ranges of `text` in Unicode characters,
    not in JavaScript's UTF-16 units.
    """
    sources: list[Json] = [
        _entry(source, phrases)
        | {"direct": source.direct, "highlights": [list(span) for span in source.highlights], "place": source.place}
        | _report(source.report)
        for source in answer.sources
    ]
    suggestions = [_entry(each, phrases) for each in answer.suggestions]
    count = phrases.count(answer.sources) if answer.sources else ""
    return _answer(answer, sources, suggestions) | {"count": count}


def _answer(answer: Answer, sources: list[Json], suggestions: list[Json]) -> Json:
    return {
        "question": answer.question,
        "outcome": answer.outcome.value,
        "kind": answer.kind.value if answer.kind else None,
        "title": answer.title,
        "score": answer.score,
        "reason": answer.conflict.reason.value if answer.conflict else None,
        "sources": sources,
        "suggestions": suggestions,
        **_report(answer.report),
        **({"across": answer.across.value, "lacking": list(answer.lacking)} if answer.across else {}),
    }


def _report(report: Report | None) -> Json:
    """Return which report it is, where there are several to be asked."""
    if report is None:
        return {}
    return {"report": {"key": report.key, "region": report.region, "year": report.year, "title": report.title}}


def _entry(entry: Source | Suggestion, phrases: Phrases) -> Json:
    return {
        "id": entry.entry_id,
        "kind": entry.kind.value,
        "title": entry.title,
        "number": entry.number,
        "year": entry.year,
        "heading": phrases.heading(entry),
        "text": entry.text,
    }

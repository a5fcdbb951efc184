"""An `Answer` as JSON: the lines of `ask --batch`, and what the web page gets."""

from __future__ import annotations

from knowledge.model import Answer, Source, Suggestion

Json = dict[str, object]


def batch_line(answer: Answer) -> Json:
    """Return the object that `ask --batch` writes: outcome, title, score, passages with their places, suggestions."""
    return _answer(
        answer,
        [{"text": source.text, "place": source.place} for source in answer.sources],
        [{"title": suggestion.title, "text": suggestion.text} for suggestion in answer.suggestions],
    )


def web_answer(answer: Answer) -> Json:
    """Return the object that `/api/ask` gives: as `batch_line`, with ids, highlights and the direct answers.

    `highlights` are half-open ranges of `text` in Unicode characters, not in JavaScript's UTF-16 units.
    """
    return _answer(answer, list(map(_source, answer.sources)), list(map(_suggestion, answer.suggestions)))


def _answer(answer: Answer, sources: list[Json], suggestions: list[Json]) -> Json:
    return {
        "question": answer.question,
        "outcome": answer.outcome.value,
        "kind": answer.kind.value if answer.kind else None,
        "title": answer.title,
        "score": answer.score,
        "sources": sources,
        "suggestions": suggestions,
    }


def _source(source: Source) -> Json:
    return {
        "id": source.entry_id,
        "title": source.title,
        "text": source.text,
        "place": source.place,
        "highlights": [list(span) for span in source.highlights],
        "direct": source.direct,
    }


def _suggestion(suggestion: Suggestion) -> Json:
    return {"id": suggestion.entry_id, "title": suggestion.title, "text": suggestion.text}

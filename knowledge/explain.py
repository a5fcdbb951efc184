"""The steps of an answer as tables, for `ask --explain`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.finding.features import F
from knowledge.finding.pipeline import Reading
from knowledge.language.question import Question
from knowledge.model import Entry

MOST_CANDIDATES = 5

_RECALLED = (F.COVER, F.DICE, F.EVIDENCE, F.NAME)
_JUDGED = ("_ok", "_off", "_extra")  # endings of features that compare an entry with the question

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`steps` in order: a name, and rows of which the first is the header."""

    steps: tuple[tuple[str, Rows], ...]


def _understood(question: Question) -> Rows:
    seen = {
        "normal form": question.form,
        "topic": question.core,
        "years": sorted(question.years),
        "status": sorted(question.status),
        "kinds": sorted(question.kinds),
        "measures": sorted(question.measures),
        "unit": question.unit,
        "ordinal": "" if question.ordinal is None else f"{question.ordinal} {question.classifier}",
        "members": "" if question.enumerates is None else question.enumerates,
        "numbers": sorted(question.numbers),
        "places": sorted(question.places),
        "places outside": sorted(question.outside),
        "departments": sorted(question.departments),
        "asks": question.asks,
        "asks for a list": question.lists,
        "words of talk": question.chatter,
        "beyond any report": list(question.beyond),
    }
    rows = ((name, "、".join(map(str, v)) if isinstance(v, list) else str(v)) for name, v in seen.items() if v)
    return (("what", "found"), *rows)


def _recalled(reading: Reading, entries: Sequence[Entry]) -> Rows:
    header = ("entry", "kind", "place", "covers", "dice", "evidence", "name")
    rows = (
        (
            entries[r.entry].title,
            entries[r.entry].kind.value,
            entries[r.entry].passage.place,
            *(f"{r.features.get(feature, 0.0):.2f}" for feature in _RECALLED),
        )
        for r in reading.ranked[:MOST_CANDIDATES]
    )
    return (header, *rows)


def _ranked(reading: Reading, entries: Sequence[Entry]) -> Rows:
    rows = (
        (
            f"{r.score:.2f}",
            entries[r.entry].title,
            " ".join(sorted(feature.name for feature in r.features if feature.name.endswith(_JUDGED))),
        )
        for r in reading.ranked[:MOST_CANDIDATES]
    )
    return (("score", "entry", "agreement with what was understood"), *rows)


def _decided(reading: Reading, threshold: float, entries: Sequence[Entry]) -> Rows:
    weighed = sorted(((f.name, value) for f, value in reading.signs.items() if value), key=lambda pair: -abs(pair[1]))
    said = "、".join(entries[n].title for n in reading.found) or "nothing"
    return (
        ("what", "value"),
        ("found", said),
        ("log-odds", f"{reading.confidence:.2f}"),
        ("threshold", f"{threshold:.2f}"),
        ("decision", "answer" if reading.found and reading.confidence >= threshold else "hold back"),
        *((name, f"{value:.2f}") for name, value in weighed),
    )


def explained(
    text: str, form: str, readings: Sequence[Reading], threshold: float, entries: Sequence[Entry]
) -> Explanation:
    """Returns the result of each step for `text`: `form` is its normal form, `readings` its views, the surest first."""
    steps: list[tuple[str, Rows]] = [("Normalise", (("what", "text"), ("typed", text), ("normal form", form)))]
    if len(readings) > 1:
        views = ((f"{r.confidence:.2f}", r.question.form) for r in readings)
        steps.append(("Views", (("log-odds", "part of the message"), *views)))
    if readings:
        best = readings[0]
        steps.append(("Understand", _understood(best.question)))
        if best.ranked:
            steps += [("Recall", _recalled(best, entries)), ("Rank", _ranked(best, entries))]
        steps.append(("Decide", _decided(best, threshold, entries)))
    return Explanation(tuple(steps))

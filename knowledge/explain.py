"""The steps of an answer as tables, for `ask --explain`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from knowledge.finding.features import BY_NAME, F, Feature
from knowledge.finding.pipeline import Reading
from knowledge.language.question import Question
from knowledge.model import Entry

MOST_CANDIDATES = 5

_RECALLED = (F.COVER, F.DICE, F.EVIDENCE, F.NAME)
_OPEN_FROM = 0.5  # the share of a question's nouns that an entry lacks, from which on its subject is open


class _Slot(NamedTuple):
    """A slot of the frame: whether a question fills it, and the features that show it open or in conflict."""

    name: str
    is_asked: Callable[[Question], bool]
    open: tuple[Feature, ...]
    conflict: tuple[Feature, ...]


_SLOTS = (
    _Slot(
        "subject",
        lambda question: bool(question.core),
        (F.NOUN_LOST_SHARE, F.FIGURE_NOUN_OPEN_SHARE, F.SIDE_OPEN, F.FIGURE_SIDE_OPEN),
        (
            F.CONTRAST,
            F.FIGURE_CONTRAST,
            F.RESTRICTED,
            F.FIGURE_RESTRICTED,
            F.INDICATOR_OFF,
            F.ITEM_OFF,
            F.NAME_OFF,
            F.NOUN_OFF,
            F.NAME_NUMBER_OFF,
        ),
    ),
    _Slot(
        "measure",
        lambda question: bool(question.measures or question.quantity),
        (F.NO_AMOUNT, F.NO_RANK, F.QUANTITY_OFF, F.COUNT_OFF, F.PEOPLE_OFF),
        (
            F.ONLY_RATIO,
            F.GROWTH_OFF,
            F.LEVEL_OFF,
            F.SHARE_OFF,
            F.FIGURE_GROWTH_OFF,
            F.FIGURE_LEVEL_OFF,
            F.RANK_OFF,
            F.AMOUNT_OFF,
            F.NAMED_AMOUNT_OFF,
            F.FIGURE_AMOUNT_OFF,
        ),
    ),
    _Slot("unit", lambda question: bool(question.unit), (), (F.OTHER_UNIT, F.UNIT_OFF)),
    _Slot("period", lambda question: bool(question.years), (F.SEVERAL_YEARS, F.MOMENT_OFF), (F.YEAR_OFF,)),
    _Slot("status", lambda question: bool(question.status), (), (F.STATUS_OFF, F.GOAL_OFF, F.DONE_OFF)),
    _Slot(
        "place",
        lambda question: bool(question.places or question.outside),
        (F.PLACE_OPEN, F.FIGURE_PLACE_OPEN, F.LOCATION_OFF),
        (F.PLACE_OFF, F.OUTSIDE_OFF, F.PLACE_EXTRA),
    ),
    _Slot("agent", lambda question: bool(question.departments), (), (F.DEPARTMENT_OFF,)),
    _Slot(
        "hole",
        lambda question: bool(question.beyond),
        tuple(feature for name, feature in BY_NAME.items() if name.startswith("HOLE_")),
        (F.BEYOND_OFF, F.MEMBERS_OFF, F.UNLISTED),
    ),
)

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
    rows = ((f"{r.score:.2f}", entries[r.entry].title) for r in reading.ranked[:MOST_CANDIDATES])
    return (("score", "entry"), *rows)


def _unified(reading: Reading, entries: Sequence[Entry]) -> Rows:
    """Return each candidate's slots: what it says of each slot of the question."""
    rows = (
        (entries[r.entry].title, *(_slot(slot, reading.question, r.features) for slot in _SLOTS))
        for r in reading.ranked[:MOST_CANDIDATES]
    )
    return (("entry", *(slot.name for slot in _SLOTS)), *rows)


def _slot(slot: _Slot, question: Question, features: Mapping[Feature, float]) -> str:
    """Return `same`, `open` or `conflict`; `implied` where the question leaves the slot to the report."""
    if any(features.get(feature) for feature in slot.conflict):
        return "conflict"
    if any(features.get(feature, 0.0) >= _OPEN_FROM for feature in slot.open):
        return "open"
    return "same" if slot.is_asked(question) else "implied"


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
    """Return the result of each step for `text`: `form` is its normal form, `readings` its views, the surest first."""
    steps: list[tuple[str, Rows]] = [("Normalise", (("what", "text"), ("typed", text), ("normal form", form)))]
    if len(readings) > 1:
        views = ((f"{r.confidence:.2f}", r.question.form) for r in readings)
        steps.append(("Views", (("log-odds", "part of the message"), *views)))
    if readings:
        best = readings[0]
        steps.append(("Frame", _understood(best.question)))
        if best.ranked:
            steps += [
                ("Recall", _recalled(best, entries)),
                ("Unify", _unified(best, entries)),
                ("Rank", _ranked(best, entries)),
            ]
        steps.append(("Decide", _decided(best, threshold, entries)))
    return Explanation(tuple(steps))

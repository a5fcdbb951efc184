"""Checks what the report file says of the report itself, and keys that say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.faults import Fault
from knowledge.reading.schema import FileForm
from knowledge.reading.source import Document

_EARLY = 11  # the month from which on a congress may hear the next year's report; many counties' do in December


def doubtful(document: Document, form: FileForm) -> Iterator[Fault]:
    """Yield a fault for each key without a value, and for a date on which no report of its year is given.

    Loading takes a key without a value for one that isn't there. Who wrote it meant to say something.
    """
    for key in document.empty:
        if key != ("report", "region"):  # which loading doesn't do without, and says so
            yield document.fault(key, "this key has no value: expected one, or no such key")
    given, year = form.report.date, form.report.year
    if given and not _is_due(date.fromisoformat(given), year):
        message = f"{given} is no day for the report of {year}: expected one of {year} or of the last months before it"
        yield document.fault(("report", "date"), message)


def _is_due(given: date, year: int) -> bool:
    return given.year == year or (given.year == year - 1 and given.month >= _EARLY)

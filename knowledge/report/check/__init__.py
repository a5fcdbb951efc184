"""Checks a report file: all that loading checks, and whether its entries are complete, consistent and plausible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unicodedata import category

from knowledge import library_of
from knowledge.faults import Fault, KnowledgeError
from knowledge.model import Outcome
from knowledge.report.check.ambiguity import shared_names, topic_faults, unusable_aliases
from knowledge.report.check.completeness import count, missing_entries, uncovered_numbers
from knowledge.report.check.values import implausible
from knowledge.report.document import decode, parse_complete, read_file
from knowledge.report.loading import ReportFile, examine, read_plain

_FEWEST_FIGURES = 20  # of a report that must have targets
_UNSEEN = frozenset({"Cf", "Cc", "Cn", "Co", "Zl", "Zp"})  # Unicode categories
_SHOWN = 20  # characters of a text
_EARLIEST_MONTH = 11  # from which on a congress may hear the next year's report; many counties' do in December


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` found: the faults in the file's order, and the counts unless the file breaks the schema.

    `doubts` are figures of which the file says itself that they may be wrong.
    """

    faults: tuple[Fault, ...]
    counts: Mapping[str, int] | None
    doubts: tuple[Fault, ...] = ()


def check(path: Path) -> CheckReport:
    """Check the report file at `path`, and the plain text beside it (same name, `.txt`) where there is one."""
    try:
        file = examine(parse_complete(decode(read_file(path)), path.name), read_plain(path))
    except KnowledgeError as error:
        return CheckReport(error.faults, None)
    found = {*file.faults, *file.knowledge.differences}
    for rule in (
        uncovered_numbers,
        missing_entries,
        shared_names,
        unusable_aliases,
        topic_faults,
        implausible,
        _without_target,
        _empty_keys,
        _invisible,
        _implausible_date,
        _unanswered_examples,
    ):
        found.update(rule(file))
    return CheckReport(tuple(sorted(found)), count(file), tuple(_doubts(file)))


def _doubts(file: ReportFile) -> Iterator[Fault]:
    for index, figure in enumerate(file.form.figures):
        if figure.doubt:
            message = f"“{figure.indicator}”, {figure.said}, may be wrong: {figure.doubt}"
            yield file.document.fault(("figures", index, "doubt"), message)


def _without_target(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for a report none of whose figures is a target: its plan was taken for a review."""
    figures = file.form.figures
    if len(figures) >= _FEWEST_FIGURES and all(figure.status == "actual" for figure in figures):
        yield file.document.fault(("figures",), "none of these is a target: expected those that the plan aims at")


def _empty_keys(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each key without a value: loading ignores it, but whoever wrote it meant to say something."""
    for key in file.document.empty:
        if key != ("report", "region"):  # which loading reports
            yield file.document.fault(key, "this key has no value: expected one, or no such key")


def _invisible(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each text with a character that nobody sees, and that keeps it from being found."""
    for key in file.document.lines.keys() - {*file.document.empty}:
        text = file.document.value(key)
        if not isinstance(text, str):
            continue
        hidden = next((sign for sign in text if category(sign) in _UNSEEN and sign not in "\n\t"), "")
        if hidden:
            message = f"an invisible character (U+{ord(hidden):04X}) in “{text[:_SHOWN]}”: expected none"
            yield file.document.fault(key, message)


def _implausible_date(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for a date on which no report of its year is given."""
    if not file.form.report.date:
        return
    given, year = date.fromisoformat(file.form.report.date), file.form.report.year
    if given.year != year and (given.year != year - 1 or given.month < _EARLIEST_MONTH):
        message = (
            f"{given} can't be the date of {year}'s report: expected one in {year} or in the last months before it"
        )
        yield file.document.fault(("report", "date"), message)


def _unanswered_examples(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each example without an answer, for people tap them first; none if the lexicon is faulty."""
    if not file.form.report.examples:
        return
    try:
        library = library_of(file.knowledge)
    except KnowledgeError:
        return
    for index, question in enumerate(file.form.report.examples):
        if library.ask(question).outcome is not Outcome.ANSWER:
            message = f"“{question}” isn't answered: expected a question whose answer the report has"
            yield file.document.fault(("report", "examples", index), message)

"""Proves a report file: everything that loading checks, and what makes the difference between usable and right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.check.collisions import collisions
from knowledge.check.coverage import Coverage, cover
from knowledge.check.examples import unanswered
from knowledge.check.figures import implausible
from knowledge.check.identity import doubtful
from knowledge.check.lists import incomplete
from knowledge.check.topics import unsorted
from knowledge.faults import Fault, KnowledgeError
from knowledge.reading.load import examine, take_plain
from knowledge.reading.plain import differences
from knowledge.reading.schema import FileForm, validate
from knowledge.reading.source import parse_whole, read_text


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` found: the faults in the file's order, and the coverage where the file could be read at all."""

    faults: tuple[Fault, ...]
    coverage: Coverage | None


def check(path: Path) -> CheckReport:
    """Check the report file at `path`, and the plain text beside it (same name, `.txt`) where there is one."""
    try:
        document = parse_whole(read_text(path), path.name)
        form = validate(document, FileForm)
    except KnowledgeError as error:
        return CheckReport(error.faults, None)
    examined = examine(document, form)
    layout = examined.layout
    coverage, uncovered = cover(document, form, layout)
    found = [*examined.faults, *uncovered, *doubtful(document, form)]
    found += [*collisions(document, form, layout), *incomplete(document, form, layout), *unsorted(document, form)]
    found += [*implausible(document, form, layout), *differences(document, form, take_plain(path))]
    found += unanswered(document, examined.knowledge)
    return CheckReport(tuple(sorted(set(found))), coverage)

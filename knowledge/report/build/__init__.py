"""Drafts a report file from the plain text of a report; run again over an edited file it only adds what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from knowledge.faults import Fault, KnowledgeError
from knowledge.report.build import drafts
from knowledge.report.build.identity import identify
from knowledge.report.build.merge import Merger, Tree, add_to_topics, new_file, node, renew_text, to_yaml, writer
from knowledge.report.build.names import departments_of, name_common_indicators, places_of
from knowledge.report.build.outline import outline
from knowledge.report.build.plausibility import doubt
from knowledge.report.document import parse_complete
from knowledge.report.loading import sections_of
from knowledge.report.schema import FileForm, validate
from knowledge.report.text import join, plain_lines

_FILE = "the edited file"


def draft(text: str, existing: str | None = None, *, year: int = 0, name: str = "") -> str:
    """Return a report file (YAML) for the plain text of a report.

    With `existing`, the text of a report file drafted before, every field and comment in it stays; entries for what it
    doesn't cover are added, nothing is removed. If there is nothing to add, it is returned unchanged. `year` is the
    report's; 0 takes it from the text, or from `name`, the file's. Raises `KnowledgeError` if nothing tells the year,
    or if `existing` is no valid report file, or another report's.
    """
    lines = plain_lines(text)
    is_new = existing is None
    if existing is None:
        existing = new_file(_identity(lines, year, name), outline(lines))
    document = parse_complete(existing, _FILE)
    form = validate(document, FileForm)
    sections = sections_of(form)
    tree: Tree = cast("Tree", writer().load(existing))
    renewed = False
    if join(sections).split("\n") != lines:
        sections = tuple(outline(lines))
        renewed = renew_text(document, form, tree, sections)
    merger = Merger(form, sections)
    added = merger.new(drafts.entries(sections, form.report.year))
    name_common_indicators(added, form)
    doubt(added)
    if not added and not renewed:
        return existing
    merger.insert(tree, added)
    if is_new and (departments := departments_of(added)):
        cast("Tree", tree["report"])["departments"] = node(departments, "departments")
    if is_new or form.topics:
        add_to_topics(tree, form, sections, added)
    return to_yaml(tree)


def _identity(lines: Sequence[str], year: int, name: str) -> Mapping[str, object]:
    """Return the report's identity; raise `KnowledgeError` if its year isn't known, for every figure depends on it."""
    identity = identify(lines, name)
    if year:
        identity["year"] = year
    if not identity["year"]:
        message = "which year is this report of? Neither its title, headings, date nor file name say: pass it as --year"
        raise KnowledgeError([Fault(name or "the report", 0, "", message)])
    return {**identity, "places": places_of(str(identity["region"]))}

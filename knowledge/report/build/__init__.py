"""Drafts a report file from the plain text of a report; run again over an edited file it only adds what is missing."""

from __future__ import annotations

from typing import cast

from knowledge.report.build import drafts
from knowledge.report.build.identity import identify
from knowledge.report.build.indicators import name_common_indicators
from knowledge.report.build.merge import Merger, Tree, add_to_topics, new_file, renew_text, to_yaml, writer
from knowledge.report.build.outline import outline
from knowledge.report.document import parse_complete
from knowledge.report.loading import sections_of
from knowledge.report.schema import FileForm, validate
from knowledge.report.text import join, plain_lines

_FILE = "the edited file"


def draft(text: str, existing: str | None = None) -> str:
    """Return a report file (YAML) for the plain text of a report.

    With `existing`, the text of a report file drafted before, every field and comment in it stays; entries for what it
    doesn't cover are added, nothing is removed. If there is nothing to add, it is returned unchanged. Raises
    `KnowledgeError` if `existing` is no valid report file, or another report's.
    """
    lines = plain_lines(text)
    is_new = existing is None
    if existing is None:
        existing = new_file(identify(lines), outline(lines))
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
    if not added and not renewed:
        return existing
    merger.insert(tree, added)
    if is_new or form.topics:
        add_to_topics(tree, form, sections, added)
    return to_yaml(tree)

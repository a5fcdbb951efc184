"""Puts drafted entries into a report file that people have edited: adds what is missing, touches nothing else."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping, MutableSequence, Sequence
from typing import cast

from knowledge.faults import KnowledgeError
from knowledge.report.build.drafts import Drafted
from knowledge.report.build.emit import node
from knowledge.report.document import Document
from knowledge.report.loading import quotes_of, sections_of
from knowledge.report.schema import FileForm, Quoted
from knowledge.report.text import QuoteFinder, Section, join

LISTS = ("terms", "figures", "livelihood", "passages", "no_figure")
_LEAST_COMMON = 0.5  # of the lines: with fewer it is another report's file

Tree = MutableMapping[str, object]


class Merger:
    """Knows what an edited file covers of the new text, and which drafts are new."""

    def __init__(self, form: FileForm, sections: Sequence[Section]) -> None:
        self._whole = join(sections)
        self._places = QuoteFinder(self._whole, quotes_of(form))
        self._covered = bytearray(len(self._whole) + 1)
        self._names = {_folded(term.name) for term in form.terms}
        self._numbers = {item.number for item in form.livelihood}
        self._positions = {name: [self._position(one) for one in getattr(form, name)] for name in LISTS}
        for name in LISTS:
            if name != "passages":
                for one, position in zip(getattr(form, name), self._positions[name], strict=True):
                    self._cover(position, len(one.quote))

    def new(self, drafts: Iterable[Drafted]) -> list[Drafted]:
        """Return the drafts that the file has nothing for; a draft also hides those of other kinds under it."""
        order = {"terms": 0, "livelihood": 0, "figures": 1, "no_figure": 2}
        found = []
        for draft in sorted(drafts, key=lambda one: order[one.kind]):
            if draft.data["near"] is not None and self._is_new(draft):
                quote = Quoted(quote=str(draft.data["quote"]), near=str(draft.data["near"]))
                self._cover(self._position(quote), len(quote.quote))
                found.append(draft)
        return sorted(found, key=lambda one: one.start)

    def insert(self, tree: Tree, drafts: Iterable[Drafted]) -> None:
        """Insert the drafts into the file's lists, each before the first entry that stands later in the text."""
        for draft in drafts:
            entries = cast("MutableSequence[object]", tree[draft.kind])
            positions = self._positions[draft.kind]
            index = next((i for i, position in enumerate(positions) if position > draft.start), len(positions))
            entries.insert(index, node(draft.data))
            positions.insert(index, draft.start)

    def _is_new(self, draft: Drafted) -> bool:
        if draft.kind == "livelihood":
            number = cast("int", draft.data["number"])
            fresh = number not in self._numbers
            self._numbers.add(number)
            return fresh
        if draft.kind == "terms":
            name = _folded(str(draft.data["name"]))
            fresh = name not in self._names and not all(self._covered[draft.start : draft.end])
            self._names.add(name)
            return fresh
        numbers = [i for i in range(draft.start, draft.end) if self._whole[i].isdecimal()]
        return not all(self._covered[i] for i in numbers)

    def _position(self, entry: Quoted) -> int:
        position = self._places.locate(entry)
        return position if isinstance(position, int) else -1

    def _cover(self, position: int, length: int) -> None:
        if position >= 0:
            self._covered[position : position + length] = b"\1" * length


def renew_text(document: Document, form: FileForm, tree: Tree, sections: Sequence[Section]) -> bool:
    """Bring the file's text up to the plain text's; return whether that changed anything.

    Sections with the same lines stay as they are edited. Raises `KnowledgeError` where the file holds another report.
    """
    old = sections_of(form)
    if join(old) == join(sections):
        return False
    have = {line for section in old for line in section.lines}
    lines = [line for section in sections for line in section.lines]
    if have and sum(line in have for line in lines) < _LEAST_COMMON * len(lines):
        message = "this file holds another report: expected the one whose plain text is given"
        raise KnowledgeError([document.fault(("text",), message)])
    nodes = {one.lines: kept for one, kept in zip(old, cast("Sequence[object]", tree["text"]), strict=True)}
    tree["text"] = node([])
    for section in sections:
        cast("MutableSequence[object]", tree["text"]).append(nodes.get(section.lines) or section_node(section))
    return True


def section_node(section: Section) -> object:
    """Return a section as the file has it."""
    data = {"section": section.heading, "kind": str(section.kind), "paragraphs": list(section.paragraphs)}
    return node(data)


def _folded(name: str) -> str:
    return "".join(sign for sign in name if sign not in "“”‘’\"' ")

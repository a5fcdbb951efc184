"""Writes drafted entries into a report file, new or edited: adds what is missing, and changes nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, MutableSequence, Sequence
from io import StringIO
from typing import NamedTuple, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from knowledge.faults import KnowledgeError
from knowledge.report.build.drafts import DraftEntry
from knowledge.report.document import Document
from knowledge.report.lines import head
from knowledge.report.loading import quotes_of, sections_of
from knowledge.report.schema import FileForm, Quoted
from knowledge.report.text import SUBSECTION, QuoteFinder, Section, SectionKind, join

LISTS = ("terms", "figures", "livelihood", "passages", "no_figure")
TOPICS = "topics"

_LEAST_COMMON = 0.5  # of the lines: with fewer it is another report's file
_UNGROUPED = "民生实事"  # the topic of items without a group
_SHORT_FORMS = "short forms"  # what stands under each of `places`
_INLINE = frozenset(  # lists on one line
    {"region_names", "parts", "aliases", "asks", "amounts", "departments", "targets", "groups", "items", _SHORT_FORMS}
)
_SHOWN = frozenset({"section", "unit", "region"})  # keys that are written even when they are empty
_END = "stays the last line: it shows that the file was saved whole"
_WIDEST = 10**9  # characters a line: a paragraph, a quote and a list of questions each stay on one

Tree = MutableMapping[str, object]


def writer() -> YAML:
    """Return a YAML reader and writer that keeps comments, order and quotation marks."""
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = _WIDEST
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    return yaml


def to_yaml(tree: object) -> str:
    """Return YAML nodes as text that ends with a line break."""
    stream = StringIO()
    writer().dump(tree, stream)
    return stream.getvalue()


def node(value: object, name: str = "") -> object:
    """Return plain data as YAML nodes; `name` is its key. Empty texts and lists are left out."""
    if isinstance(value, Mapping):
        mapping = CommentedMap()
        for key, inner in value.items():
            if inner not in ("", (), [], {}) or key in _SHOWN:
                mapping[key] = node(inner, _SHORT_FORMS if name in ("places", "departments") else key)
        return mapping
    if isinstance(value, list | tuple):
        sequence = CommentedSeq(node(inner) for inner in value)
        if name in _INLINE:
            sequence.fa.set_flow_style()
        return sequence
    return value


def new_file(identity: Mapping[str, object], sections: Iterable[Section]) -> str:
    """Return a report file with the report's identity and text, and no entries yet."""
    tree = cast("CommentedMap", node({"format": 1, "report": identity, "text": []}))
    tree["text"] = node([_section_node(section) for section in sections])
    for name in (*LISTS, TOPICS):
        tree[name] = node([])
    tree["end"] = True
    tree.yaml_add_eol_comment(_END, "end")
    return to_yaml(tree)


def _section_node(section: Section) -> object:
    return node({"section": section.heading, "kind": str(section.kind), "paragraphs": list(section.paragraphs)})


def renew_text(document: Document, form: FileForm, tree: Tree, sections: Sequence[Section]) -> bool:
    """Replace the file's text by the plain text's; return whether that changed anything.

    Sections with the same lines stay as they are edited. Raises `KnowledgeError` if the file holds another report.
    """
    old = sections_of(form)
    if join(old) == join(sections):
        return False
    have = {line for section in old for line in section.lines}
    lines = [line for section in sections for line in section.lines]
    if have and sum(line in have for line in lines) < _LEAST_COMMON * len(lines):
        message = "this file contains another report: expected the one whose plain text is given"
        raise KnowledgeError([document.fault(("text",), message)])
    nodes = {one.lines: kept for one, kept in zip(old, cast("Sequence[object]", tree["text"]), strict=True)}
    tree["text"] = node([])
    for section in sections:
        cast("MutableSequence[object]", tree["text"]).append(nodes.get(section.lines) or _section_node(section))
    return True


class Merger:
    """Finds which drafts are new: those for text that the edited file doesn't cover."""

    def __init__(self, form: FileForm, sections: Sequence[Section]) -> None:
        self._text = join(sections)
        self._finder = QuoteFinder(self._text, quotes_of(form))
        self._covered = bytearray(len(self._text) + 1)
        self._names = {_folded(term.name) for term in form.terms}
        self._numbers = {item.number for item in form.livelihood}
        self._positions = {name: [self._position(one) for one in getattr(form, name)] for name in LISTS}
        self._finder.mark(self._covered, (*form.terms, *form.figures, *form.livelihood, *form.no_figure))

    def new(self, drafts: Iterable[DraftEntry]) -> list[DraftEntry]:
        """Return the drafts that the file has nothing for; a draft also hides those of other kinds under it."""
        order = {"terms": 0, "livelihood": 0, "figures": 1, "no_figure": 2}
        found = []
        for draft in sorted(drafts, key=lambda one: order[one.kind]):
            if draft.data["near"] is not None and self._is_new(draft):
                found.append(draft)
                if draft.kind in (
                    "terms",
                    "no_figure",
                ):  # figures may share their words, and state what an item promises
                    quoted = Quoted(quote=str(draft.data["quote"]), near=str(draft.data["near"]))
                    self._finder.mark(self._covered, [quoted])
        return sorted(found, key=lambda one: one.start)

    def insert(self, tree: Tree, drafts: Iterable[DraftEntry]) -> None:
        """Insert the drafts into the file's lists, each before the first entry that comes later in the text."""
        for draft in drafts:
            entries = cast("MutableSequence[object]", tree[draft.kind])
            positions = self._positions[draft.kind]
            index = next((i for i, position in enumerate(positions) if position > draft.start), len(positions))
            entries.insert(index, node(draft.data))
            positions.insert(index, draft.start)

    def _is_new(self, draft: DraftEntry) -> bool:
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
        within = range(draft.start, draft.end)
        numbers = [i for i in within if self._text[i].isdecimal()] or within  # Chinese numerals have no digits
        return not all(self._covered[i] for i in numbers)

    def _position(self, entry: Quoted) -> int:
        position = self._finder.locate(entry)
        return position if isinstance(position, int) else -1


def _folded(name: str) -> str:
    return "".join(sign for sign in name if sign not in "“”‘’\"' ")


class _Membership(NamedTuple):
    """A topic, and the field and name by which it holds an entry."""

    topic: str
    field: str
    name: object


def add_to_topics(tree: Tree, form: FileForm, sections: Sequence[Section], added: Iterable[DraftEntry]) -> None:
    """Put the targets and items among the entries `added` to a file into its topics, or into new ones.

    A target belongs to the heading above it, an item to its group. Members of a topic stay there.
    """
    topics = cast("MutableSequence[MutableMapping[str, object]]", tree[TOPICS])
    fields = ("targets", "groups", "items")
    known = {(field, name) for topic in form.topics for field in fields for name in getattr(topic, field)}
    for member in _memberships(form, sections, added):
        if member[1:] in known:
            continue
        known.add(member[1:])
        topic = next((one for one in topics if one["name"] == member.topic), None)
        if topic is None:
            topic = cast("MutableMapping[str, object]", node({"name": member.topic}))
            topics.append(topic)
        names = topic.setdefault(member.field, node([], member.field))
        cast("MutableSequence[object]", names).append(member.name)


def _memberships(form: FileForm, sections: Sequence[Section], added: Iterable[DraftEntry]) -> Iterator[_Membership]:
    headings = list(_headings(sections, form.report.title))
    added = list(added)
    items = [(entry.start, entry.end) for entry in added if entry.kind == "livelihood"]  # which stand for their figures
    for entry in added:
        data = entry.data
        if entry.kind == "livelihood":
            group = data.get("group")
            yield (
                _Membership(str(group), "groups", group) if group else _Membership(_UNGROUPED, "items", data["number"])
            )
        elif entry.kind == "figures" and (data["status"], data["period"]) == ("target", form.report.year):
            if any(start <= entry.start < end for start, end in items):
                continue
            _, heading = headings[bisect_right(headings, entry.start, key=lambda one: one[0]) - 1]
            yield _Membership(heading, "targets", str(data["indicator"]).strip())


def _headings(sections: Sequence[Section], title: str) -> Iterator[tuple[int, str]]:
    """Yield the position in the joined text from which on a heading applies, and its words; `title` without one."""
    position = 0
    for section in sections:
        yield position, head(section.heading) or title
        for line in section.lines:
            if section.kind is SectionKind.BODY and SUBSECTION.match(line):
                yield position, head(line)
            position += len(line) + 1

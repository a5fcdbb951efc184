"""Drafts the topics of reminders: targets by the heading they stand under, livelihood items by their group."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, MutableMapping, MutableSequence, Sequence
from typing import NamedTuple, cast

from knowledge.report.build.drafts import Drafted
from knowledge.report.build.emit import node
from knowledge.report.build.merge import Tree
from knowledge.report.lines import head
from knowledge.report.schema import FileForm
from knowledge.report.text import Section, SectionKind

TOPICS = "topics"
_UNGROUPED = "民生实事"  # the topic of items without a group
_SUBSECTION = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")

_Nodes = MutableSequence[MutableMapping[str, object]]


class _Place(NamedTuple):
    """Where an entry belongs: its topic, and the field and words that name it there."""

    topic: str
    field: str
    name: object


def sort(tree: Tree, form: FileForm, sections: Sequence[Section], added: Iterable[Drafted]) -> None:
    """Put the targets and items among the entries `added` to a file into its topics, new ones where it has none.

    What a topic names already stays where it is.
    """
    topics = cast("_Nodes", tree[TOPICS])
    known = {
        (field, name)
        for topic in form.topics
        for field in ("targets", "groups", "items")
        for name in getattr(topic, field)
    }
    for place in _places(form, sections, added):
        if place[1:] in known:
            continue
        known.add(place[1:])
        topic = next((one for one in topics if one["name"] == place.topic), None)
        if topic is None:
            topic = cast("MutableMapping[str, object]", node({"name": place.topic}))
            topics.append(topic)
        names = topic.setdefault(place.field, node([], place.field))
        cast("MutableSequence[object]", names).append(place.name)


def _places(form: FileForm, sections: Sequence[Section], added: Iterable[Drafted]) -> Iterator[_Place]:
    headings = list(_headings(sections, form.report.title))
    for entry in added:
        data = entry.data
        if entry.kind == "livelihood":
            group = data.get("group")
            yield _Place(str(group), "groups", group) if group else _Place(_UNGROUPED, "items", data["number"])
        elif entry.kind == "figures" and (data["status"], data["period"]) == ("target", form.report.year):
            above = headings[bisect_right(headings, entry.start, key=lambda one: one[0]) - 1]
            yield _Place(above[1], "targets", str(data["indicator"]).strip())


def _headings(sections: Sequence[Section], title: str) -> Iterator[tuple[int, str]]:
    """Yield where in the joined text the words of each heading begin to hold; `title` where there is none."""
    position = 0
    for section in sections:
        yield position, head(section.heading) or title
        for line in section.lines:
            if section.kind is SectionKind.BODY and _SUBSECTION.match(line):
                yield position, head(line)
            position += len(line) + 1

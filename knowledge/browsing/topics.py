"""What people are reminded of, by topic: the targets of the report's year, and the livelihood items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from knowledge.browsing.catalogue import HASH_LENGTH, LIVELIHOOD, TARGETS
from knowledge.model import Entry, Figure, Livelihood, Status
from knowledge.report.loading import Knowledge
from knowledge.report.schema import TopicForm

TOPIC = "p"  # begins a topic's id


@dataclass(frozen=True, slots=True)
class Topic:
    """Ids of entries that people are reminded of together, in the report's order; none is in two topics.

    `name` is the editor's. It is empty where the editor put entries in no topic: `id` is then that of the catalogue's
    root shelf of their kind. Otherwise `id` is made of the name, at most 12 of `A-Za-z0-9_-`, and outlives a reload.
    """

    id: str
    name: str
    entries: tuple[str, ...]


def topics_of(knowledge: Knowledge) -> tuple[Topic, ...]:
    """Returns the topics in the editor's order, then those without a name; none of them is empty.

    Together they hold every target of the report's year and every livelihood item once.
    """
    names = {_id(form.name): form.name for form in knowledge.topics} | {TARGETS: "", LIVELIHOOD: ""}
    held: dict[str, list[str]] = {key: [] for key in names}
    for entry in remindable(knowledge.entries, knowledge.report.year):
        held[_topic(entry, knowledge.topics)].append(entry.id)
    return tuple(Topic(key, names[key], tuple(entries)) for key, entries in held.items() if entries)


def remindable(entries: Sequence[Entry], year: int) -> Iterator[Figure | Livelihood]:
    """Yields the targets of `year` and the livelihood items of a report, in its order."""
    for entry in entries:
        if isinstance(entry, Livelihood) or (
            isinstance(entry, Figure) and entry.status is Status.TARGET and entry.period == year
        ):
            yield entry


def _topic(entry: Figure | Livelihood, forms: Sequence[TopicForm]) -> str:
    """The id of the first topic that holds the entry."""
    for form in forms:
        if isinstance(entry, Figure):
            if entry.indicator in form.targets:
                return _id(form.name)
        elif entry.number in form.items or entry.group in form.groups:
            return _id(form.name)
    return TARGETS if isinstance(entry, Figure) else LIVELIHOOD


def _id(name: str) -> str:
    return f"{TOPIC}-{sha256(name.encode()).hexdigest()[:HASH_LENGTH]}"

"""Checks that every target and livelihood item stands in one topic, and that topics name nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.faults import Fault, Key
from knowledge.reading.schema import FileForm, TopicForm
from knowledge.reading.source import Document

Name = tuple[str, str | int]  # the key of a topic that holds it, and what it is called there

_EXPECTED = {
    "targets": "the indicator of a target under figures",
    "groups": "the group of an item under livelihood",
    "items": "the number of an item under livelihood",
}


def unsorted(document: Document, form: FileForm) -> Iterator[Fault]:
    """Yield a fault for each target or item in no topic or in two, and for what isn't there; none without topics."""
    if not form.topics:
        return
    holders: dict[Name, str] = {}  # of targets and of single items
    for index, topic in enumerate(form.topics):
        key: Key = ("topics", index)
        if any(topic.name == other.name for other in form.topics[:index]):
            yield document.fault((*key, "name"), f"“{topic.name}” names two topics: expected a name of its own")
        if not (topic.targets or topic.groups or topic.items):
            yield document.fault(key, "this topic is empty: expected targets, groups or items")
        for place, name in _names(topic, key):
            meant = _meant(form, name)
            if not meant:
                yield document.fault(place, f"{_shown(name)} isn't in the report: expected {_EXPECTED[name[0]]}")
            twice = next((one for one in meant if one in holders), None)
            if twice:
                yield document.fault(place, _again(name, twice, holders[twice]))
            holders |= {one: holders.get(one, topic.name) for one in meant}
    yield from _left(document, form, holders)


def _left(document: Document, form: FileForm, holders: dict[Name, str]) -> Iterator[Fault]:
    """Yield a fault for each target and item that nothing holds, a target of several figures once."""
    told: set[str] = set()
    for index, figure in enumerate(form.figures):
        is_due = figure.status == "target" and figure.period == form.report.year and figure.indicator not in told
        if is_due and ("targets", figure.indicator) not in holders:
            told.add(figure.indicator)
            message = f"the target “{figure.indicator}” is in no topic: expected it in one of topics"
            yield document.fault(("figures", index, "indicator"), message)
    for index, item in enumerate(form.livelihood):
        if ("items", item.number) not in holders:
            message = f"item {item.number} is in no topic: expected its group or number in one of topics"
            yield document.fault(("livelihood", index, "number"), message)


def _names(topic: TopicForm, key: Key) -> Iterator[tuple[Key, Name]]:
    lists: dict[str, tuple[str | int, ...]] = {"targets": topic.targets, "groups": topic.groups, "items": topic.items}
    for field, names in lists.items():
        for nth, name in enumerate(names):
            yield (*key, field, nth), (field, name)


def _meant(form: FileForm, name: Name) -> list[Name]:
    """What a topic holds by one name: a target, or the items of a group or one of them; nothing for a stranger."""
    field, called = name
    if field == "targets":
        return [name] if any((f.indicator, f.status) == (called, "target") for f in form.figures) else []
    return [("items", one.number) for one in form.livelihood if called in (one.number, one.group)]


def _shown(name: Name) -> str:
    field, called = name
    return f"item {called}" if field == "items" else f"“{called}”"


def _again(name: Name, held: Name, holder: str) -> str:
    what = f"{_shown(name)} has {_shown(held)}, which" if name[0] == "groups" else _shown(name)
    return f"{what} stands in {holder} already: expected it in one topic"

"""Checks what things are called: names must be some, lead to one thing each, and topics name targets and items once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.faults import Fault, FaultCode, Key
from knowledge.report.loading import ReportFile
from knowledge.report.schema import FileForm, NamedForm, TopicForm

_MOST = 3 / 4  # of a name's characters: 通电偏远农牧户 is what 偏远农牧户电网延伸通电 speaks of
_IGNORED = re.compile(r"[\s“”‘’\"'《》·、,.()（）—-]")
_PARTED = re.compile(r"(?<!\d)，|，(?!\d)")  # 1，4-丁二醇 is one name
_EXPECTED = {
    "targets": "the indicator of a target under figures",
    "groups": "the group of an item under livelihood",
    "items": "the number of an item under livelihood",
}

TopicMember = tuple[str, str | int]  # the key of a topic that holds it, and its name there


@dataclass(frozen=True, slots=True)
class _Label:
    """A name or alias, its key, the thing it belongs to, and the number of the passage that proves the thing.

    An indicator's label has its name as `indicator`, a livelihood item's has its words as `item`.
    """

    text: str
    key: Key
    thing: str
    passage: int
    indicator: str = ""
    item: str = ""

    @property
    def folded(self) -> str:
        """The label without what people don't type: quotation marks, spaces, case, width."""
        return _IGNORED.sub("", unicodedata.normalize("NFKC", self.text)).casefold()

    @property
    def is_proper(self) -> bool:
        """Whether it is the name itself, no alias, of a glossary term or an indicator."""
        return self.key[0] in ("terms", "figures") and "aliases" not in self.key

    def may_share(self, other: _Label) -> bool:
        """Tell whether one name may lead to both: they are one thing, answered by one passage, or one subject.

        An indicator is one thing, however many figures (actual, target, level, growth) state it; two indicators
        are two even if one sentence states both, for each has a value of its own. A livelihood item is the
        target of the indicators it speaks of, and shares their names as a target shares its actual's. A term may be
        counted: what “四上”企业 are and how many there are is told apart by what is asked.
        """
        if self.indicator and other.indicator:
            return self.indicator == other.indicator
        same = self.thing == other.thing or self.passage == other.passage
        same = same or (self.is_proper and other.is_proper and bool(self.indicator) != bool(other.indicator))
        return same or _speaks_of(self.item, other.indicator) or _speaks_of(other.item, self.indicator)


def shared_names(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each name or alias that an entry about another thing has too, or that its entry repeats."""
    owners: dict[str, list[_Label]] = {}
    own: set[tuple[Key, str]] = set()
    for label in _labels(file):
        folded, entry = label.folded, label.key[:2]
        if not folded:
            continue  # which `unusable_aliases` yields
        if "aliases" in label.key and (entry, folded) in own:
            yield file.document.fault(label.key, f"“{label.text}” repeats a name of this entry: expected another one")
        own.add((entry, folded))
        others = owners.setdefault(folded, [])
        owner = next((other for other in others if not label.may_share(other)), None)
        if owner:
            message = f"“{label.text}” also names {owner.thing}: expected a name for one thing only"
            yield file.document.fault(label.key, message)
        others.append(label)


def unusable_aliases(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each alias that is two, for a full-width comma parts them, and for each of signs alone."""
    for label in _labels(file):
        if "aliases" not in label.key:
            continue
        if not any(sign.isalnum() for sign in label.text):
            yield file.document.fault(
                label.key, f"“{label.text}” has only signs: expected a name with letters or digits"
            )
        elif _PARTED.search(label.text):
            message = f"“{label.text}” has a full-width comma: expected an English one between two names"
            yield file.document.fault(label.key, message)


def _speaks_of(item: str, indicator: str) -> bool:
    """Tell whether a livelihood item has most characters of an indicator's name."""
    signs = set(indicator)
    return bool(item and signs) and len(signs & set(item)) >= _MOST * len(signs)


def _labels(file: ReportFile) -> Iterator[_Label]:
    """Yield all names first, then all aliases, so that the fault is an alias's where it can be."""
    things = list(_things(file))
    for label, field, _ in things:
        if field:
            yield replace(label, key=(*label.key, field))
    for label, _, aliases in things:
        for index, alias in enumerate(aliases):
            yield replace(label, text=alias, key=(*label.key, "aliases", index))


def _things(file: ReportFile) -> Iterator[tuple[_Label, str, tuple[str, ...]]]:
    """Yield for each entry its name with the entry's key, the field that holds the name, and the aliases."""
    form = file.form

    def passage(entry: NamedForm) -> int:
        found = file.layout.find(entry)
        return -1 if isinstance(found, FaultCode) else found[0].number

    for i, term in enumerate(form.terms):
        yield _Label(term.name, ("terms", i), f"the term {term.name}", passage(term)), "name", term.aliases
    for i, figure in enumerate(form.figures):
        name, thing = figure.indicator, f"the indicator {figure.indicator}"
        yield _Label(name, ("figures", i), thing, passage(figure), indicator=name), "indicator", figure.aliases
    for i, item in enumerate(form.livelihood):
        thing = f"livelihood item {item.number}"
        yield _Label(thing, ("livelihood", i), thing, passage(item), item=item.quote), "", item.aliases
    for i, one in enumerate(form.passages):
        name = one.title or one.quote
        label = _Label(name, ("passages", i), f"the passage {name}", passage(one))
        yield label, "title" if one.title else "", one.aliases


def topic_faults(file: ReportFile) -> Iterator[Fault]:
    """Yield a fault for each target or item in no topic or in two, and for unknown members; none without topics."""
    form, fault = file.form, file.document.fault
    if not form.topics:
        return
    holders: dict[TopicMember, str] = {}  # of targets and of single items: the topic's name
    for index, topic in enumerate(form.topics):
        key: Key = ("topics", index)
        if any(topic.name == other.name for other in form.topics[:index]):
            yield fault((*key, "name"), f"“{topic.name}” names two topics: expected a name of its own")
        if not (topic.targets or topic.groups or topic.items):
            yield fault(key, "this topic is empty: expected targets, groups or items")
        for place, member in _members(topic, key):
            meant = _resolved(form, member)
            if not meant:
                yield fault(place, f"{_shown(member)} isn't in the report: expected {_EXPECTED[member[0]]}")
            twice = next((one for one in meant if one in holders), None)
            if twice:
                what = f"{_shown(member)} has {_shown(twice)}, which" if member[0] == "groups" else _shown(member)
                yield fault(place, f"{what} is already in {holders[twice]}: expected it in one topic")
            holders |= {one: holders.get(one, topic.name) for one in meant}
    yield from _without_topic(file, holders)


def _without_topic(file: ReportFile, holders: dict[TopicMember, str]) -> Iterator[Fault]:
    """Yield a fault for each target and item that no topic holds, one for a target of several figures."""
    form, fault = file.form, file.document.fault
    reported: set[str] = set()
    promised = {
        found[0].number for item in form.livelihood if not isinstance(found := file.layout.find(item), FaultCode)
    }
    for index, figure in enumerate(form.figures):
        is_due = figure.status == "target" and figure.period == form.report.year and figure.indicator not in reported
        found = file.layout.find(figure)
        if not isinstance(found, FaultCode) and found[0].number in promised:
            continue  # its item is in a topic
        if is_due and ("targets", figure.indicator) not in holders:
            reported.add(figure.indicator)
            message = f"the target “{figure.indicator}” is in no topic: expected it in one of topics"
            yield fault(("figures", index, "indicator"), message)
    for index, item in enumerate(form.livelihood):
        if ("items", item.number) not in holders:
            message = f"item {item.number} is in no topic: expected its group or number in one of topics"
            yield fault(("livelihood", index, "number"), message)


def _members(topic: TopicForm, key: Key) -> Iterator[tuple[Key, TopicMember]]:
    for field in ("targets", "groups", "items"):
        for nth, name in enumerate(getattr(topic, field)):
            yield (*key, field, nth), (field, name)


def _resolved(form: FileForm, member: TopicMember) -> list[TopicMember]:
    """Return what a topic's member stands for: a target, the items of a group, or an item; empty for unknown ones."""
    field, name = member
    if field == "targets":
        return [member] if any((f.indicator, f.status) == (name, "target") for f in form.figures) else []
    return [("items", one.number) for one in form.livelihood if name in (one.number, one.group)]


def _shown(member: TopicMember) -> str:
    field, name = member
    return f"item {name}" if field == "items" else f"“{name}”"

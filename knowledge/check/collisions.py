"""Finds names that mean two things: no alias may lead to an entry about something else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge.faults import Fault, Key
from knowledge.reading.entries import locate
from knowledge.reading.passages import Layout
from knowledge.reading.schema import FileForm, Named
from knowledge.reading.source import Document

_MOST = 3 / 4  # of a name's characters: 通电偏远农牧户 is what 偏远农牧户电网延伸通电 speaks of
_IGNORED = re.compile(r"[\s“”‘’\"'《》·、,.()（）—-]")


@dataclass(frozen=True, slots=True)
class Label:
    """A name or alias as the file has it, where it stands, the thing it belongs to, and what proves it.

    `passage` is the number of the passage; an indicator has its `indicator`, a livelihood item its words, `item`.
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

    def may_share(self, other: Label) -> bool:
        """Tell whether one name may lead to both: they are one thing, answered by one passage, or one subject.

        An indicator is one thing, however many figures (actual, target, level, growth) speak of it; two indicators
        stay two even where one sentence states both, for each has a value of its own. A livelihood item is the
        target of the indicators it speaks of, and shares their names as a target shares its actual's.
        """
        if self.indicator and other.indicator:
            return self.indicator == other.indicator
        same = self.thing == other.thing or self.passage == other.passage
        return same or _speaks_of(self.item, other.indicator) or _speaks_of(other.item, self.indicator)


def collisions(document: Document, form: FileForm, layout: Layout) -> Iterator[Fault]:
    """Yield a fault for each name or alias that an entry about another thing has too, or that its entry repeats."""
    owners: dict[str, list[Label]] = {}
    own: set[tuple[Key, str]] = set()
    for label in _labels(form, layout):
        folded, entry = label.folded, label.key[:2]
        if "aliases" in label.key and (not folded or (entry, folded) in own):
            yield document.fault(label.key, f"“{label.text}” repeats a name of this entry: expected another one")
        own.add((entry, folded))
        others = owners.setdefault(folded, [])
        owner = next((other for other in others if not label.may_share(other)), None)
        if owner:
            message = f"“{label.text}” also names {owner.thing}: expected a name for one thing only"
            yield document.fault(label.key, message)
        others.append(label)


def _speaks_of(item: str, indicator: str) -> bool:
    """Tell whether a livelihood item has most characters of an indicator's name."""
    signs = set(indicator)
    return bool(item and signs) and len(signs & set(item)) >= _MOST * len(signs)


def _labels(form: FileForm, layout: Layout) -> Iterator[Label]:
    """Yield all names first, then all aliases, so that a name never counts as the intruder."""
    things = list(_things(form, layout))
    for label, field, _ in things:
        if field:
            yield replace(label, key=(*label.key, field))
    for label, _, aliases in things:
        for index, alias in enumerate(aliases):
            yield replace(label, text=alias, key=(*label.key, "aliases", index))


def _things(form: FileForm, layout: Layout) -> Iterator[tuple[Label, str, tuple[str, ...]]]:
    """Yield for each entry its name with the entry's key, the field that holds the name, and the aliases."""
    for i, term in enumerate(form.terms):
        yield Label(term.name, ("terms", i), f"the term {term.name}", _passage(layout, term)), "name", term.aliases
    for i, figure in enumerate(form.figures):
        name, thing = figure.indicator, f"the indicator {figure.indicator}"
        yield Label(name, ("figures", i), thing, _passage(layout, figure), indicator=name), "indicator", figure.aliases
    for i, item in enumerate(form.livelihood):
        thing = f"livelihood item {item.number}"
        yield Label(thing, ("livelihood", i), thing, _passage(layout, item), item=item.quote), "", item.aliases
    for i, one in enumerate(form.passages):
        name = one.title or one.quote
        label = Label(name, ("passages", i), f"the passage {name}", _passage(layout, one))
        yield label, "title" if one.title else "", one.aliases


def _passage(layout: Layout, entry: Named) -> int:
    """Return the number of the entry's passage; -1 where its quote has no place, which is a fault of its own."""
    position = locate(layout.places, entry)
    found = layout.at(position, len(entry.quote)) if isinstance(position, int) else None
    return found[0].number if found else -1

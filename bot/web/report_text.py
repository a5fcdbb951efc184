"""The whole report as paragraphs of passages, with the entries that they hold marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from handlers.snapshots import Snapshot
from knowledge.model import Entry, Kind, Passage

_JOINT = " · "


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a passage; `entry_id` is of the entry that it names, or empty."""

    text: str
    entry_id: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage by its number, in runs; `entry_id` is of the entry that the passage is itself, or empty."""

    number: int
    runs: tuple[Run, ...]
    text: str
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `label` is where it stands within its section: (八) · 第1段, 第30件."""

    anchor: str
    label: str
    passages: tuple[Marked, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(each.text for each in self.passages)


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its heading, empty for the report's head."""

    anchor: str
    heading: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def subsections(self) -> tuple[tuple[str, str], ...]:
        """The anchor and the first words of each (一), (二) … of the section."""
        found: dict[str, tuple[str, str]] = {}
        for paragraph in self.paragraphs:
            numeral = paragraph.label.split(_JOINT)[0]
            if numeral.startswith(("(", "（")) and numeral not in found:
                found[numeral] = paragraph.anchor, paragraph.text.split("。")[0][:30]
        return tuple(found.values())


def parts_of(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the report's sections in order."""
    return snapshot.once(Part, lambda: tuple(_parts(snapshot)))


def _parts(snapshot: Snapshot) -> Iterator[Part]:
    entries: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in snapshot.engine.entries:
        if isinstance(entry, Entry):
            entries[entry.passage.number].append(entry)
    for nth, (section, run) in enumerate(groupby(snapshot.engine.passages, key=lambda each: each.section)):
        passages = list(run)
        heading = passages[-1].place.partition(_JOINT)[0] if section else ""  # which says what 附件2 holds
        body = [each for each in passages if each.paragraph]
        paragraphs = (_paragraph(list(group), heading, entries) for _, group in groupby(body, key=_where))
        yield Part(f"s{nth}", heading, tuple(paragraphs))


def _where(passage: Passage) -> tuple[str, int]:
    return passage.place, passage.paragraph


def _paragraph(passages: Sequence[Passage], heading: str, entries: dict[int, list[Entry]]) -> Paragraph:
    first = passages[0]
    label = first.place.removeprefix(heading).removeprefix(_JOINT) if heading else ""
    marked = tuple(_marked(each, entries.get(each.number, [])) for each in passages)
    return Paragraph(f"p{first.number}", label, marked)


def _marked(passage: Passage, entries: Sequence[Entry]) -> Marked:
    """Mark what entries name in a passage; of those that overlap the first, then the longest."""
    runs: list[Run] = []
    end = 0
    ranges = sorted((_range(each), each.id) for each in entries if each.kind is not Kind.TEXT)
    for (start, minus_stop), entry_id in ranges:
        if start >= end:
            runs += [Run(passage.text[end:start]), Run(passage.text[start:-minus_stop], entry_id)]
            end = -minus_stop
    runs.append(Run(passage.text[end:]))
    return Marked(
        passage.number, tuple(run for run in runs if run.text), passage.text, tuple(each.id for each in entries)
    )


def _range(entry: Entry) -> tuple[int, int]:
    """Return where an entry stands in its passage, and minus where it ends; of a term or an item its name alone."""
    start, length = entry.start, len(entry.quote)
    if entry.kind in {Kind.TERM, Kind.LIVELIHOOD}:
        found = entry.passage.text.find(entry.title)
        start, length = (found, len(entry.title)) if found >= 0 else (start, min(length, 20))
    return start, -(start + length)

"""The whole report on shelves, for people who browse it by buttons."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby

from knowledge.model import Entry, Figure, Kind, Livelihood, Passage, Shelf, Status
from knowledge.report.lines import first_clause
from knowledge.report.loading import Knowledge

TERMS, FIGURES, TARGETS, LIVELIHOOD, SECTIONS = "t", "f", "g", "l", "s"
HASH_LENGTH = 8  # hexadecimal digits behind a shelf's letter and hyphen

_NUMERAL = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")
_JOINT = " · "


class Catalogue:
    """The root shelves in their order, and a way to every shelf below them."""

    def __init__(self, shelves: tuple[Shelf, ...]) -> None:
        self.shelves = shelves
        self._paths = {path[-1].id: path for path in _paths(shelves, ())}

    def shelf(self, shelf_id: str) -> Shelf | None:
        """Returns the shelf with this id, wherever it stands, or None."""
        path = self._paths.get(shelf_id)
        return path[-1] if path else None

    def path(self, shelf_id: str) -> tuple[Shelf, ...]:
        """Returns the shelves above the one with this id, the root first; none above a root or where there is none."""
        return self._paths.get(shelf_id, ())[:-1]


def catalogue_of(knowledge: Knowledge) -> Catalogue:
    """Returns the report's terms, figures, targets, livelihood items and sections as shelves, in its order."""
    ids = _Ids()
    figures = [entry for entry in knowledge.entries if isinstance(entry, Figure)]
    year = knowledge.report.year
    return Catalogue(
        (
            Shelf(TERMS, "", _listed(e for e in knowledge.entries if e.kind is Kind.TERM)),
            Shelf(FIGURES, "", _listed(e for e in figures if e.status is Status.ACTUAL)),
            Shelf(TARGETS, "", _listed(e for e in figures if e.status is Status.TARGET and e.period == year)),
            _livelihood([entry for entry in knowledge.entries if isinstance(entry, Livelihood)], ids),
            Shelf(SECTIONS, "", (), _sections(knowledge, ids)),
        )
    )


class _Ids:
    """Gives out ids of shelves, each once: hashes of what the shelf is, so that a reload gives them again."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def new(self, letter: str, *names: str) -> str:
        again = 0
        while True:
            seed = "|".join((*names, str(again))) if again else "|".join(names)
            found = f"{letter}-{sha256(seed.encode()).hexdigest()[:HASH_LENGTH]}"
            if found not in self._given:
                self._given.add(found)
                return found
            again += 1


def _paths(shelves: Iterable[Shelf], above: tuple[Shelf, ...]) -> Iterator[tuple[Shelf, ...]]:
    for shelf in shelves:
        path = (*above, shelf)
        yield path
        yield from _paths(shelf.shelves, path)


def _listed(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries)


def _livelihood(items: Sequence[Livelihood], ids: _Ids) -> Shelf:
    """A shelf for each group; items without a group stand above them."""
    groups = dict.fromkeys(item.group for item in items if item.group)
    shelves = (
        Shelf(ids.new(LIVELIHOOD, group), group, _listed(item for item in items if item.group == group))
        for group in groups
    )
    return Shelf(LIVELIHOOD, "", _listed(item for item in items if not item.group), tuple(shelves))


def _sections(knowledge: Knowledge, ids: _Ids) -> tuple[Shelf, ...]:
    speaking = _speaking(knowledge.entries)

    def shelved(passages: Iterable[Passage]) -> tuple[str, ...]:
        return tuple(speaking[passage.number] for passage in passages if passage.number in speaking)

    return tuple(
        _section(heading, list(passages), shelved, ids)
        for heading, passages in groupby(knowledge.passages, key=lambda passage: passage.section)
    )


def _section(
    heading: str, passages: Sequence[Passage], shelved: Callable[[Iterable[Passage]], tuple[str, ...]], ids: _Ids
) -> Shelf:
    """A section's shelf: the passages before its first subsection, and a shelf for each of these."""
    parts = [(numeral, list(run)) for numeral, run in groupby(passages, key=_subsection)]
    own = [passage for numeral, run in parts if not numeral for passage in run]
    shelves = (
        Shelf(ids.new(SECTIONS, heading, numeral), _heading(numeral, run[0].text), shelved(run))
        for numeral, run in parts
        if numeral
    )
    title = heading or passages[-1].place.partition(_JOINT)[0]
    return Shelf(ids.new(SECTIONS, heading), title, shelved(own), tuple(shelves))


def _subsection(passage: Passage) -> str:
    """The (八) of a passage's place, or nothing."""
    place = passage.place.removeprefix(passage.section).removeprefix(_JOINT)
    found = _NUMERAL.match(place)
    return found[0] if found else ""


def _heading(numeral: str, text: str) -> str:
    """The verbatim words behind a subsection's numeral, up to the first pause."""
    return numeral + first_clause(text) if text.startswith(numeral) else numeral


def _speaking(entries: Iterable[Entry]) -> dict[int, str]:
    """The id of the entry that speaks for each passage: that of its text, else the first."""
    found: dict[int, Entry] = {}
    for entry in entries:
        known = found.get(entry.passage.number)
        if known is None or (entry.kind is Kind.TEXT and known.kind is not Kind.TEXT):
            found[entry.passage.number] = entry
    return {number: entry.id for number, entry in found.items()}

"""Ways through the report besides questions: shelves to browse, reminder topics, and the passages around one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain, count, groupby, islice, takewhile

from knowledge.model import Entry, Figure, Kind, Livelihood, Passage, Shelf, Status, Term
from knowledge.report.lines import first_clause
from knowledge.report.loading import Knowledge
from knowledge.report.schema import TopicForm
from knowledge.report.text import SUBSECTION, SectionKind

TERMS, FIGURES, TARGETS, LIVELIHOOD, SECTIONS = "t", "f", "g", "l", "s"
TOPIC = "p"  # begins a topic's id
HASH_LENGTH = 8  # hexadecimal digits behind the letter and hyphen of a shelf's or topic's id
MOST_BESIDE = 2  # passages on either side
LONGEST_CONTEXT = 3000  # characters of the passage and its neighbours, so that they fit one message

_JOINT = " · "

Texts = tuple[str, ...]


class Catalogue:
    """The root shelves in their order, and access to every shelf below them."""

    def __init__(self, shelves: tuple[Shelf, ...]) -> None:
        self.shelves = shelves
        self._paths = {path[-1].id: path for path in _paths(shelves, ())}

    def shelf(self, shelf_id: str) -> Shelf | None:
        """Return the shelf with this id at any depth, or None."""
        path = self._paths.get(shelf_id)
        return path[-1] if path else None

    def path(self, shelf_id: str) -> tuple[Shelf, ...]:
        """Return the shelves above the one with this id, the root first; none for a root or an unknown id."""
        return self._paths.get(shelf_id, ())[:-1]


def _paths(shelves: Iterable[Shelf], above: tuple[Shelf, ...]) -> Iterator[tuple[Shelf, ...]]:
    for shelf in shelves:
        path = (*above, shelf)
        yield path
        yield from _paths(shelf.shelves, path)


def catalogue_of(knowledge: Knowledge) -> Catalogue:
    """Return the report's terms, figures, targets, livelihood items and sections as shelves, in its order."""
    new_id = _IdGenerator()
    figures = [entry for entry in knowledge.entries if isinstance(entry, Figure)]
    year = knowledge.report.year
    return Catalogue(
        (
            Shelf(TERMS, "", _ids(e for e in knowledge.entries if e.kind is Kind.TERM)),
            Shelf(FIGURES, "", _ids(e for e in figures if e.status is Status.ACTUAL)),
            Shelf(TARGETS, "", _ids(e for e in figures if e.status is Status.TARGET and e.period == year)),
            _livelihood([entry for entry in knowledge.entries if isinstance(entry, Livelihood)], new_id),
            Shelf(SECTIONS, "", (), _sections(knowledge, new_id)),
        )
    )


class _IdGenerator:
    """Makes unique ids: hashes of what a shelf is, so that a reload makes the same ones."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def __call__(self, letter: str, *names: str) -> str:
        seed = "|".join(names)
        for text in chain((seed,), (f"{seed}|{again}" for again in count(1))):
            found = _hashed(letter, text)
            if found not in self._used:
                break
        self._used.add(found)
        return found


def _hashed(letter: str, text: str) -> str:
    return f"{letter}-{sha256(text.encode()).hexdigest()[:HASH_LENGTH]}"


def _ids(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.id for entry in entries)


def _livelihood(items: Sequence[Livelihood], new_id: _IdGenerator) -> Shelf:
    """Return a shelf with one for each group; items without a group are directly in it."""
    groups = dict.fromkeys(item.group for item in items if item.group)
    shelves = (
        Shelf(new_id(LIVELIHOOD, group), group, _ids(item for item in items if item.group == group)) for group in groups
    )
    return Shelf(LIVELIHOOD, "", _ids(item for item in items if not item.group), tuple(shelves))


def _sections(knowledge: Knowledge, new_id: _IdGenerator) -> tuple[Shelf, ...]:
    by_passage: dict[int, Entry] = {}  # the entry that is shelved for a passage: its text, else the first
    for entry in knowledge.entries:
        known = by_passage.get(entry.passage.number)
        if known is None or (entry.kind is Kind.TEXT and known.kind is not Kind.TEXT):
            by_passage[entry.passage.number] = entry

    def shelved(passages: Iterable[Passage]) -> tuple[str, ...]:
        return _ids(by_passage[passage.number] for passage in passages if passage.number in by_passage)

    return tuple(
        _section(heading, list(passages), shelved, new_id)
        for heading, passages in groupby(knowledge.passages, key=lambda passage: passage.section)
    )


def _section(
    heading: str,
    passages: Sequence[Passage],
    shelved: Callable[[Iterable[Passage]], tuple[str, ...]],
    new_id: _IdGenerator,
) -> Shelf:
    """Return a section's shelf: the passages before its first subsection, and a shelf for each subsection."""
    parts = [(numeral, list(run)) for numeral, run in groupby(passages, key=_subsection)]
    own = [passage for numeral, run in parts if not numeral for passage in run]
    shelves = (
        Shelf(new_id(SECTIONS, heading, numeral), _heading(numeral, run[0].text), shelved(run))
        for numeral, run in parts
        if numeral
    )
    title = passages[-1].place.partition(_JOINT)[0]
    return Shelf(new_id(SECTIONS, heading), title, shelved(own), tuple(shelves))


def _subsection(passage: Passage) -> str:
    """Return the (八) of a passage's place, or an empty text."""
    place = passage.place.removeprefix(passage.section).removeprefix(_JOINT)
    found = SUBSECTION.match(place)
    return found[0] if found else ""


def _heading(numeral: str, text: str) -> str:
    """Return a subsection's numeral with the verbatim words behind it, up to the first pause."""
    return numeral + first_clause(text) if text.startswith(numeral) else numeral


@dataclass(frozen=True, slots=True)
class ReminderTopic:
    """Ids of entries that people are reminded of together, in the report's order; no entry is in two topics.

    `name` is the editor's. It is empty for entries that the editor put in no topic: `id` is then that of the
    catalogue's root shelf of their kind. Otherwise `id` is a hash of the name, at most 12 of `A-Za-z0-9_-`, and stays
    the same after a reload.
    """

    id: str
    name: str
    entries: tuple[str, ...]


def topics_of(knowledge: Knowledge) -> tuple[ReminderTopic, ...]:
    """Return the topics in the editor's order, then those without a name; none of them is empty.

    Together they hold every target of the report's year and every livelihood item once.
    """
    names = {_hashed(TOPIC, form.name): form.name for form in knowledge.topics} | {TARGETS: "", LIVELIHOOD: ""}
    held: dict[str, list[str]] = {key: [] for key in names}
    for entry in remindable(knowledge.entries, knowledge.report.year):
        held[_topic(entry, knowledge.topics)].append(entry.id)
    return tuple(ReminderTopic(key, names[key], tuple(entries)) for key, entries in held.items() if entries)


def remindable(entries: Sequence[Entry], year: int) -> Iterator[Figure | Livelihood]:
    """Yield the targets of `year` and the livelihood items of a report, in its order."""
    for entry in entries:
        if isinstance(entry, Livelihood) or (
            isinstance(entry, Figure) and entry.status is Status.TARGET and entry.period == year
        ):
            yield entry


def _topic(entry: Figure | Livelihood, forms: Sequence[TopicForm]) -> str:
    """Return the id of the first topic that holds the entry."""
    for form in forms:
        if isinstance(entry, Figure):
            if entry.indicator in form.targets:
                return _hashed(TOPIC, form.name)
        elif entry.number in form.items or entry.group in form.groups:
            return _hashed(TOPIC, form.name)
    return TARGETS if isinstance(entry, Figure) else LIVELIHOOD


class Surroundings:
    """Finds the neighbours of a report's passages."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._passages = knowledge.passages
        self._lists = {section.heading for section in knowledge.sections if section.kind is not SectionKind.BODY}
        self._listed = {e.passage.number: type(e) for e in knowledge.entries if isinstance(e, Livelihood | Term)}

    def around(self, entry: Entry) -> tuple[Texts, Texts]:
        """Return the passages before and after that of `entry`, in the report's order.

        In the body these are sentences of the same paragraph, or for a paragraph of one sentence those of the
        paragraphs around it in the same section; in a list the items or terms beside it. Passages that would make the
        whole longer than LONGEST_CONTEXT characters are left out.
        """
        passage = entry.passage
        belongs = self._rule(passage)

        def walk(others: Iterator[Passage]) -> list[str]:
            section = takewhile(lambda other: other.section == passage.section, others)
            return [other.text for other in islice(filter(belongs, section), MOST_BESIDE)]

        before = walk(reversed(self._passages[: passage.number]))
        after = walk(iter(self._passages[passage.number + 1 :]))
        while (before or after) and sum(map(len, (passage.text, *before, *after))) > LONGEST_CONTEXT:
            (before if len(before) > len(after) else after).pop()  # the farthest
        return tuple(reversed(before)), tuple(after)

    def _rule(self, passage: Passage) -> Callable[[Passage], bool]:
        """Return which passages of the section count as neighbours of `passage`."""
        if passage.section in self._lists:
            kind = self._listed.get(passage.number)
            return lambda other: kind is None or self._listed.get(other.number) is kind
        beside = self._passages[max(0, passage.number - 1) : passage.number + 2]
        if any(other is not passage and _paragraph(other) == _paragraph(passage) for other in beside):
            return lambda other: _paragraph(other) == _paragraph(passage)
        return lambda other: other.paragraph > 0


def _paragraph(passage: Passage) -> tuple[str, int]:
    return passage.place, passage.paragraph

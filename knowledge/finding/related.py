"""Which entries go with one entry: the same indicator, the same matter, the same group, the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from knowledge.finding.index import Index
from knowledge.finding.recall import Candidate, recall, weigh
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.language.understand import understand
from knowledge.model import Entry, Figure, Livelihood, Report, Term
from knowledge.report.lines import clauses

MOST_LOOKED_AT = 40  # entries that share words with one
LONGEST_READ = 160  # characters of an entry's wording that are looked up
SHORTEST_NAME = 3  # characters of a term's name that may stand in a passage without meaning something else
SAME_MATTER = 0.5  # of a figure's name that an item has, or an item of a figure's
NEAR_DICE = 0.1  # of the words of both that two entries share, from which on they are near
TELLING = 0.6  # of the greatest rarity: one pair of units as rare as this must be among them


class Related:
    """Finds what goes with the entries of one index; nothing is worked out before it is asked for."""

    def __init__(self, index: Index, lexicon: Lexicon, normaliser: Normaliser, report: Report) -> None:
        self._index, self._lexicon, self._normaliser, self._report = index, lexicon, normaliser, report
        self._passages: dict[int, list[int]] = {}
        self._indicators: dict[str, list[tuple[int, Figure]]] = {}
        self._groups: dict[str, list[int]] = {}
        self._terms: list[int] = []
        for number, entry in enumerate(index.entries):
            self._passages.setdefault(entry.passage.number, []).append(number)
            if isinstance(entry, Figure):
                self._indicators.setdefault(entry.indicator, []).append((number, entry))
            elif isinstance(entry, Livelihood):
                self._groups.setdefault(entry.group, []).append(number)
            elif isinstance(entry, Term):
                self._terms.append(number)

    def of(self, number: int, limit: int) -> tuple[int, ...]:
        """Return at most `limit` entries that go with entry `number`, the best first, each of another passage."""
        entry = self._index.entries[number]
        found: dict[int, int] = {}
        if limit < 1:
            return ()
        for other in self._all(number, entry):
            passage = self._index.entries[other].passage
            if passage.text != entry.passage.text:
                found.setdefault(passage.number, other)
            if len(found) == limit:
                break
        return tuple(found.values())

    def _all(self, number: int, entry: Entry) -> Iterator[int]:
        yield from self._of_indicators(number, entry)
        yield from self._of_names(number)
        near = self._near(entry)
        yield from self._of_matter(entry, near)
        yield from self._of_terms(number, entry)
        yield from self._of_group(entry)
        yield from (c.entry for c in near if c.dice >= NEAR_DICE and self._share_telling(number, c.entry))

    def _of_indicators(self, number: int, entry: Entry) -> Iterable[int]:
        """What else is said of the entry's indicator, or of the indicators in its sentence."""
        if isinstance(entry, Figure):
            return self._same_indicator(entry)
        figures = (self._index.entries[n] for n in self._passages[entry.passage.number] if n != number)
        return chain.from_iterable(self._same_indicator(figure) for figure in figures if isinstance(figure, Figure))

    def _same_indicator(self, figure: Figure) -> list[int]:
        """The figures of one indicator: of its own place first, then what is aimed at beside what was reached."""

        def order(numbered: tuple[int, Figure]) -> tuple[bool, bool, bool, int]:
            number, other = numbered
            same_side, same_measure = other.status is figure.status, other.measure is figure.measure
            return other.place != figure.place, same_side, not same_measure, number

        return [number for number, _ in sorted(self._indicators[figure.indicator], key=order)]

    def _of_names(self, number: int) -> Iterator[int]:
        """What is called the same: an item and the figure that counts the same thing."""
        for name in self._index.own_names[number]:
            yield from self._index.names.get(name, ())

    def _of_matter(self, entry: Entry, near: list[Candidate]) -> Iterator[int]:
        """The figures of what an item promises, the items that promise what a figure counts."""
        wanted = Figure if isinstance(entry, Livelihood) else Livelihood
        if not isinstance(entry, Figure | Livelihood):
            return
        weights = self._index.surface_weight
        for candidate in near:
            if isinstance(self._index.entries[candidate.entry], wanted) and candidate.surface >= 0:
                whole = candidate.asked if wanted is Livelihood else weights[candidate.surface]
                if candidate.shared >= SAME_MATTER * whole:
                    yield candidate.entry

    def _of_terms(self, number: int, entry: Entry) -> Iterator[int]:
        """The passages that name a term, the terms that a passage names."""
        if isinstance(entry, Term):
            names = self._names(number)
            for passage in self._passages.values():
                if _holds(self._index.texts[passage[0]].partition("\n")[0], names):
                    yield next((other for other in passage if _holds(self._index.near[other], names)), passage[0])
        else:
            text = self._index.texts[number].partition("\n")[0]
            yield from (term for term in self._terms if _holds(text, self._names(term)))

    def _names(self, term: int) -> list[str]:
        return [name for name in self._index.own_names[term] if len(name) >= SHORTEST_NAME]

    def _of_group(self, entry: Entry) -> list[int]:
        """The items of the same group, the nearest in the list first."""
        if not isinstance(entry, Livelihood) or not entry.group:
            return []
        place = self._groups[entry.group]
        entries = self._index.entries
        return sorted(place, key=lambda n: (abs(entries[n].passage.number - entry.passage.number), n))

    def _share_telling(self, one: int, other: int) -> bool:
        features, rarity, least = self._index.features, self._index.rarity, TELLING * self._index.rarest
        shared = features[one].of().keys() & features[other].of().keys()
        return any(len(feature) > 1 and rarity[feature] >= least for feature in shared)

    def _near(self, entry: Entry) -> list[Candidate]:
        """The entries that share words with this one's name, or with its quote where that says more."""
        words = entry.title if isinstance(entry, Figure | Term) else " ".join(clauses(entry.quote))
        form = self._normaliser.form(words.replace("\n", " "))[:LONGEST_READ]
        question = understand(form, self._lexicon, self._report)
        return recall(question, weigh(question, self._index, self._lexicon), self._index, MOST_LOOKED_AT)


def _holds(text: str, names: Iterable[str]) -> bool:
    return any(name in text for name in names)

"""The inverted index: from characters, pairs and names to the entries that use them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log

from knowledge.latin import Latin
from knowledge.lexicon import Lexicon
from knowledge.model import Entry, Figure, Livelihood, Term
from knowledge.normalise import Normaliser
from knowledge.pinyin import Sounds, hear, syllables_of
from knowledge.units import Units, split_units

OWN = 1.0  # strength of words that are the entry's own: its name, its quote, what an editor wrote
AROUND = 0.5  # strength of words of the sentence around the quote
_CLASSIFIERS = "个大项条句"
COMMON = 160  # a feature in more surfaces than this finds nothing, it only weighs


@dataclass(frozen=True, slots=True)
class Surface:
    """One wording of an entry: its name, an alias, a way people ask, or its quote."""

    entry: int
    joined: str
    weight: float
    name: bool


@dataclass(frozen=True)
class Index:
    """Everything recall and ranking look up; lists run parallel to `entries` and `surfaces`.

    `features[e]` maps a unit or a pair of units to its strength in entry e; `texts[e]` is all e's wording as one
    string; `name_numbers[e]` are the
    numbers in a term's name with how to find others in their stead; `rarity` is log(entries / entries with the feature); `names` maps a joined name to its entries.
    """

    entries: tuple[Entry, ...]
    features: tuple[dict[str, float], ...]
    texts: tuple[str, ...]
    surfaces: tuple[Surface, ...]
    surfaces_of: tuple[tuple[int, ...], ...]
    postings: dict[str, list[int]]
    rarity: dict[str, float]
    names: dict[str, tuple[int, ...]]
    name_numbers: tuple[tuple[tuple[str, re.Pattern[str]], ...], ...]
    longest_name: int
    sounds: Sounds
    latin: Latin
    rarest: float


def pairs(units: Units) -> Iterator[str]:
    """Yields each pair of neighbouring units that no white space parts, punctuation being read over."""
    items = units.items
    for first, second in zip(items, items[1:], strict=False):
        yield first + second


def names_of(entry: Entry) -> tuple[str, ...]:
    """Returns what an entry is called: its title and aliases, and a figure's indicator; an item's head is no name."""
    own = (entry.indicator,) if isinstance(entry, Figure) else ()
    title = () if isinstance(entry, Livelihood) else (entry.title,)
    return tuple(dict.fromkeys((*title, *own, *entry.aliases)))


def _wordings(entry: Entry) -> Iterator[tuple[str, bool]]:
    for name in names_of(entry):
        yield name, True
    for ask in entry.asks:
        yield ask, False
    yield entry.quote, False


class _Builder:
    def __init__(self, entries: tuple[Entry, ...], normaliser: Normaliser, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.entries = entries
        self.surfaces: list[tuple[int, Units, bool]] = []
        self.features: list[dict[str, float]] = []
        wordings = [list(_wordings(entry)) for entry in entries]
        flat = [text.replace("\n", " ") for per in wordings for text, _ in per]
        flat += [entry.passage.text.replace("\n", " ") for entry in entries]
        forms = iter(normaliser.forms(flat))
        for number, per in enumerate(wordings):
            for _, name in per:
                self.surfaces.append((number, split_units(next(forms)), name))
        self.passages = [split_units(form) for form in forms]

    def strengths(self) -> tuple[dict[str, float], ...]:
        found: list[dict[str, float]] = []
        for entry, passage in zip(self.entries, self.passages, strict=True):
            around = OWN if len(entry.quote) == len(entry.passage.text) else AROUND
            found.append(dict.fromkeys((*passage.items, *pairs(passage)), around))
        for number, units, _ in self.surfaces:
            found[number].update(dict.fromkeys((*units.items, *pairs(units)), OWN))
        return tuple(found)

    def counts(self) -> Counter[str]:
        counted: Counter[str] = Counter()
        for units in (*map(split_units, self.lexicon.words), *(units for _, units, _ in self.surfaces)):
            counted.update(units.items)
            counted.update(pairs(units))
            counted.update(
                ("0" if a[0].isdigit() else a) + ("0" if b[0].isdigit() else b)
                for a, b in zip(units.items, units.items[1:], strict=False)
                if a[0].isdigit() or b[0].isdigit()
            )
        return counted


def _name_numbers(entry: Entry, normaliser: Normaliser) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The numbers in a term's name, each with the pattern that finds another number in its stead (5个1工程)."""
    if not isinstance(entry, Term):
        return ()
    items = split_units(normaliser.form(entry.title)).items
    found = []
    for i, item in enumerate(items):
        rest = [u for u in items[i + 1 :] if u not in _CLASSIFIERS][:2]
        if item.isdecimal() and rest:
            found.append((item, re.compile(rf"(\d+)[{_CLASSIFIERS}]?{''.join(rest)}")))
    return tuple(found)


def _initials(names: Iterable[str]) -> dict[str, str]:
    """Maps the initials of each name to it; initials that two names share mean neither."""
    shared: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        readings = [(syllables_of(c) or syllables_of("零一二三四五六七八九"[int(c)] if c.isdigit() else c)) for c in name]
        if readings and all(readings):
            shared["".join(r[0][0] for r in readings)].add(name)
    return {letters: found.pop() for letters, found in shared.items() if len(found) == 1}


def _callable(entries: tuple[Entry, ...], normaliser: Normaliser, lexicon: Lexicon) -> Iterator[str]:
    """Yields the names people shorten to initials: terms', indicators', and the lexicon's words for the list."""
    for entry in entries:
        if isinstance(entry, Term):
            yield from (split_units(normaliser.form(name)).joined for name in names_of(entry))
        elif isinstance(entry, Figure):
            yield split_units(normaliser.form(entry.indicator)).joined
    for word, tags in lexicon.words.items():
        if any(tag.family == "kind" and tag.value == "livelihood" for tag in tags):
            yield word


def build_index(entries: tuple[Entry, ...], lexicon: Lexicon, normaliser: Normaliser) -> Index:
    """Indexes `entries`; the work grows with the length of their wording."""
    made = _Builder(entries, normaliser, lexicon)
    features = made.strengths()
    spread: Counter[str] = Counter()
    for strengths in features:
        spread.update(strengths.keys())
    total = len(entries)
    rarity = {feature: log(total / count) for feature, count in spread.items()}
    postings: defaultdict[str, list[int]] = defaultdict(list)
    surfaces_of: list[list[int]] = [[] for _ in entries]
    texts: list[list[str]] = [[units.joined] for units in made.passages]
    names: defaultdict[str, list[int]] = defaultdict(list)
    surfaces = []
    for number, (entry, units, name) in enumerate(made.surfaces):
        own = set(pairs(units)).union(units.items)
        for feature in own:
            postings[feature].append(number)
        surfaces.append(Surface(entry, units.joined, sum(rarity[f] for f in own), name))
        surfaces_of[entry].append(number)
        texts[entry].append(units.joined)
        if name and len(units) > 1 and entry not in names[units.joined]:
            names[units.joined].append(entry)
    sounds = hear(made.counts())
    known = frozenset(f for f in rarity if f.isascii() and f.isalpha())
    return Index(
        entries=entries,
        features=features,
        texts=tuple("\n".join(text) for text in texts),
        surfaces=tuple(surfaces),
        surfaces_of=tuple(map(tuple, surfaces_of)),
        postings={f: found for f, found in postings.items() if len(found) <= COMMON},
        rarity=rarity,
        names={name: tuple(found) for name, found in names.items() if found},
        name_numbers=tuple(_name_numbers(entry, normaliser) for entry in entries),
        longest_name=max((len(split_units(name)) for name in names), default=1),
        sounds=sounds,
        latin=Latin(lexicon.english, _initials(dict.fromkeys(_callable(entries, normaliser, lexicon))), known, sounds),
        rarest=log(total) if total else 0.0,
    )

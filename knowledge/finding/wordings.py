"""What entries are called and how they are worded: names, initials and pinyin, and all wordings as units and pairs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, product
from sys import intern

from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser, items_of
from knowledge.language.pinyin import syllables_of
from knowledge.model import Entry, Figure, Livelihood, Term

_CLASSIFIERS = "个大项条句"
_MOST_SPELLINGS = 8
OWN = 1.0  # strength of words that are the entry's own: its name, its quote, what an editor wrote
AROUND = 0.5  # strength of words of the sentence around the quote


def _names_of(entry: Entry) -> tuple[str, ...]:
    """Return what an entry is called: its title and aliases, and a figure's indicator; an item's head is no name."""
    own = (entry.indicator,) if isinstance(entry, Figure) else ()
    title = () if isinstance(entry, Livelihood) else (entry.title,)
    return tuple(dict.fromkeys((*title, *own, *entry.aliases)))


def name_numbers(entry: Entry, normaliser: Normaliser) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The numbers in a term's name, each with the pattern that finds another number in its stead (5个1工程)."""
    if not isinstance(entry, Term):
        return ()
    items = items_of(normaliser.form(entry.title))
    found = []
    for i, item in enumerate(items):
        rest = [u for u in items[i + 1 :] if u not in _CLASSIFIERS][:2]
        if item.isdecimal() and rest:
            found.append((item, re.compile(rf"(\d+)[{_CLASSIFIERS}]?{''.join(rest)}")))
    return tuple(found)


def initials_of(names: Iterable[str]) -> dict[str, str]:
    """Map the initials of each name to it; of names that share them, to the first."""
    found: dict[str, str] = {}
    for name in names:
        readings = [syllables_of("零一二三四五六七八九"[int(c)] if c.isdecimal() else c) for c in name]
        if readings and all(readings):
            found.setdefault("".join(r[0][0] for r in readings), name)
    return found


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Map the whole pinyin of each name of two characters or more to it; of names that share it, to the first.

    A name with characters that are read in several ways has a spelling for each, the first few of them.
    """
    found: dict[str, str] = {}
    for name in names:
        readings = [syllables_of("零一二三四五六七八九"[int(c)] if c.isdecimal() else c) for c in name]
        if len(readings) > 1 and all(readings):
            for spelling in islice(product(*(each[:2] for each in readings)), _MOST_SPELLINGS):
                found.setdefault("".join(spelling), name)
    return found


def callable_names(entries: tuple[Entry, ...], normaliser: Normaliser, lexicon: Lexicon) -> Iterator[str]:
    """Yield the names people shorten to initials: terms', the lexicon's words for the list, then indicators'."""
    terms = [name for entry in entries if isinstance(entry, Term) for name in _names_of(entry)]
    yield from ("".join(items_of(form)) for form in normaliser.forms(terms))
    for word, tags in lexicon.words.items():
        if any(tag.family == "kind" and tag.value == "livelihood" for tag in tags):
            yield word
    indicators = [entry.indicator for entry in entries if isinstance(entry, Figure)]
    yield from ("".join(items_of(form)) for form in normaliser.forms(indicators))


def by_name(named: Iterable[tuple[int, list[str]]]) -> tuple[dict[str, tuple[int, ...]], dict[str, int]]:
    """Return the entries of each name, and for each first two units (or sole one) the longest name's length in units.

    `named` are (entry, units of one of its names).
    """
    names: defaultdict[str, dict[int, None]] = defaultdict(dict)
    starts: dict[str, int] = {}
    for entry, items in named:
        if len(items) > 1 or (items and items[0].isascii()):  # GDP is a name, 煤 is a word, ★ is nothing
            names["".join(items)][entry] = None
            start = "".join(items[:2])
            starts[start] = max(starts.get(start, 0), len(items))
    return {name: tuple(found) for name, found in names.items()}, starts


@dataclass(frozen=True, slots=True)
class Wording:
    """One surface under way: its entry, units, pairs of units, and whether it is a name."""

    entry: int
    items: list[str]
    pairs: list[str]
    name: bool

    @property
    def joined(self) -> str:
        """The units without what stood between them."""
        return "".join(self.items)


def pairs_of(items: list[str]) -> list[str]:
    """Return each pair of neighbouring units, joined; what stood between them is read over."""
    return [intern(a + b) for a, b in pairwise(items)]


def wordings_of(entries: tuple[Entry, ...], normaliser: Normaliser) -> tuple[list[Wording], list[list[str]]]:
    """Return every surface in units, and every entry's passage in units."""
    owners: list[tuple[int, bool]] = []
    flat: list[str] = []
    for number, entry in enumerate(entries):
        names = _names_of(entry)
        words = (*names, *entry.asks, entry.quote)
        flat += words
        owners += [(number, place < len(names)) for place in range(len(words))]
    flat += [entry.passage.text for entry in entries]
    # Interned, since each stands in the index dozens of times: that halves its memory.
    units = [[*map(intern, items_of(form))] for form in normaliser.forms([text.replace("\n", " ") for text in flat])]
    made = [
        Wording(number, items, pairs_of(items), name)
        for (number, name), items in zip(owners, units[: len(owners)], strict=True)
    ]
    return made, units[len(owners) :]


@dataclass(frozen=True, slots=True)
class Features:
    """The units and pairs of units of an entry: its own, and those of its passage, which all its entries share.

    As a table for each entry they would take a quarter of the memory of a report.
    """

    own: tuple[str, ...]
    passage: tuple[str, ...]
    around: float

    def of(self) -> dict[str, float]:
        """Return the strength of each."""
        return dict.fromkeys(self.passage, self.around) | dict.fromkeys(self.own, OWN)


def strengths_of(
    entries: tuple[Entry, ...], wordings: list[Wording], passages: list[list[str]]
) -> tuple[Features, ...]:
    """Return, for each entry, its units and pairs of units with their strength."""
    shared: dict[int, tuple[str, ...]] = {}
    own: list[dict[str, None]] = [{} for _ in entries]
    for entry, items in zip(entries, passages, strict=True):
        if entry.passage.number not in shared:
            shared[entry.passage.number] = tuple(dict.fromkeys((*items, *pairs_of(items))))
    for wording in wordings:
        own[wording.entry].update(dict.fromkeys((*wording.items, *wording.pairs)))
    found = []
    for entry, mine in zip(entries, own, strict=True):
        passage = shared[entry.passage.number]
        whole = len(entry.quote) == len(entry.passage.text)
        rest = mine.keys() - set(passage) if whole else mine
        found.append(Features(tuple(rest), passage, OWN if whole else AROUND))
    return tuple(found)


def counts_of(wordings: list[Wording], lexicon: Lexicon) -> Counter[str]:
    """Count units and pairs; a number counts as 0 beside what it stands by, so that 第3 speaks for 第33 too."""
    flat: list[str] = []
    for wording in wordings:
        flat += wording.items
        flat += wording.pairs
    for word in lexicon.words:
        items = items_of(word)
        flat += items
        flat += pairs_of(items)
    counted = Counter(flat)
    for pair, count in list(counted.items()):
        if len(pair) > 1 and (pair[0].isdigit() or pair[-1].isdigit()):
            general = re.sub(r"\d[\d.%]*", "0", pair)
            if general != pair:
                counted[general] += count
    return counted

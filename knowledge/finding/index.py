"""The inverted index: from characters, pairs and names to the entries that use them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from knowledge.language.latin import Latin
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.language.pinyin import Sounds, hear, syllables_of
from knowledge.language.units import items_of
from knowledge.model import Entry, Figure, Livelihood, Term

OWN = 1.0  # strength of words that are the entry's own: its name, its quote, what an editor wrote
COMMON = 0.45  # of the greatest rarity; a pair of units rarer than this tells something
AROUND = 0.5  # strength of words of the sentence around the quote

_CLASSIFIERS = "个大项条句"


@dataclass(frozen=True)
class Index:
    """Everything recall and ranking look up; lists run parallel to `entries`, or to the surfaces.

    A surface is one wording of an entry: its name, an alias, a way people ask, or its quote. `surface_entry` is whose
    it is, `surface_weight` the sum of its features' rarities, `postings` maps a feature to the surfaces with it.

    `features[e]` maps a unit or a pair of units to its strength in entry e; `texts[e]` is all e's wording as one
    string, its passage first; `wordings[e]` its surfaces' strings. `name_numbers[e]` are the numbers in a term's
    name with how to find others in their stead. `rarity` is log(entries / entries with the feature), `telling` how
    much rarer than common a pair is; `names` maps
    a joined name to its entries, `own_names[e]` are e's, joined.
    """

    entries: tuple[Entry, ...]
    features: tuple[Mapping[str, float], ...]
    texts: tuple[str, ...]
    wordings: tuple[tuple[str, ...], ...]
    surface_entry: tuple[int, ...]
    surface_weight: tuple[float, ...]
    postings: Mapping[str, Sequence[int]]
    rarity: Mapping[str, float]
    telling: Mapping[str, float]
    names: Mapping[str, tuple[int, ...]]
    own_names: tuple[tuple[str, ...], ...]
    name_starts: Mapping[str, int]
    name_numbers: tuple[tuple[tuple[str, re.Pattern[str]], ...], ...]
    sounds: Sounds
    latin: Latin
    rarest: float


def names_of(entry: Entry) -> tuple[str, ...]:
    """Returns what an entry is called: its title and aliases, and a figure's indicator; an item's head is no name."""
    own = (entry.indicator,) if isinstance(entry, Figure) else ()
    title = () if isinstance(entry, Livelihood) else (entry.title,)
    return tuple(dict.fromkeys((*title, *own, *entry.aliases)))


@dataclass(frozen=True, slots=True)
class _Wording:
    """One surface under way: its entry, units, pairs of units, and whether it is a name."""

    entry: int
    items: list[str]
    pairs: list[str]
    name: bool


def pairs_of(items: list[str]) -> list[str]:
    """Returns each pair of neighbouring units, joined; what stood between them is read over."""
    return [a + b for a, b in pairwise(items)]


def _wordings(entries: tuple[Entry, ...], normaliser: Normaliser) -> tuple[list[_Wording], list[list[str]]]:
    """Returns every surface in units, and every entry's passage in units."""
    owners: list[tuple[int, bool]] = []
    flat: list[str] = []
    for number, entry in enumerate(entries):
        names = names_of(entry)
        words = (*names, *entry.asks, entry.quote)
        flat += words
        owners += [(number, place < len(names)) for place in range(len(words))]
    flat += [entry.passage.text for entry in entries]
    units = [items_of(form) for form in normaliser.forms([text.replace("\n", " ") for text in flat])]
    made = [
        _Wording(number, items, pairs_of(items), name)
        for (number, name), items in zip(owners, units[: len(owners)], strict=True)
    ]
    return made, units[len(owners) :]


def _strengths(
    entries: tuple[Entry, ...], wordings: list[_Wording], passages: list[list[str]]
) -> tuple[dict[str, float], ...]:
    found: list[dict[str, float]] = []
    for entry, items in zip(entries, passages, strict=True):
        around = OWN if len(entry.quote) == len(entry.passage.text) else AROUND
        strengths = dict.fromkeys(items, around)
        strengths.update(dict.fromkeys(pairs_of(items), around))
        found.append(strengths)
    for wording in wordings:
        strengths = found[wording.entry]
        strengths.update(dict.fromkeys(wording.items, OWN))
        strengths.update(dict.fromkeys(wording.pairs, OWN))
    return tuple(found)


def _counts(wordings: list[_Wording], lexicon: Lexicon) -> Counter[str]:
    """Counts units and pairs; a number counts as 0 beside what it stands by, so that 第3 speaks for 第33 too."""
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


def _name_numbers(entry: Entry, normaliser: Normaliser) -> tuple[tuple[str, re.Pattern[str]], ...]:
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


def _initials(names: Iterable[str]) -> dict[str, str]:
    """Maps the initials of each name to it; of names that share them, to the first."""
    found: dict[str, str] = {}
    for name in names:
        readings = [syllables_of("零一二三四五六七八九"[int(c)] if c.isdecimal() else c) for c in name]
        if readings and all(readings):
            found.setdefault("".join(r[0][0] for r in readings), name)
    return found


def _callable(entries: tuple[Entry, ...], normaliser: Normaliser, lexicon: Lexicon) -> Iterator[str]:
    """Yields the names people shorten to initials: terms', the lexicon's words for the list, then indicators'."""
    terms = [name for entry in entries if isinstance(entry, Term) for name in names_of(entry)]
    yield from ("".join(items_of(form)) for form in normaliser.forms(terms))
    for word, tags in lexicon.words.items():
        if any(tag.family == "kind" and tag.value == "livelihood" for tag in tags):
            yield word
    indicators = [entry.indicator for entry in entries if isinstance(entry, Figure)]
    yield from ("".join(items_of(form)) for form in normaliser.forms(indicators))


def _by_name(wordings: list[_Wording]) -> tuple[dict[str, tuple[int, ...]], dict[str, int]]:
    """Returns the entries of each name, and for each first unit the longest name's length in units."""
    names: defaultdict[str, dict[int, None]] = defaultdict(dict)
    starts: dict[str, int] = {}
    for wording in wordings:
        if wording.name and (len(wording.items) > 1 or wording.items[0].isascii()):  # GDP is a name, 煤 is a word
            names["".join(wording.items)][wording.entry] = None
            starts[wording.items[0]] = max(starts.get(wording.items[0], 0), len(wording.items))
    return {name: tuple(found) for name, found in names.items()}, starts


def build_index(entries: tuple[Entry, ...], lexicon: Lexicon, normaliser: Normaliser) -> Index:
    """Indexes `entries`; the work grows with the length of their wording."""
    wordings, passages = _wordings(entries, normaliser)
    features = _strengths(entries, wordings, passages)
    spread = Counter(feature for strengths in features for feature in strengths)
    total = len(entries)
    rarity = {feature: log(total / count) for feature, count in spread.items()}
    postings: defaultdict[str, list[int]] = defaultdict(list)
    texts: list[list[str]] = [["".join(items)] for items in passages]
    weights = []
    for number, wording in enumerate(wordings):
        own = {*wording.items, *wording.pairs}
        for feature in own:
            postings[feature].append(number)
        joined = "".join(wording.items)
        weights.append(sum(map(rarity.__getitem__, own)))
        texts[wording.entry].append(joined)
    names, starts = _by_name(wordings)
    own_names: list[list[str]] = [[] for _ in entries]
    for wording in wordings:
        if wording.name:
            own_names[wording.entry].append("".join(wording.items))
    sounds = hear(_counts(wordings, lexicon))
    common = COMMON * log(total or 1)
    known = frozenset(f for f in rarity if f.isascii() and f.isalpha())
    initials = _initials(dict.fromkeys(_callable(entries, normaliser, lexicon)))
    return Index(
        entries=entries,
        features=features,
        texts=tuple("\n".join(text) for text in texts),
        wordings=tuple(tuple(text[1:]) for text in texts),
        surface_entry=tuple(wording.entry for wording in wordings),
        surface_weight=tuple(weights),
        postings=dict(postings),
        rarity=rarity,
        telling={f: value - common for f, value in rarity.items() if len(f) > 1 and value > common},
        names=names,
        own_names=tuple(map(tuple, own_names)),
        name_starts=starts,
        name_numbers=tuple(_name_numbers(entry, normaliser) for entry in entries),
        sounds=sounds,
        latin=Latin(lexicon.english, initials, known, sounds),
        rarest=log(total) if total else 0.0,
    )

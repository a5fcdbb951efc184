"""The inverted index: from characters, pairs and names to the entries that use them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from math import log

from knowledge.finding.wordings import (
    Features,
    Wording,
    by_name,
    callable_names,
    counts_of,
    initials_of,
    name_numbers,
    spellings,
    strengths_of,
    wordings_of,
)
from knowledge.language.latin import Latin, glosses
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.language.pinyin import Sounds, hear
from knowledge.model import Entry

COMMON = 0.45  # of the greatest rarity; a pair of units rarer than this tells something


@dataclass(frozen=True)
class Index:
    """Everything recall and ranking look up; lists run parallel to `entries`, or to the surfaces.

    A surface is one wording of an entry: its name, an alias, a way people ask, or its quote. `surface_entry` is whose
    it is, `first_surface[e]` the first of e's, `surface_weight` the sum of its features' rarities, `postings` maps a
    feature to the surfaces with it.

    `features[e]` are the units and pairs of units of entry e with their strength; `texts[e]` is all e's wording as one
    string, its passage first; `wordings[e]` its surfaces' strings. `name_numbers[e]` are the numbers in a term's
    name with how to find others in their stead. `rarity` is log(entries / entries with the feature), `telling` how
    much rarer than common a pair is; `names` maps
    a joined name to its entries, `own_names[e]` are e's, joined, `near[e]` they
    and the quote.
    """

    entries: tuple[Entry, ...]
    features: tuple[Features, ...]
    texts: tuple[str, ...]
    wordings: tuple[tuple[str, ...], ...]
    first_surface: tuple[int, ...]
    surface_entry: tuple[int, ...]
    surface_weight: tuple[float, ...]
    postings: Mapping[str, Sequence[int]]
    rarity: Mapping[str, float]
    telling: Mapping[str, float]
    names: Mapping[str, tuple[int, ...]]
    own_names: tuple[tuple[str, ...], ...]
    near: tuple[str, ...]
    name_starts: Mapping[str, int]
    name_numbers: tuple[tuple[tuple[str, re.Pattern[str]], ...], ...]
    sounds: Sounds
    latin: Latin
    rarest: float


def build_index(entries: tuple[Entry, ...], lexicon: Lexicon, normaliser: Normaliser) -> Index:
    """Index `entries`; the work grows with the length of their wording."""
    wordings, passages = wordings_of(entries, normaliser)
    features = strengths_of(entries, wordings, passages)
    rarest = log(len(entries) or 1)
    spread = Counter(feature for each in features for feature in each.of())
    of_count = {count: rarest - log(count) for count in set(spread.values())}  # each number but once in memory
    beyond = {count: value - COMMON * rarest for count, value in of_count.items() if value > COMMON * rarest}
    rarity = {feature: of_count[count] for feature, count in spread.items()}
    postings, weights = _post(wordings, rarity)
    own: list[list[str]] = [[] for _ in entries]
    own_names: list[list[str]] = [[] for _ in entries]
    for wording in wordings:
        own[wording.entry].append(wording.joined)
        if wording.name:
            own_names[wording.entry].append(wording.joined)
    names, starts = by_name((w.entry, w.items) for w in wordings if w.name)
    sounds = hear(counts_of(wordings, lexicon))
    return Index(
        entries=entries,
        features=features,
        texts=tuple("\n".join(("".join(passage), *words)) for passage, words in zip(passages, own, strict=True)),
        wordings=tuple(map(tuple, own)),
        first_surface=tuple(accumulate((len(words) for words in own), initial=0)),
        surface_entry=tuple(wording.entry for wording in wordings),
        surface_weight=weights,
        postings=postings,
        rarity=rarity,
        telling={f: beyond[count] for f, count in spread.items() if len(f) > 1 and count in beyond},
        names=names,
        own_names=tuple(map(tuple, own_names)),
        near=tuple("\n".join((*named, words[-1])) for named, words in zip(own_names, own, strict=True)),
        name_starts=starts,
        name_numbers=tuple(name_numbers(entry, normaliser) for entry in entries),
        sounds=sounds,
        latin=Latin(
            english=lexicon.english,
            read_glosses=partial(glosses, rarity),
            initials=_initials(entries, lexicon, normaliser),
            spell_names=partial(spellings, names),
            known=frozenset(f for f in rarity if f.isascii() and f.isalpha()),
            sounds=sounds,
        ),
        rarest=rarest,
    )


def _post(
    wordings: Sequence[Wording], rarity: Mapping[str, float]
) -> tuple[dict[str, tuple[int, ...]], tuple[float, ...]]:
    """Return the surfaces that hold each feature, and the sum of each surface's rarities."""
    postings: defaultdict[str, list[int]] = defaultdict(list)
    weights = []
    for number, wording in enumerate(wordings):
        features = {*wording.items, *wording.pairs}
        for feature in features:
            postings[feature].append(number)
        weights.append(sum(map(rarity.__getitem__, features)))
    same: dict[tuple[int, ...], tuple[int, ...]] = {}  # most features stand in one surface, as its others do
    return {feature: same.setdefault(found := tuple(each), found) for feature, each in postings.items()}, tuple(weights)


def _initials(entries: tuple[Entry, ...], lexicon: Lexicon, normaliser: Normaliser) -> dict[str, str]:
    return initials_of(dict.fromkeys(callable_names(entries, normaliser, lexicon)))

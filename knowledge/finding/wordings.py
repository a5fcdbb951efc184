"""Every wording of every entry, as units and pairs of units."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from sys import intern

from knowledge.finding.names import names_of
from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.language.units import items_of
from knowledge.model import Entry

OWN = 1.0  # strength of words that are the entry's own: its name, its quote, what an editor wrote
AROUND = 0.5  # strength of words of the sentence around the quote


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
    """Returns each pair of neighbouring units, joined; what stood between them is read over."""
    return [intern(a + b) for a, b in pairwise(items)]


def wordings_of(entries: tuple[Entry, ...], normaliser: Normaliser) -> tuple[list[Wording], list[list[str]]]:
    """Returns every surface in units, and every entry's passage in units."""
    owners: list[tuple[int, bool]] = []
    flat: list[str] = []
    for number, entry in enumerate(entries):
        names = names_of(entry)
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


def strengths_of(
    entries: tuple[Entry, ...], wordings: list[Wording], passages: list[list[str]]
) -> tuple[dict[str, float], ...]:
    """Returns, for each entry, its units and pairs of units with their strength."""
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


def counts_of(wordings: list[Wording], lexicon: Lexicon) -> Counter[str]:
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

"""What entries are called: whole, by initials, and with the numbers that belong to a name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, product

from knowledge.language.lexicon import Lexicon
from knowledge.language.normalise import Normaliser
from knowledge.language.pinyin import syllables_of
from knowledge.language.units import items_of
from knowledge.model import Entry, Figure, Livelihood, Term

_CLASSIFIERS = "个大项条句"
_MOST_SPELLINGS = 8


def names_of(entry: Entry) -> tuple[str, ...]:
    """Returns what an entry is called: its title and aliases, and a figure's indicator; an item's head is no name."""
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
    """Maps the initials of each name to it; of names that share them, to the first."""
    found: dict[str, str] = {}
    for name in names:
        readings = [syllables_of("零一二三四五六七八九"[int(c)] if c.isdecimal() else c) for c in name]
        if readings and all(readings):
            found.setdefault("".join(r[0][0] for r in readings), name)
    return found


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Maps the whole pinyin of each name of two characters or more to it; of names that share it, to the first.

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
    """Yields the names people shorten to initials: terms', the lexicon's words for the list, then indicators'."""
    terms = [name for entry in entries if isinstance(entry, Term) for name in names_of(entry)]
    yield from ("".join(items_of(form)) for form in normaliser.forms(terms))
    for word, tags in lexicon.words.items():
        if any(tag.family == "kind" and tag.value == "livelihood" for tag in tags):
            yield word
    indicators = [entry.indicator for entry in entries if isinstance(entry, Figure)]
    yield from ("".join(items_of(form)) for form in normaliser.forms(indicators))


def by_name(named: Iterable[tuple[int, list[str]]]) -> tuple[dict[str, tuple[int, ...]], dict[str, int]]:
    """Returns the entries of each name, and for each first two units (or sole one) the longest name's length in units.

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

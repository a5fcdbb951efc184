"""Finds entries as one types: those that are named so, then those that say so, then those nearest by wording.

A name may be typed in Latin letters too: its whole pinyin, or the initials of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.finding.index import Index
from knowledge.finding.recall import Candidate, Topic, recall
from knowledge.finding.wordings import pairs_of
from knowledge.language.normalise import split_units, whole_word
from knowledge.language.pinyin import Sounds, sound, syllables_of
from knowledge.language.question import Question
from knowledge.model import Kind

MOST_FOUND = 200  # entries over all pages of one search
LONGEST_SEARCHED = 1024  # characters of a search that are read
LONGEST_TYPED = 120  # characters; what is longer is no name half typed, and the answers to it suffice
MOST_NEAR = 80  # entries looked at for their wording
NEAR_SHARE = 0.3  # of the rarity of what was typed, from which on an entry's wording is near

_EQUAL, _BEGINS, _HOLDS, _SAYS = range(4)
_BY_KIND = (Kind.TERM, Kind.FIGURE, Kind.TARGET, Kind.LIVELIHOOD, Kind.TEXT)

Place = tuple[int, int, int, int]  # how it matches, how long the wording is, the kind, and where in the report
_LATIN = re.compile("[a-z' -]+")
_SILENT = re.compile("[' -]")
_ALIKE = re.compile("([zcs])h|(n)g")
_NUMERALS = "零一二三四五六七八九"
_BEYOND = "\x7f"  # sorts after every letter

_Spelt = tuple[str, int, int]


class Search:
    """Searches one index; a wording that is no longer than needed to hold what was typed comes first."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def prepare(self) -> None:
        """Build the spellings now, which takes tens of milliseconds."""
        self._spellings  # noqa: B018 - kept once made

    @cached_property
    def _spellings(self) -> Spellings:
        return _spellings_of(self._index.own_names, self._index.sounds)

    def typed(self, typed: str, form: str) -> list[int]:
        """Return the entries whose names or other wordings hold what was typed, the best first.

        `typed` is its normal form, `form` the same with Latin letters in Chinese where they can be.
        """
        if len(form) > LONGEST_TYPED:
            return []
        best: dict[int, Place] = {}
        for entry, place in (*self._spelt(typed), *self._worded(form)):
            best[entry] = min(place, best.get(entry, place))
        return sorted(best, key=best.__getitem__)

    def near(self, question: Question, topic: Topic) -> list[int]:
        """Return the entries that share much of the question's wording, the nearest first."""
        if len(question.form) > LONGEST_TYPED:
            return []
        return [c.entry for c in recall(question, topic, self._index, MOST_NEAR) if _is_near(c)]

    def passages(self, numbers: Iterable[int]) -> list[int]:
        """Return the first entries of different passages, in order."""
        found: dict[int, int] = {}
        for number in numbers:
            found.setdefault(self._index.entries[number].passage.number, number)
        return list(found.values())[:MOST_FOUND]

    def _spelt(self, typed: str) -> Iterator[tuple[int, Place]]:
        """The entries with a name whose pinyin or initials begin with what was typed."""
        for entry, length in self._spellings.begin_with(typed):
            yield entry, self._place(_BEGINS, length, entry)

    def _worded(self, form: str) -> Iterator[tuple[int, Place]]:
        """The entries with a wording that holds what was typed."""
        units, index = split_units(form), self._index
        if not units:
            return
        pattern = whole_word(units.joined)
        for surface in self._holding(units.items):
            entry = index.surface_entry[surface]
            nth = surface - index.first_surface[entry]
            wording = index.wordings[entry][nth]
            match = pattern.search(wording)
            if match is not None:
                how = _how(match, wording) if nth < len(index.own_names[entry]) else _SAYS
                yield entry, self._place(how, len(wording), entry)

    def _holding(self, items: Sequence[str]) -> set[int]:
        """The surfaces with all units and pairs of units that were typed."""
        postings = [self._index.postings.get(feature, ()) for feature in {*items, *pairs_of(list(items))}]
        if not postings:
            return set()
        shortest, *others = sorted(postings, key=len)
        found = set(shortest)
        for other in others:
            if not found:
                break
            found.intersection_update(other)
        return found

    def _place(self, how: int, length: int, entry: int) -> Place:
        kind = self._index.entries[entry].kind
        lower = kind is Kind.TEXT and how < _SAYS  # its title is the beginning of a sentence, not a name
        return how + lower, length, _BY_KIND.index(kind), entry


def _how(match: re.Match[str], name: str) -> int:
    """How `match` lies in an entry's name."""
    if match.start():
        return _HOLDS
    return _BEGINS if match.end() < len(name) else _EQUAL


def _is_near(candidate: Candidate) -> bool:
    return candidate.name is not None or candidate.shared >= NEAR_SHARE * candidate.asked


@dataclass(frozen=True, slots=True)
class Spellings:
    """Every entry's names in pinyin and in initials: (spelling, entry, the name's length), sorted."""

    pinyin: Sequence[_Spelt]
    initials: Sequence[_Spelt]

    def begin_with(self, typed: str) -> Iterator[tuple[int, int]]:
        """Yield the entries with a name that is spelt as `typed` or begins so, and the name's length.

        Nothing where `typed` has other characters than Latin letters, spaces, apostrophes and hyphens.
        """
        letters = _SILENT.sub("", typed) if _LATIN.fullmatch(typed) else ""
        if letters:
            for listed, start in ((self.pinyin, _folded(letters)), (self.initials, letters)):
                first, last = bisect_left(listed, (start,)), bisect_left(listed, (start + _BEYOND,))
                yield from ((entry, length) for _, entry, length in listed[first:last])


def _spellings_of(names: Sequence[Sequence[str]], sounds: Sounds) -> Spellings:
    """Return the spellings of `names`, the joined names of each entry; sounds that are heard alike are one."""
    named = [(entry, name) for entry, own in enumerate(names) for name in dict.fromkeys(own)]
    text = "\n".join(name for _, name in named)
    read = dict(_readings(sounds))

    def listed(written: str) -> Sequence[_Spelt]:
        spelt = zip(written.split("\n"), named, strict=True)
        return sorted((spelling, entry, len(name)) for spelling, (entry, name) in spelt)

    first = {code: syllable[0] for code, syllable in read.items()}
    return Spellings(
        pinyin=listed(_folded(text.translate(read))),
        initials=listed(text.translate(first)),
    )


def _readings(sounds: Sounds) -> Iterator[tuple[int, str]]:
    """The commonest sound of every character, and of the digits, which are read one by one."""
    yield from ((ord(char), heard[0]) for char, heard in sounds.sounds.items() if heard)
    yield from ((ord(str(digit)), sound(syllables_of(char)[0])) for digit, char in enumerate(_NUMERALS))


def _folded(spelling: str) -> str:
    """Return a spelling with one way to write what is heard alike: zh and z, ng and n."""
    return _ALIKE.sub(r"\1\2", spelling)

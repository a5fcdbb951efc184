"""Pronunciation: homophones of typed characters, and the characters for typed pinyin.

Readings are without tones. What one hears alike in Chinese accents is one sound here
(zh = z, ing = in, …), since that is how people mistype. Single characters' readings are in readings.txt: pypinyin would
take three times the memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from math import log1p
from pathlib import Path

from knowledge.grammar.numerals import to_arabic

_MOST_REMEMBERED = 4096  # characters beside the report's
_BEAM = 10  # characters tried for one syllable
_LONGEST_SYLLABLE = 6
_NUMERALS = ("零", "一", "二两", "三", "四", "五", "六", "七", "八", "九")
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_ORDER = "di"
_SPOKEN = dict(
    zip(("yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi"), "一二三四五六七八九十", strict=True)
)
_COUNTS = frozenset(
    ("jian", "ge", "xiang", "tiao", "bu", "ju", "hao", "dian")
)  # classifiers and the like, which follow a number


def sound(syllable: str) -> str:
    """Returns `syllable` as accents merge it: zh, ch, sh as z, c, s, and final ng as n."""
    return re.sub("ng$", "n", re.sub("^([zcs])h", r"\1", syllable))


def _heard(char: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sound(s) for s in syllables_of(char)))


@dataclass(frozen=True)
class Sounds:
    """The sounds of every character the report and its editors use.

    `alike` maps a sound to its characters and `following` a character to those that stand behind it in a text;
    `by_syllable` maps an exact syllable to characters, the most used first.
    `counts` holds how often each character and each pair of units stands in what was indexed. `heard` returns the
    sounds of any other character, and remembers those of late.
    """

    sounds: Mapping[str, tuple[str, ...]]
    alike: Mapping[str, str]
    following: Mapping[str, str]
    by_syllable: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]
    heard: Callable[[str], tuple[str, ...]] = field(default_factory=lambda: lru_cache(_MOST_REMEMBERED)(_heard))

    def homophones(self, first: str, second: str) -> tuple[str, ...]:
        """Returns the known pairs that sound like `first` + `second`, which isn't known; a digit is but itself."""
        sounds = self.sounds.get(first) or self.heard(first)
        heads = [head for one in sounds for head in self.alike.get(one, "")] if sounds else [first]
        tails = frozenset(self.sounds.get(second) or self.heard(second) or (second,))
        return tuple(
            head + tail
            for head in heads
            for tail in self.following.get(head, "")
            if not tails.isdisjoint(self.sounds.get(tail, tail))
        )

    def spell(self, word: str) -> tuple[str, ...] | None:
        """Returns the syllables of typed pinyin, or None if `word` isn't pinyin; the last may be only an initial."""
        best: list[tuple[int, tuple[str, ...]] | None] = [(0, ())] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - _LONGEST_SYLLABLE), end):
                before, piece = best[start], word[start:end]
                if before is None:
                    continue
                whole = piece in self.by_syllable
                if not whole and not (piece in _INITIALS and end == len(word) and start > 0):
                    continue
                found = (before[0] + (1 if whole else 3), (*before[1], piece))
                current = best[end]
                if current is None or found[0] < current[0]:
                    best[end] = found
        return best[-1][1] if best[-1] else None

    def write(self, spelt: Iterable[str]) -> str:
        """Returns the likeliest characters for syllables, by the known pairs; numbers are kept."""
        paths: dict[str, tuple[float, str]] = {"": (0.0, "")}
        for syllable in _with_ordinals(tuple(spelt)):
            paths = self._step(paths, self._choices(syllable))
        return max(paths.values())[1]

    def _choices(self, syllable: str) -> tuple[str, ...]:
        if syllable[0].isdigit() or not syllable.isascii():
            return (syllable,)
        known = self.by_syllable.get(syllable)
        if known is None:  # only an initial: any syllable that begins with it
            known = tuple(c for s, chars in self.by_syllable.items() if s.startswith(syllable) for c in chars[:2])
        return known[:_BEAM] or (syllable,)

    def _step(self, paths: dict[str, tuple[float, str]], choices: tuple[str, ...]) -> dict[str, tuple[float, str]]:
        count = self.counts.get
        ends = [(_last(end) if end else "", score, text) for end, (score, text) in paths.items()]
        step = {}
        for char in choices:
            first = _last(char)
            best, written = -1.0, ""
            for last, score, text in ends:
                together = count(last + first) if last else None
                joined = score + 2.0 * log1p(together) if together else score
                if joined > best or (joined == best and text > written):
                    best, written = joined, text
            step[char] = (best + 0.3 * log1p(count(char, 0)), written + char)
        return step


def _with_ordinals(spelt: tuple[str, ...]) -> tuple[str, ...]:
    """Writes `di san shi san jian` as 第, 33, `jian`: read one by one they would become other words."""
    for start, syllable in enumerate(spelt):
        if syllable == _ORDER:
            end = start + 1
            while end < len(spelt) and spelt[end] in _SPOKEN:
                end += 1
            number = to_arabic("".join(_SPOKEN[s] for s in spelt[start + 1 : end]))
            if end == start + 1 and spelt[end : end + 1] and spelt[end][0].isdigit():
                number, end = spelt[end], end + 1
            if number and spelt[end : end + 1] and spelt[end] in _COUNTS:
                return (*spelt[:start], "第", number, *_with_ordinals(spelt[end:]))
    return spelt


def _last(unit: str) -> str:
    """All numbers count as one unit: 第 may precede any of them."""
    return "0" if unit[:1].isdigit() else unit


def hear(counts: Mapping[str, int]) -> Sounds:
    """Returns the sounds of the characters in `counts`, which holds characters and pairs with how often they occur."""
    chars = sorted((c for c in counts if len(c) == 1 and not c.isascii()), key=lambda c: -counts[c])
    sounds = {char: _heard(char) for char in chars}
    by_syllable: defaultdict[str, list[str]] = defaultdict(list)
    for digit, numeral in enumerate(_NUMERALS):  # typed pinyin may spell a number; homophones never do
        for reading in (r for c in numeral for r in syllables_of(c)[:1]):
            by_syllable[reading].append(str(digit))
    for char in chars:
        for reading in syllables_of(char):
            by_syllable[reading].append(char)
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for char, heard in sounds.items():
        for one in heard:
            alike[one].append(char)
    following: defaultdict[str, list[str]] = defaultdict(list)
    for pair in counts:
        if len(pair) == 2 and (pair[0] in sounds or pair[1] in sounds):
            following[pair[0]].append(pair[1])
    return Sounds(sounds, _joined(alike), _joined(following), {s: tuple(c) for s, c in by_syllable.items()}, counts)


def _joined(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {key: "".join(chars) for key, chars in table.items()}


READINGS = Path(__file__).with_name("readings.txt")
MOST = 3  # readings of a character that are kept


def toneless(reading: str) -> str:
    """Return a reading without its tone, `ü` as `v`: lǜ is lv."""
    plain = unicodedata.normalize("NFD", reading)
    return "".join(c for c in plain if not unicodedata.combining(c) or c == "\u0308").replace("u\u0308", "v")


def syllables_of(char: str) -> tuple[str, ...]:
    """Return the toneless readings of one Chinese character, the commonest first, `ü` as `v`; none for others."""
    return _readings().get(char, ())


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in READINGS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            readings, _, chars = line.partition(" ")
            found |= dict.fromkeys(chars, tuple(readings.split(",")))
    return found

"""Parses what people type after /timezone: a city, a country, a time zone's name, or an offset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from handlers.reminding.parsing.places import Places, Zone, fold, offset_zone
from handlers.reminding.parsing.text import LONGEST, Simplify, normalise
from knowledge.language.numerals import to_arabic
from knowledge.language.readings import syllables_of

MOST_OFFERED = 5  # places to choose from

# Least similarity (0 to 100) of a suggestion: two of three characters, nearly the same pinyin, most of the letters;
# and how far it may be below the best one.
_CHARACTERS, _SOUND, _LETTERS, _LESS = 60.0, 85.0, 76.0, 5.0
_PART = 2  # shortest half of a joined name: 日本东京
_WEST, _EAST = -12 * 60, 14 * 60  # minutes; no place is beyond

_EAST_WEST = re.compile(r"^([东西])(\d\d?|[一二三四五六七八九十]{1,3})(?:时?区)?(?:时间)?$")
_OFFSET = re.compile(
    r"(?:utc|gmt)? ?(?P<sign>[+-])? ?(?!\d{3}\b)(?P<hour>\d\d?)(?::?(?P<minute>[0-5]\d)|(?P<part>\.(?:25|50?|75)))?"
    r" ?(?:小时|hours|h)?"
)

# How a place is mentioned in a sentence: UTC+8, Asia/Tokyo, 北京时间, New York.
_SURE = (
    re.compile(r"(?<![a-z/])(?:utc|gmt) ?[+-] ?\d\d?(?::?\d\d)?(?!\d)"),
    re.compile(r"(?<![a-z])[a-z]+(?:/[a-z]+(?:[_-][a-z]+)*)+(?:[+-]?\d\d?)?"),
    re.compile("[\u3400-\u9fff]{2,}"),
)
_CHINESE_ENDING = re.compile("时间|时区")
_WORD = re.compile(r"[a-z][a-z.'-]*")
_LONGEST_NAME, _MOST_WORDS, _FEWEST_LETTERS = 12, 5, 3  # Chinese characters; English words; letters


@dataclass(frozen=True, slots=True)
class UnclearZone:
    """A text doesn't name exactly one zone; `zones` are suggestions, the likeliest first.

    `why`: the place is `unknown`, `several` places share the name, or no place has this `offset` (+15:00).
    """

    why: Literal["unknown", "several", "offset"]
    zones: tuple[Zone, ...] = ()


@dataclass(frozen=True, slots=True)
class ZoneMention:
    """A place named within a text: its `name` as typed, and the normalised `rest` of the text."""

    name: str
    zone: Zone | UnclearZone
    rest: str


class ZoneParser:
    """Parses places; `simplify` turns traditional characters into simplified ones."""

    def __init__(self, places: Places, simplify: Simplify) -> None:
        self._named, self._zones, self._simplify = places.named, places.zones, simplify
        suffixes = sorted(map(fold, places.suffixes), key=len, reverse=True)
        self._suffix = re.compile(f"(?<=.)(?:{'|'.join(suffixes)})$")
        self._spellings: dict[str, list[str]] = {}  # every name, and Chinese ones in pinyin
        for name in places.named:
            for spelling in {name, _spell(name)}:
                self._spellings.setdefault(spelling, []).append(name)

    def parse(self, text: str) -> Zone | UnclearZone:
        """Return the time zone that `text` names, or suggestions."""
        words, _ = normalise(text, self._simplify)
        if len(words) > LONGEST:
            return UnclearZone("unknown")
        return self._offset(words) or self._place(words) or UnclearZone("unknown", self._suggestions(words))

    def find(self, text: str) -> ZoneMention | None:
        """Return the first place that a text about something else mentions, or None."""
        words, typed = normalise(text, self._simplify)
        for start, end in _candidates(words):
            zone = self._offset(words[start:end]) or self._place(words[start:end])
            if isinstance(zone, Zone) or (zone and zone.why == "several"):
                return ZoneMention(typed[start:end], zone, f"{words[:start].strip()} {words[end:].strip()}".strip())
        return None

    def zone(self, name: str) -> Zone:
        """Return the zone of an IANA name or an offset such as `+08:00`; an unknown one is shown by its name."""
        offset = self._offset(name)
        return self._zones.get(name) or (offset if isinstance(offset, Zone) else Zone(name, name, name))

    def _offset(self, words: str) -> Zone | UnclearZone | None:
        """Parse an offset; without a sign both directions are possible."""
        words = _EAST_WEST.sub(lambda found: f"{'+' if found[1] == '东' else '-'}{to_arabic(found[2])}", words)
        found = _OFFSET.fullmatch(words)
        if not found:
            return None
        offset = int(found["hour"]) * 60 + int(found["minute"] or 60 * float(found["part"] or 0))
        signed = {offset if sign == "+" else -offset for sign in found["sign"] or "+-"}
        zones = tuple(offset_zone(each) for each in sorted(signed, reverse=True) if _WEST <= each <= _EAST)
        if not zones:
            return UnclearZone("offset")
        return zones[0] if len(signed) == 1 else UnclearZone("several" if len(zones) > 1 else "unknown", zones)

    def _place(self, words: str) -> Zone | UnclearZone | None:
        """Look up an exact name."""
        zones = self._named.get(words) or self._zones_of(fold(words))
        if len(zones) > 1:
            return UnclearZone("several", zones[:MOST_OFFERED])
        return zones[0] if zones else None

    def _zones_of(self, name: str) -> tuple[Zone, ...]:
        """Look up a name, or two joined names that agree: 日本东京, Paris, France."""
        if zones := self._single(name):
            return zones
        for cut in range(_PART, len(name) - _PART + 1):
            first, second = self._single(name[:cut]), self._single(name[cut:])
            narrow, wide = (first, second) if name.isascii() else (second, first)
            if zones := tuple(zone for zone in narrow if zone.name in {each.name for each in wide}):
                return zones
        return ()

    def _single(self, name: str) -> tuple[Zone, ...]:
        return self._named.get(name) or self._named.get(self._suffix.sub("", name), ())

    def _suggestions(self, words: str) -> tuple[Zone, ...]:
        """The zones of similar names; for Asia/China those of China."""
        if "/" in words and (zones := self._zones_of(fold(words.rpartition("/")[2]))):
            return zones[:MOST_OFFERED]
        name = fold(words)
        similar = self._similar(name, _LETTERS if name.isascii() else _CHARACTERS)
        similar += [] if name.isascii() else self._similar(_spell(name), _SOUND)
        most = max((similarity for similarity, _ in similar), default=0)
        similar = sorted((each for each in similar if each[0] >= most - _LESS), key=lambda each: -each[0])
        names = (name for _, spelling in similar for name in self._spellings[spelling])
        return tuple(dict.fromkeys(zone for name in names for zone in self._named[name]))[:MOST_OFFERED]

    def _similar(self, name: str, least: float) -> list[tuple[float, str]]:
        found = process.extract(name, self._spellings.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=20)
        return [(similarity, spelling) for spelling, similarity, _ in found]


def _candidates(words: str) -> Iterator[tuple[int, int]]:
    """Spans of normalised `words` that may be the name of a place, the most certain kind first."""
    for pattern in _SURE:
        yield from (found.span() for found in pattern.finditer(words))
    for ending in _CHINESE_ENDING.finditer(words):
        first = max(0, ending.start() - _LONGEST_NAME)
        yield from ((start, ending.end()) for start in range(first, ending.start()))
    spans = [word.span() for word in _WORD.finditer(words)]
    for count in range(_MOST_WORDS, 0, -1):
        for (start, _), (_, end) in zip(spans, spans[count - 1 :], strict=False):
            if end - start >= _FEWEST_LETTERS:
                yield start, end


def _spell(name: str) -> str:
    """A name in pinyin, each character by its commonest reading."""
    return "".join(next(iter(syllables_of(sign)), sign) for sign in name)

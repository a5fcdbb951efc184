"""Reads by whose clock somebody lives: a city, a country, a time zone's name, or an offset."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz, process

from handlers.reminding.times.places import Places, Zone, fixed, fold
from handlers.reminding.times.plain import Simplify, plain, tidy
from handlers.reminding.times.spotting import candidates
from knowledge.language.numerals import to_arabic
from knowledge.language.pinyin import syllables_of
from store import zone_named

LONGEST = 60  # characters of a place's name
MOST_NEAR = 5  # places that are offered for one that isn't known

# Likeness (0 to 100) from which on a name may have been meant: of two characters one, of latin letters most.
_NEAR, _NEAR_LATIN = 50.0, 76.0
_WORSE = 12.0  # by how much another may be less like than the likeliest
_BEGINNING = 3  # letters with which a name may be begun
_PART = 2  # characters of a name within a name: 日本东京

_FRACTIONS = {"25": 15, "5": 30, "50": 30, "75": 45}  # of an hour, in minutes
_WEST, _EAST = -12 * 60, 14 * 60  # minutes: the ends of the earth's clocks
_HALF_MONTHS = tuple(timedelta(days=15 * half) for half in range(25))  # a year, in which clocks change and change back


@dataclass(frozen=True, slots=True)
class Near:
    """The place isn't known, or it may be several: what may have been meant, the likeliest first; may be empty.

    `several`: all of them are called so.
    """

    zones: tuple[Zone, ...]
    several: bool = False


@dataclass(frozen=True, slots=True)
class NoOffset:
    """An offset that no place on earth has: +15:00."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A place, by its `name` as it was written: its clock, or several; `rest` is the text without it, `plain`."""

    name: str
    zone: Zone | Near
    rest: str


class Zones:
    """Reads places; `simplify` turns traditional characters into simplified ones."""

    def __init__(self, places: Places, simplify: Simplify) -> None:
        self._places, self._simplify = places, simplify
        self._endings = tuple(fold(ending, simplify) for ending in places.endings)
        # by their whole names, since without its sign Etc/GMT-8 might be Etc/GMT+8
        self._nowhere = {name.lower(): zone for name, zone in places.zones.items() if zone.name[0] in "+-"}
        self._greenwich = frozenset(fold(name, simplify) for name in places.greenwich)
        east, west, zone, hours = map(_any, (places.east, places.west, places.zone, places.hours))
        unit = rf" ?(?:{hours})?"
        self._numbered = re.compile(
            rf"(?:(?P<east>{east})|(?P<west>{west}))(?P<number>\d\d?|\D{{1,3}}?)(?:{zone})?(?:{_any(places.endings)})?"
        )
        self._unsigned = re.compile(rf"(?:utc|gmt)? ?(\d\d?(?::[0-5]\d)?){unit}")
        self._signed = re.compile(
            r"(?:utc|gmt)? ?(?P<sign>[+-]) ?"
            rf"(?:(?P<hours>\d\d?)(?::(?P<minutes>[0-5]\d)|\.(?P<fraction>{_any(_FRACTIONS)}))?{unit}"
            r"|(?P<both>\d\d[0-5]\d))"
        )
        self._sounding: dict[str, list[str]] = {}
        for name in places.named:
            if not name.isascii():
                self._sounding.setdefault(_spelt(name), []).append(name)

    def read(self, text: str) -> Zone | Near | NoOffset:
        """Returns the clock that `text` names, or what it may have meant."""
        words = plain(text[: LONGEST * 2], self._simplify)
        if len(words) > LONGEST:
            return Near(())
        unsigned = self._unsigned.fullmatch(words)
        if unsigned and words not in self._nowhere:
            both = [self._offset(sign + unsigned[1]) for sign in "+-"]
            real = tuple(zone for zone in both if isinstance(zone, Zone))
            return Near(real, several=len(real) > 1) if real else NoOffset()
        return self._called(words) or Near(self._near(fold(words, self._simplify)))

    def spot(self, text: str) -> Spotted | None:
        """Returns the first place that a sentence about something else names; None where it names none."""
        words, written = plain(text[: LONGEST * 2], self._simplify), tidy(text[: LONGEST * 2])
        if len(written) != len(words):
            written = words
        for start, end in candidates(words, self._places.endings):
            zone = self._called(words[start:end])
            if zone and not isinstance(zone, NoOffset):
                return Spotted(written[start:end], zone, f"{words[:start].strip()} {words[end:].strip()}".strip())
        return None

    def named(self, name: str) -> Zone:
        """Returns what to show of a zone's name or an offset such as `+08:00`; the name itself where it isn't known."""
        offset = self._offset(name.lower())
        return self._places.zones.get(name) or (offset if isinstance(offset, Zone) else Zone(name, name, name))

    def _called(self, words: str) -> Zone | Near | NoOffset | None:
        """What is called exactly so."""
        offset = self._nowhere.get(words) or self._offset(words)
        if offset:
            return offset
        zones = self._known(fold(words, self._simplify))
        if len(zones) > 1:
            return Near(zones[:MOST_NEAR], several=True)
        return zones[0] if zones else None

    def _known(self, folded: str) -> tuple[Zone, ...]:
        """The zones of a name, or of two that agree: 日本东京, Paris, France."""
        for name in self._names(folded):
            if zones := self._places.named.get(name):
                return zones
        for cut in range(_PART, len(folded) - _PART + 1):
            first, second = (self._whole(part) for part in (folded[:cut], folded[cut:]))
            narrow, wide = (first, second) if folded.isascii() else (second, first)
            agreed = {zone.name for zone in wide}
            if zones := tuple(zone for zone in narrow if zone.name in agreed):
                return zones
        return ()

    def _whole(self, folded: str) -> tuple[Zone, ...]:
        found = (self._places.named.get(name) for name in self._names(folded))
        return next(filter(None, found), ())

    def _names(self, folded: str) -> Iterator[str]:
        """The name as it is, and without what may follow it."""
        yield folded
        for ending in self._endings:
            if folded.endswith(ending):
                yield folded.removesuffix(ending)

    def _offset(self, words: str) -> Zone | NoOffset | None:
        if not self._greenwich.isdisjoint(self._names(fold(words, self._simplify))):
            return _fixed(0)
        if found := self._signed.fullmatch(words):
            both = found["both"] or f"{found['hours']:>02}{found['minutes'] or '00'}"
            minutes = int(both[:2]) * 60 + int(both[2:]) + _FRACTIONS.get(found["fraction"], 0)
            return _fixed(-minutes if found["sign"] == "-" else minutes)
        numbered = self._numbered.fullmatch(words)
        number = to_arabic(numbered["number"]) if numbered else ""
        if not numbered or not number.isdecimal():
            return None
        return _fixed(int(number) * (60 if numbered["east"] else -60)) if int(number) <= 12 else NoOffset()

    def _near(self, folded: str) -> tuple[Zone, ...]:
        found: dict[str, Zone] = {}
        for name in (*self._begun(folded), *self._sounding.get(_spelt(folded), ()), *self._alike(folded)):
            for zone in self._places.named[name]:
                found.setdefault(zone.name, zone)
        return tuple(found.values())[:MOST_NEAR]

    def _begun(self, folded: str) -> list[str]:
        """Names that begin so, the shortest first."""
        begun = (name for name in self._places.named if len(folded) >= _BEGINNING and name.startswith(folded))
        return sorted(begun, key=len)

    def _alike(self, folded: str) -> list[str]:
        """Names with nearly the same letters, the likeliest first."""
        names = self._places.named.keys()
        least = _NEAR_LATIN if folded.isascii() else _NEAR
        alike = process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=least, limit=4 * MOST_NEAR)
        likely = sorted(alike, key=lambda one: (-one[1], one[0][:1] != folded[:1]))
        return [name for name, likeness, _ in likely if likeness >= likely[0][1] - _WORSE]


def same_clock(first: str, second: str, now: datetime) -> bool:
    """Returns whether two zones' clocks show the same all the year from `now` on: 北京 and 香港."""
    zones = (zone_named(first), zone_named(second))
    return all(len({(now + step).astimezone(zone).utcoffset() for zone in zones}) == 1 for step in _HALF_MONTHS)


def _spelt(name: str) -> str:
    """A name in letters, as its characters are read most often."""
    return "".join(next(iter(syllables_of(sign)), sign) for sign in name)


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _fixed(minutes: int) -> Zone | NoOffset:
    """The offset of so many minutes; there is none beyond the ends of the earth's clocks."""
    return fixed(minutes) if _WEST <= minutes <= _EAST else NoOffset()

"""Reads by whose clock somebody lives: a city, a country, a time zone's name, or an offset."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from handlers.reminding.places import Places, Zone, fold
from handlers.reminding.plain import Simplify, plain
from knowledge.language.numerals import to_arabic

LONGEST = 60  # characters of a place's name
MOST_NEAR = 5  # places that are offered for one that isn't known

# Likeness (0 to 100) from which on a name may have been meant: of two characters one, of latin letters most.
_NEAR, _NEAR_LATIN = 50.0, 70.0
_BEGINNING = 3  # letters with which a name may be begun

_OFFSET = re.compile(r"(?:utc|gmt)? ?(?P<sign>[+-]) ?(?:(?P<hours>\d\d?)(?::(?P<minutes>[0-5]\d))?|(?P<both>\d{4}))")
_UNSIGNED = re.compile(r"(?:utc|gmt)? ?(\d\d?(?::[0-5]\d)?)")
_GREENWICH = frozenset({"utc", "gmt", "z"})
_WEST, _EAST = -12 * 60, 14 * 60  # minutes: the ends of the earth's clocks


@dataclass(frozen=True, slots=True)
class Near:
    """The place isn't known, or it may be several: what may have been meant, the likeliest first; may be empty."""

    zones: tuple[Zone, ...]


class Zones:
    """Reads places; `simplify` turns traditional characters into simplified ones."""

    def __init__(self, places: Places, simplify: Simplify) -> None:
        self._places, self._simplify = places, simplify
        self._endings = tuple(fold(ending, simplify) for ending in places.endings)
        east, west, zone = (_any(words) for words in (places.east, places.west, places.zone))
        self._numbered = re.compile(rf"(?:(?P<east>{east})|(?P<west>{west}))(?P<number>\d\d?|\D{{1,3}}?)(?:{zone})")

    def read(self, text: str) -> Zone | Near:
        """Returns the clock that `text` names, or what it may have meant."""
        words = plain(text[: LONGEST * 2], self._simplify)
        if len(words) > LONGEST:
            return Near(())
        offset = self._offset(words)
        if offset:
            return offset
        unsigned = _UNSIGNED.fullmatch(words)
        if unsigned:
            both = (self._offset(sign + unsigned[1]) for sign in "+-")
            return Near(tuple(zone for zone in both if zone))
        folded = fold(words, self._simplify)
        for name in self._names(folded):
            zones = self._places.named.get(name, ())
            if zones:
                return zones[0] if len(zones) == 1 else Near(zones[:MOST_NEAR])
        return Near(self._near(folded))

    def named(self, name: str) -> Zone:
        """Returns what to show of a zone's name or an offset such as `+08:00`; the name itself where it isn't known."""
        return self._places.zones.get(name) or self._offset(name.lower()) or Zone(name, name, name)

    def _names(self, folded: str) -> Iterable[str]:
        """The name as it is, and without what may follow it."""
        yield folded
        for ending in self._endings:
            if folded.endswith(ending):
                yield folded.removesuffix(ending)

    def _offset(self, words: str) -> Zone | None:
        if words in _GREENWICH:
            return _fixed(0)
        found = _OFFSET.fullmatch(words)
        if found:
            both = found["both"] or f"{found['hours']:>02}{found['minutes'] or '00'}"
            minutes = int(both[:2]) * 60 + int(both[2:])
            is_time = int(both[2:]) < 60
            return _fixed(-minutes if found["sign"] == "-" else minutes) if is_time else None
        numbered = self._numbered.fullmatch(words)
        number = to_arabic(numbered["number"]) if numbered else ""
        if not numbered or not number.isdecimal() or int(number) > 12:
            return None
        return _fixed(int(number) * (60 if numbered["east"] else -60))

    def _near(self, folded: str) -> tuple[Zone, ...]:
        names = self._places.named
        begun = [name for name in names if len(folded) >= _BEGINNING and name.startswith(folded)]
        least = _NEAR_LATIN if folded.isascii() else _NEAR
        alike = process.extract(folded, names.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=4 * MOST_NEAR)
        likely = sorted(alike, key=lambda one: (-one[1], one[0][:1] != folded[:1]))
        found: dict[str, Zone] = {}
        for name in (*sorted(begun, key=len), *(name for name, _, _ in likely)):
            for zone in names[name]:
                found.setdefault(zone.name, zone)
        return tuple(found.values())[:MOST_NEAR]


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _fixed(minutes: int) -> Zone | None:
    """The offset of so many minutes, as `+08:00` and, to be read, `UTC+8`; None where no place on earth has it."""
    if not _WEST <= minutes <= _EAST:
        return None
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    shown = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"
    return Zone(f"{sign}{hours:02}:{rest:02}", shown, shown)

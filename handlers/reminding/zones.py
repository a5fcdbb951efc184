"""Parses what people type after /timezone: a city, a country, a time zone's name, or an offset.

The names are those of Unicode's locale data (CLDR), in Chinese and English, and those of zones.yaml. cldr.json holds
what is needed of Babel, which would load three whole languages for it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field
from rapidfuzz import fuzz, process

from handlers.reminding.times import LONGEST, normalise
from knowledge.grammar.numerals import to_arabic
from knowledge.language.pinyin import syllables_of
from knowledge.report.document import read_document
from knowledge.report.schema import Form, NonEmptyTexts, validate
from store import zone_named

NAMES = Path(__file__).with_name("zones.yaml")
CLDR = Path(__file__).with_name("cldr.json")
MOST_OFFERED = 5  # places to choose from

_NO_PLACE = "Etc/"  # Etc/GMT-8 is an offset, UTC+8
_NOT_ZONES = {"Factory", "localtime", "posixrules"}  # files among the zones
_YEAR = tuple(timedelta(days=15) * step for step in range(25))  # steps that include every change of clocks
_LATER = datetime(2100, 1, 1, tzinfo=UTC)  # when only current rules still apply

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


class _NamesForm(Form):
    """The content of zones.yaml."""

    utc: NonEmptyTexts
    suffixes: NonEmptyTexts
    cities: dict[str, tuple[Annotated[NonEmptyTexts, Field(min_length=2)], ...]]
    countries: dict[str, NonEmptyTexts]
    others: tuple[tuple[NonEmptyTexts, NonEmptyTexts], ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone: `name` is an IANA name (`Asia/Shanghai`) or an offset (`+08:00`); the rest is shown to people."""

    name: str
    chinese: str
    english: str

    @property
    def is_offset(self) -> bool:
        """Whether it is a fixed offset."""
        return self.name[0] in "+-"


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
    """Parses places by their names in CLDR and in the file at `path`, which takes precedence.

    Raises KnowledgeError with every fault of the file, and KeyError if its `others` refer to an unknown place.
    """

    def __init__(self, path: Path = NAMES) -> None:
        form = validate(read_document(path), _NamesForm)
        cldr = _Cldr(**json.loads(CLDR.read_text(encoding="utf-8")))
        self._zones = _zones(cldr)
        self.named = self._names(form, cldr)
        suffixes = sorted(map(_fold, form.suffixes), key=len, reverse=True)
        self._suffix = re.compile(f"(?<=.)(?:{'|'.join(suffixes)})$")
        self._spellings: dict[str, list[str]] = {}  # every name, and Chinese ones in pinyin
        for name in self.named:
            for spelling in {name, _spell(name)}:
                self._spellings.setdefault(spelling, []).append(name)

    @property
    def shown(self) -> frozenset[str]:
        """What zones are called in Chinese."""
        return frozenset(zone.chinese for zone in chain(self._zones.values(), *self.named.values()))

    def _names(self, form: _NamesForm, cldr: _Cldr) -> dict[str, tuple[Zone, ...]]:
        """Return the zones that each folded name may mean; of offsets such as Etc/GMT-8 also by lower-case names."""
        named: dict[str, tuple[Zone, ...]] = {n.lower(): (zone,) for n, zone in self._zones.items() if zone.is_offset}
        listed = ((key, names) for key, several in form.cities.items() for names in several)
        cities = ((name, Zone(key, *names[:2])) for key, names in listed for name in names)
        utc = ((name, _offset_zone(0)) for name in form.utc)
        for source in (_cities(self._zones, cldr), _countries(self._zones, cldr, form.countries), cities, utc):
            found: dict[str, dict[str, Zone]] = {}
            for name, zone in source:
                found.setdefault(_key(name), {}).setdefault(zone.name, zone)
            named |= {name: tuple(each.values()) for name, each in found.items() if name}
        for names, places in form.others:
            meant = tuple(zone for place in places for zone in named[_key(place)])
            named |= {_key(name): meant for name in names}
        return named

    def parse(self, text: str) -> Zone | UnclearZone:
        """Return the time zone that `text` names, or suggestions."""
        words, _ = normalise(text)
        if len(words) > LONGEST:
            return UnclearZone("unknown")
        return _offset(words) or self._place(words) or UnclearZone("unknown", self._suggestions(words))

    def find(self, text: str) -> ZoneMention | None:
        """Return the first place that a text about something else mentions, or None."""
        words, typed = normalise(text)
        for start, end in _candidates(words):
            zone = _offset(words[start:end]) or self._place(words[start:end])
            if isinstance(zone, Zone) or (zone and zone.why == "several"):
                return ZoneMention(typed[start:end], zone, f"{words[:start].strip()} {words[end:].strip()}".strip())
        return None

    def zone(self, name: str) -> Zone:
        """Return the zone of an IANA name or an offset such as `+08:00`; an unknown one is shown by its name."""
        offset = _offset(name)
        return self._zones.get(name) or (offset if isinstance(offset, Zone) else Zone(name, name, name))

    def _place(self, words: str) -> Zone | UnclearZone | None:
        """Look up an exact name."""
        zones = self.named.get(words) or self._joined(_fold(words))
        if len(zones) > 1:
            return UnclearZone("several", zones[:MOST_OFFERED])
        return zones[0] if zones else None

    def _joined(self, name: str) -> tuple[Zone, ...]:
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
        return self.named.get(name) or self.named.get(self._suffix.sub("", name), ())

    def _suggestions(self, words: str) -> tuple[Zone, ...]:
        """Return the zones of similar names; for Asia/China those of China."""
        if "/" in words and (zones := self._joined(_fold(words.rpartition("/")[2]))):
            return zones[:MOST_OFFERED]
        name = _fold(words)
        similar = self._similar(name, _LETTERS if name.isascii() else _CHARACTERS)
        similar += [] if name.isascii() else self._similar(_spell(name), _SOUND)
        most = max((similarity for similarity, _ in similar), default=0)
        similar = sorted((each for each in similar if each[0] >= most - _LESS), key=lambda each: -each[0])
        names = (name for _, spelling in similar for name in self._spellings[spelling])
        return tuple(dict.fromkeys(zone for name in names for zone in self.named[name]))[:MOST_OFFERED]

    def _similar(self, name: str, least: float) -> list[tuple[float, str]]:
        found = process.extract(name, self._spellings.keys(), scorer=fuzz.ratio, score_cutoff=least, limit=20)
        return [(similarity, spelling) for spelling, similarity, _ in found]


def same_clock(first: str, second: str, now: datetime) -> bool:
    """Return whether two zones agree all the year from `now` (aware) on: 北京 and 香港."""
    return _offsets(first, now) == _offsets(second, now)


def _offsets(zone: str, start: datetime) -> tuple[timedelta | None, ...]:
    """Return the offsets of a zone over the year from `start`."""
    return tuple((start + step).astimezone(zone_named(zone)).utcoffset() for step in _YEAR)


def _offset(words: str) -> Zone | UnclearZone | None:
    """Parse an offset; without a sign both directions are possible."""
    words = _EAST_WEST.sub(lambda found: f"{'+' if found[1] == '东' else '-'}{to_arabic(found[2])}", words)
    found = _OFFSET.fullmatch(words)
    if not found:
        return None
    offset = int(found["hour"]) * 60 + int(found["minute"] or 60 * float(found["part"] or 0))
    signed = {offset if sign == "+" else -offset for sign in found["sign"] or "+-"}
    zones = tuple(_offset_zone(each) for each in sorted(signed, reverse=True) if _WEST <= each <= _EAST)
    if not zones:
        return UnclearZone("offset")
    return zones[0] if len(signed) == 1 else UnclearZone("several" if len(zones) > 1 else "unknown", zones)


def _offset_zone(minutes: int) -> Zone:
    """Return the zone of a fixed offset in minutes: `+08:00`, shown as `UTC+8`."""
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    shown = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"
    return Zone(f"{sign}{hours:02}:{rest:02}", shown, shown)


def _candidates(words: str) -> Iterator[tuple[int, int]]:
    """Yield spans of normalised `words` that may be the name of a place, the most certain kind first."""
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


def _fold(name: str) -> str:
    """Return a normalised name reduced to letters and digits, without accents."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name)))


def _key(name: str) -> str:
    return _fold(normalise(name)[0])


def _spell(name: str) -> str:
    """Return a name in pinyin, each character by its commonest reading."""
    return "".join(next(iter(syllables_of(sign)), sign) for sign in name)


@dataclass(frozen=True, slots=True)
class _Cldr:
    """Of cldr.json: new names of zones by old ones, cities by language and zone, and countries by code.

    A country has its zones, then its names in Chinese, English and traditional Chinese, empty where CLDR has none.
    """

    aliases: Mapping[str, str]
    cities: Mapping[str, Mapping[str, str]]
    countries: Mapping[str, tuple[list[str], str, str, str]]


def _zones(cldr: _Cldr) -> dict[str, Zone]:
    """Return every zone by all its IANA names, former ones too, shown by the city of its current name."""
    names = available_timezones() - _NOT_ZONES
    current = {name: new if (new := cldr.aliases.get(name, name)) in names else name for name in names}
    chinese, english = (_city_names(cldr.cities[language], current) for language in ("zh", "en"))
    made: dict[str, Zone] = {}
    for name in set(current.values()):
        if name.startswith(_NO_PLACE):
            offset = _offsets(name, _LATER)[0] or timedelta()
            made[name] = _offset_zone(int(offset.total_seconds()) // 60)
        else:
            city = english.get(name, name.rpartition("/")[2].replace("_", " "))
            made[name] = Zone(name, chinese.get(name, city), city)
    return {name: made[new] for name, new in current.items()}


def _city_names(cities: Mapping[str, str], current: Mapping[str, str]) -> dict[str, str]:
    """Return the cities of zones in a language by the zones' current names."""
    return {current.get(key, key): city for key, city in cities.items()}


def _cities(zones: Mapping[str, Zone], cldr: _Cldr) -> Iterator[tuple[str, Zone]]:
    """Yield the zones by their full names and their cities, former ones too (Saigon)."""
    traditional = _city_names(cldr.cities["zh_Hant"], {name: zone.name for name, zone in zones.items()})
    for key, zone in zones.items():
        if not zone.is_offset:
            names = (key, key.rpartition("/")[2], zone.chinese, zone.english, traditional.get(zone.name, zone.chinese))
            yield from ((name, zone) for name in names)


def _countries(
    zones: Mapping[str, Zone], cldr: _Cldr, chosen: Mapping[str, NonEmptyTexts]
) -> Iterator[tuple[str, Zone]]:
    """Yield the countries with one zone per distinct clock; a single `chosen` zone is shown by the country's name."""
    for code, (every, *names) in cldr.countries.items():
        clocks: dict[object, Zone] = {}
        for key in chosen.get(code, every):
            if key in zones and not zones[key].is_offset:
                clocks.setdefault(_offsets(key, _LATER), zones[key])
        for zone in clocks.values():
            shown = Zone(zone.name, *names[:2]) if len(chosen.get(code, ())) == 1 else zone
            yield from ((name, shown) for name in names)

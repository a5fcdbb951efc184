"""The names of time zones: cities and countries in Chinese and English from CLDR, and those of zones.yaml."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global
from pydantic import Field

from handlers.reminding.parsing.text import Simplify, normalise
from knowledge.reading.schema import Filleds, Form, validate
from knowledge.reading.source import read
from store import zone_named

PLACES = Path(__file__).with_name("zones.yaml")

_NO_PLACE = "Etc/"  # Etc/GMT-8 is an offset, UTC+8
_NOT_ZONES = {"Factory", "localtime", "posixrules"}  # files among the zones
_YEAR = tuple(timedelta(days=15) * step for step in range(25))  # steps that include every change of clocks
_LATER = datetime(2100, 1, 1, tzinfo=UTC)  # when only current rules still apply
_CHINESE, _ENGLISH, _TRADITIONAL = (Locale.parse(name) for name in ("zh", "en", "zh_Hant"))


class _PlacesForm(Form):
    """The content of zones.yaml."""

    utc: Filleds
    suffixes: Filleds
    cities: dict[str, tuple[Annotated[Filleds, Field(min_length=2)], ...]]
    countries: dict[str, Filleds]
    others: tuple[tuple[Filleds, Filleds], ...]


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
class Places:
    """`named` maps a `fold`ed place name to the zones that it may mean, `zones` every IANA name to its zone.

    Etc/GMT-8 and the like are offsets, and in `named` by their lower-case IANA names. `suffixes` may follow a name.
    """

    named: Mapping[str, tuple[Zone, ...]]
    zones: Mapping[str, Zone]
    suffixes: tuple[str, ...]


def load_places(simplify: Simplify, path: Path = PLACES) -> Places:
    """Load the places of CLDR and of the file at `path`, which takes precedence.

    Raises KnowledgeError with every fault of the file, and KeyError if `others` refers to an unknown place.
    """
    form = validate(read(path), _PlacesForm)
    zones = _zones()
    named: dict[str, tuple[Zone, ...]] = {name.lower(): (zone,) for name, zone in zones.items() if zone.is_offset}
    cities = ((name, Zone(key, *each[:2])) for key, listed in form.cities.items() for each in listed for name in each)
    utc = ((name, offset_zone(0)) for name in form.utc)
    for source in (_cities(zones), _countries(zones, form.countries), cities, utc):
        found: dict[str, dict[str, Zone]] = {}
        for name, zone in source:
            found.setdefault(_key(name, simplify), {}).setdefault(zone.name, zone)
        named |= {name: tuple(each.values()) for name, each in found.items() if name}
    for names, places in form.others:
        meant = tuple(zone for place in places for zone in named[_key(place, simplify)])
        named |= {_key(name, simplify): meant for name in names}
    return Places(named, zones, form.suffixes)


def offset_zone(minutes: int) -> Zone:
    """Return the zone of a fixed offset in minutes: `+08:00`, shown as `UTC+8`."""
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    shown = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"
    return Zone(f"{sign}{hours:02}:{rest:02}", shown, shown)


def _offsets(zone: str, start: datetime) -> tuple[timedelta | None, ...]:
    """The offsets of a zone over the year from `start`."""
    return tuple((start + step).astimezone(zone_named(zone)).utcoffset() for step in _YEAR)


def same_clock(first: str, second: str, now: datetime) -> bool:
    """Return whether two zones agree all the year from `now` (aware) on: 北京 and 香港."""
    return _offsets(first, now) == _offsets(second, now)


def fold(name: str) -> str:
    """Return a normalised name reduced to letters and digits, without accents."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", name)))


def _key(name: str, simplify: Simplify) -> str:
    return fold(normalise(name, simplify)[0])


def _zones() -> dict[str, Zone]:
    """Every zone by all its IANA names, former ones too, shown by the city of its current name."""
    names, aliases = available_timezones() - _NOT_ZONES, get_global("zone_aliases")
    current = {name: new if (new := str(aliases.get(name, name))) in names else name for name in names}
    chinese, english = _city_names(_CHINESE, current), _city_names(_ENGLISH, current)
    made: dict[str, Zone] = {}
    for name in set(current.values()):
        if name.startswith(_NO_PLACE):
            offset = _offsets(name, _LATER)[0] or timedelta()
            made[name] = offset_zone(int(offset.total_seconds()) // 60)
        else:
            city = english.get(name, name.rpartition("/")[2].replace("_", " "))
            made[name] = Zone(name, chinese.get(name, city), city)
    return {name: made[new] for name, new in current.items()}


def _city_names(locale: Locale, current: Mapping[str, str]) -> dict[str, str]:
    """The cities of zones in a language, as far as CLDR has them."""
    return {current.get(key, key): names["city"] for key, names in locale.time_zones.items() if names.get("city")}


def _cities(zones: Mapping[str, Zone]) -> Iterator[tuple[str, Zone]]:
    """The zones by their full names and their cities, former ones too (Saigon)."""
    traditional = _city_names(_TRADITIONAL, {name: zone.name for name, zone in zones.items()})
    for key, zone in zones.items():
        if not zone.is_offset:
            names = (key, key.rpartition("/")[2], zone.chinese, zone.english, traditional.get(zone.name, zone.chinese))
            yield from ((name, zone) for name in names)


def _countries(zones: Mapping[str, Zone], chosen: Mapping[str, Filleds]) -> Iterator[tuple[str, Zone]]:
    """The countries with one zone per distinct clock; a single `chosen` zone is shown by the country's name."""
    for code, every in get_global("territory_zones").items():
        names = [locale.territories.get(code, "") for locale in (_CHINESE, _ENGLISH, _TRADITIONAL)]
        clocks: dict[object, Zone] = {}
        for key in chosen.get(code, map(str, every)) if code.isalpha() else ():  # 001 is the world
            if key in zones and not zones[key].is_offset:
                clocks.setdefault(_offsets(key, _LATER), zones[key])
        for zone in clocks.values():
            shown = Zone(zone.name, *names[:2]) if len(chosen.get(code, ())) == 1 else zone
            yield from ((name, shown) for name in names)

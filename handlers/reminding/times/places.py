"""The places whose clocks are known: cities and countries by their Chinese and English names, and zones by theirs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global

from handlers.reminding.times.plain import Simplify, plain
from knowledge.reading.schema import Filleds, Form, validate
from knowledge.reading.source import read

PLACES = Path(__file__).with_name("zones.yaml")

_NOWHERE = "Etc/"  # what the zones of no place are called; Etc/GMT-8 is UTC+8
_NO_ZONES = {"Factory", "localtime", "posixrules"}  # files among the zones that name none
_CODE = 2  # letters of a country's code; three digits are a part of the world
_STEP = timedelta(days=15)
_YEAR = tuple(datetime(2100, 1, 1, tzinfo=UTC) + _STEP * step for step in range(25))  # by the rules that hold now
_CHINESE, _TRADITIONAL, _ENGLISH = "zh", "zh_Hant", "en"


class _CountryForm(Form):
    names: Filleds
    zones: Filleds


class _PlacesForm(Form):
    east: Filleds
    west: Filleds
    zone: Filleds
    hours: Filleds
    greenwich: Filleds
    endings: Filleds
    cities: dict[str, tuple[Filleds, ...]]
    countries: tuple[_CountryForm, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A clock: `name` is an IANA name (`Asia/Shanghai`) or an offset (`+08:00`), the rest is what people are shown."""

    name: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Places:
    """`named` has what a place may mean by its `fold`ed name, `zones` each zone by all its IANA names.

    A zone of no place (Etc/GMT-8) is an offset.
    `east`, `west`, `zone`, `hours` and `endings` are the words around a number or a name, `greenwich` is no offset.
    """

    named: Mapping[str, tuple[Zone, ...]]
    zones: Mapping[str, Zone]
    east: tuple[str, ...]
    west: tuple[str, ...]
    zone: tuple[str, ...]
    hours: tuple[str, ...]
    greenwich: tuple[str, ...]
    endings: tuple[str, ...]


def load_places(simplify: Simplify, path: Path = PLACES) -> Places:
    """Reads the places of CLDR, of the time zones' names, and of the file at `path`, which wins.

    Raises KnowledgeError with every fault of the file, and KeyError for a zone of it that there isn't.
    """
    form = validate(read(path), _PlacesForm)
    zones = _zones()
    named: dict[str, tuple[Zone, ...]] = {}
    for found in (_names(zones), _cities(zones), _territories(zones), _edited(form, zones)):
        named |= _gathered(found, simplify)
    words = (form.east, form.west, form.zone, form.hours, form.greenwich, form.endings)
    return Places(MappingProxyType(named), MappingProxyType(zones), *words)


def fixed(minutes: int) -> Zone:
    """Returns the offset of so many minutes, as `+08:00` and, to be read, `UTC+8`."""
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    shown = f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "") if minutes else "UTC"
    return Zone(f"{sign}{hours:02}:{rest:02}", shown, shown)


def fold(text: str, simplify: Simplify) -> str:
    """Returns a name without what people leave out: accents, case, spaces and signs."""
    bare = unicodedata.normalize("NFKD", plain(text, simplify))
    return "".join(sign for sign in bare if sign.isalnum())


def _gathered(found: Iterable[tuple[str, Zone]], simplify: Simplify) -> dict[str, tuple[Zone, ...]]:
    """The zones of each name, each once."""
    gathered: dict[str, dict[str, Zone]] = {}
    folded = partial(fold, simplify=simplify)
    for name, zone in found:
        gathered.setdefault(folded(name), {}).setdefault(zone.name, zone)
    return {name: tuple(zones.values()) for name, zones in gathered.items() if name}


def _zones() -> dict[str, Zone]:
    """Every zone by all its names, with what the city is called after which it is named now; of no place, an offset."""
    chinese, english = _cities_of(_CHINESE), _cities_of(_ENGLISH)
    names, aliases = available_timezones() - _NO_ZONES, get_global("zone_aliases")
    current = {name: new if (new := str(aliases.get(name, name))) in names else name for name in names}
    known = {current[key]: key for key in chinese if key in current}
    made: dict[str, Zone] = {}
    for name in set(current.values()):
        if name.startswith(_NOWHERE):
            made[name] = fixed(int(_offsets(name)[0].total_seconds()) // 60)
            continue
        key = known.get(name, name)
        city = english.get(key) or name.rpartition("/")[2].replace("_", " ")
        made[name] = Zone(name, chinese.get(key) or city, city)
    return {name: made[new] for name, new in current.items()}


def _cities_of(locale: str) -> dict[str, str]:
    """The cities that zones are called after in a language; empty where it has no name of its own for one."""
    return {key: names.get("city", "") for key, names in Locale.parse(locale).time_zones.items()}


def _names(zones: Mapping[str, Zone]) -> Iterator[tuple[str, Zone]]:
    yield from ((name, zone) for name, zone in zones.items() if _is_somewhere(zone))


def _cities(zones: Mapping[str, Zone]) -> Iterator[tuple[str, Zone]]:
    traditional = _cities_of(_TRADITIONAL)
    for key, zone in zones.items():
        if _is_somewhere(zone):
            former = key.rpartition("/")[2]  # Saigon, Calcutta
            yield from ((name, zone) for name in (zone.chinese, zone.english, traditional.get(key, ""), former))


def _is_somewhere(zone: Zone) -> bool:
    return zone.name[0] not in "+-"


def _territories(zones: Mapping[str, Zone]) -> Iterator[tuple[str, Zone]]:
    """The countries: each with one zone of every clock that it has."""
    locales = [Locale.parse(name) for name in (_CHINESE, _TRADITIONAL, _ENGLISH)]
    for code, names in get_global("territory_zones").items():
        known = [zones[name] for name in map(str, names) if name in zones and _is_somewhere(zones[name])]
        for zone in _apart(known) if len(code) == _CODE else ():
            yield from ((locale.territories.get(code, ""), zone) for locale in locales)


def _apart(zones: list[Zone]) -> list[Zone]:
    """The first zone of every clock."""
    if len(zones) <= 1:
        return zones
    clocks: dict[tuple[timedelta, ...], Zone] = {}
    for zone in zones:
        clocks.setdefault(_offsets(zone.name), zone)
    return list(clocks.values())


def _offsets(name: str) -> tuple[timedelta, ...]:
    """What a clock shows over a year."""
    zone = ZoneInfo(name)
    return tuple(moment.astimezone(zone).utcoffset() or timedelta() for moment in _YEAR)


def _edited(form: _PlacesForm, zones: Mapping[str, Zone]) -> Iterator[tuple[str, Zone]]:
    known = dict(zones)
    for name, cities in form.cities.items():
        for chinese, *others in cities:
            known[chinese] = zone = Zone(zones[name].name, chinese, next(iter(others), chinese))
            yield from ((called, zone) for called in (chinese, *others))
    for country in form.countries:
        yield from ((name, known[zone]) for name in country.names for zone in country.zones)

"""When a chat's reminder is due: pure arithmetic over local days, time zones and their changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

LATEST = timedelta(hours=12)  # a day missed by this much is skipped; days are further apart, so never two at once
EVERY_DAY = frozenset(range(1, 8))
WORKDAYS = frozenset(range(1, 6))
_OFFSET = re.compile(r"([+-])(\d\d):([0-5]\d)")
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)
_DAY = timedelta(days=1)


def zone_named(name: str) -> tzinfo:
    """Return the time zone of an IANA name (`Asia/Shanghai`) or an offset (`+08:00`); raise ValueError otherwise."""
    if fixed := _OFFSET.fullmatch(name):
        sign, hours, minutes = fixed.groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        if not _WEST <= offset <= _EAST:
            raise ValueError(f"No place on earth has the offset {name}.")
        return timezone(offset)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # a folder's name, such as `America`, is an OSError
        raise ValueError(f"There is no time zone {name!r}.") from None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A time of day, to the minute, on days of the week (ISO: 1 is Monday, 7 is Sunday), in a time zone.

    `zone` is an IANA name or an offset such as `+08:00`. Raises ValueError when there is no such time, day or zone.
    """

    at: time
    days: frozenset[int] = EVERY_DAY
    zone: str = "Asia/Shanghai"

    def __post_init__(self) -> None:
        if self.at.tzinfo or self.at.second or self.at.microsecond:
            raise ValueError("A time of day is expected: local, to the minute.")
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError("At least one day is expected, of 1 to 7.")
        zone_named(self.zone)


class Occasion(NamedTuple):
    """A local day, and the moment (UTC) at which its reminder is due."""

    day: date
    moment: datetime


def next_occasion(schedule: Schedule, after: datetime, last_day: date | None) -> Occasion:
    """Return the first occasion at `after` (aware) or later, of a day later than `last_day`, the last one served."""
    zone = zone_named(schedule.zone)
    day = after.astimezone(zone).date() - _DAY  # a gap over midnight moves an evening's reminder into the next day
    if last_day:
        day = max(day, last_day + _DAY)
    while True:
        if day.isoweekday() in schedule.days and _exists(day, zone):
            moment = _moment(day, schedule.at, zone)
            if moment >= after:
                return Occasion(day, moment)
        day += _DAY


def next_due(schedule: Schedule, after: datetime, last_day: date | None) -> datetime:
    """Return the moment (UTC) of `next_occasion`."""
    return next_occasion(schedule, after, last_day).moment


def to_serve(schedule: Schedule, now: datetime, last_day: date | None) -> Occasion:
    """Return the occasion to serve now, when its moment has come; or else the one to wait for.

    An unserved day less than `LATEST` ago comes first; one longer ago is skipped.
    """
    return next_occasion(schedule, now - LATEST + timedelta.resolution, last_day)


def local_day(moment: datetime, zone: str) -> date:
    """Return the date that a calendar in the zone shows at `moment` (aware)."""
    return moment.astimezone(zone_named(zone)).date()


def later_day(one: date | None, other: date | None) -> date | None:
    """Return the later of two days, of which either may not have been."""
    return max(one, other) if one and other else one or other


def _exists(day: date, zone: tzinfo) -> bool:
    """Whether the zone has the day: Samoa had no 30 December 2011."""
    return _moment(day, time.min, zone).astimezone(zone).date() == day


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    """The moment of a local time: the first of two after clocks go back, the end of the gap when they go forward."""
    wall = datetime.combine(day, at, zone)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    # In a gap fold=0 counts with the offset before it and fold=1 with the one after: the gap lies between the two.
    earlier = wall.replace(fold=1)
    seconds = range(int(earlier.timestamp()), int(moment.timestamp()) + 1)
    offset = earlier.utcoffset()
    past = bisect_left(seconds, True, key=lambda second: datetime.fromtimestamp(second, zone).utcoffset() == offset)
    return datetime.fromtimestamp(seconds[past], UTC)

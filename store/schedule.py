"""Subscriptions, schedules over local days, and rounds: when a chat is reminded, and of what. No database access."""

from __future__ import annotations

import json
import re
import time as clock
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from hashlib import sha256
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from store.tables import LANGUAGE, storable

LATEST = timedelta(hours=12)  # a day missed by more is skipped; days are further apart, so two are never due at once
EVERY_DAY = frozenset(range(1, 8))
WORKDAYS = frozenset(range(1, 6))
NOT_BEGUN = "not begun"  # the `ended` of a chat that has chosen only its time zone
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
    except (KeyError, ValueError, OSError):  # the name of a folder, such as `America`, raises OSError
        raise ValueError(f"There is no time zone {name!r}.") from None


@dataclass(frozen=True, slots=True)
class Schedule:
    """A time of day, to the minute, on days of the week (ISO: 1 is Monday, 7 is Sunday), in a time zone.

    `zone` is an IANA name or an offset such as `+08:00`. Raises ValueError for an invalid time, day or zone.
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
    """Return the first occasion at or after `after` (aware), on a day later than `last_day`, the last one served."""
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
    """Return the occasion to serve now if one is due, otherwise the next one.

    An unserved day less than `LATEST` ago is served first; an older one is skipped.
    """
    return next_occasion(schedule, now - LATEST + timedelta.resolution, last_day)


def local_day(moment: datetime, zone: str) -> date:
    """Return the date that a calendar in the zone shows at `moment` (aware)."""
    return moment.astimezone(zone_named(zone)).date()


def later_day(one: date | None, other: date | None) -> date | None:
    """Return the later of two days, either of which may be None."""
    return max(one, other) if one and other else one or other


def _exists(day: date, zone: tzinfo) -> bool:
    """Whether the day exists in the zone: Samoa had no 30 December 2011."""
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


@dataclass(frozen=True, slots=True)
class Round:
    """The number of completed rounds, and the entries sent since, the latest last."""

    number: int = 1
    sent: tuple[str, ...] = ()


class Choice(NamedTuple):
    """The entry to send, and whether a new round begins with it."""

    entry_id: str
    new_round: bool


def choose(entry_ids: Iterable[str], so_far: Round, *, chat_id: int, among: Iterable[str] = ()) -> Choice | None:
    """Return the entry to send next, from the chosen `entry_ids`; None if there are none.

    `among` are all entries: the round lasts until all of them have been sent. When all chosen ones have been, the one
    sent longest ago is repeated. So a chat can change its topics without early repetitions.

    The order is by a hash over chat, round and entry, so entries may be added and deleted at any time without
    repetitions. A round doesn't start with the entry that ended the last one, if there is another.
    """
    wanted = set(entry_ids)
    if left := wanted.difference(so_far.sent):
        return Choice(_first(left, chat_id, so_far.number), new_round=False)
    if not wanted:
        return None
    if not set(among).issubset(so_far.sent):
        return Choice(next(each for each in so_far.sent if each in wanted), new_round=False)
    others = wanted.difference(so_far.sent[-1:]) or wanted
    return Choice(_first(others, chat_id, so_far.number + 1), new_round=True)


def _first(entry_ids: Iterable[str], chat_id: int, number: int) -> str:
    return min(entry_ids, key=lambda each: (sha256(f"{chat_id}|{number}|{each}".encode()).digest(), each))


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat's schedule, forum thread (`thread_id`), `topics` (none: all) and language.

    `due_at` (UTC) is None if it has ended, and a little ahead while a message is being sent. `day` is the last local
    day served, `served_at` when a message was last sent; `begun` is False if the chat has only chosen a time zone so
    far. The store sets these four.
    """

    chat_id: int
    schedule: Schedule
    thread_id: int | None = None
    topics: frozenset[str] = field(default_factory=frozenset)
    language: str = "zh-hans"
    due_at: datetime | None = None
    day: date | None = None
    served_at: datetime | None = None
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A claimed reminder, valid for `lease_seconds`: for the local `day`, to be sent from `slot` (UTC) on.

    `slot` is by the database's clock; `send_at` is the same moment by `time.monotonic`.
    """

    subscription: Subscription
    day: date
    round: Round
    lease: str
    lease_seconds: float
    slot: datetime
    send_at: float

    @property
    def chat_id(self) -> int:
        """The chat to send to."""
        return self.subscription.chat_id

    @property
    def wait(self) -> float:
        """Seconds from now until it may be sent."""
        return max(0.0, self.send_at - clock.monotonic())

    @property
    def late(self) -> float:
        """Seconds since it could have been sent."""
        return max(0.0, clock.monotonic() - self.send_at)

    def moved(self, chat_id: int) -> Self:
        """Return the same reminder for the supergroup `chat_id`, after `Chats.migrate`."""
        return replace(self, subscription=replace(self.subscription, chat_id=chat_id))


def chosen_columns(subscription: Subscription) -> dict[str, Any]:
    """Return the columns that the chat can choose."""
    schedule = subscription.schedule
    return {
        "thread_id": subscription.thread_id,
        "at": schedule.at,
        "days": "".join(map(str, sorted(schedule.days))),
        "zone": schedule.zone,
        "topics": json.dumps(sorted(map(storable, subscription.topics)), ensure_ascii=False),
        "language": storable(subscription.language, LANGUAGE),
    }


def schedule_of(row: Any) -> Schedule:
    """Return the schedule of a row; raise ValueError if this machine doesn't know its time zone."""
    return Schedule(at=row.at, days=frozenset(map(int, row.days)), zone=row.zone)


def subscription_of(row: Any) -> Subscription:
    """Return the subscription of a row; raise ValueError as `schedule_of` does."""
    return Subscription(
        chat_id=row.chat_id,
        schedule=schedule_of(row),
        thread_id=row.thread_id,
        topics=_topics(row.topics),
        language=row.language,
        due_at=row.due_at,
        day=row.day,
        served_at=row.served_at,
        begun=row.ended != NOT_BEGUN,
    )


def _topics(kept: str) -> frozenset[str]:
    """The topics of a row; all topics if they can't be parsed, as after an edit by hand."""
    try:
        return frozenset(map(str, json.loads(kept)))
    except (ValueError, TypeError):
        return frozenset()

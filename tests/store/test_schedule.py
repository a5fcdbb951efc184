"""When a reminder is due: over time zones, changes of the clock, and a process that slept."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.schedule import EVERY_DAY, WORKDAYS, Schedule, next_due, next_occasion, to_serve, zone_named

NEW_YORK, BEIRUT, SAMOA, NUUK = "America/New_York", "Asia/Beirut", "Pacific/Apia", "America/Nuuk"
LORD_HOWE, SHANGHAI = "Australia/Lord_Howe", "Asia/Shanghai"
ZONES = (
    NEW_YORK,
    BEIRUT,
    SAMOA,
    NUUK,
    LORD_HOWE,
    SHANGHAI,
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "-11:00",
    "+14:00",
)


def utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


def day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def schedule(at: str, zone: str, days: frozenset[int] = EVERY_DAY) -> Schedule:
    return Schedule(time.fromisoformat(at), days, zone)


@pytest.mark.parametrize(
    ("at", "zone", "now", "served", "due"),
    [
        pytest.param("08:30", SHANGHAI, "2024-05-06 00:00", None, "2024-05-06 00:30", id="later today"),
        pytest.param("08:30", SHANGHAI, "2024-05-06 00:30", None, "2024-05-06 00:30", id="now"),
        pytest.param("08:30", SHANGHAI, "2024-05-06 00:31", None, "2024-05-07 00:30", id="earlier today: tomorrow"),
        pytest.param("08:30", SHANGHAI, "2024-05-06 00:00", "2024-05-06", "2024-05-07 00:30", id="served today"),
        pytest.param("08:30", SHANGHAI, "2024-12-31 01:00", "2024-12-31", "2025-01-01 00:30", id="New Year"),
        pytest.param("08:30", SHANGHAI, "2024-02-28 01:00", "2024-02-28", "2024-02-29 00:30", id="29 February"),
        pytest.param("08:30", SHANGHAI, "2024-02-29 01:00", "2024-02-29", "2024-03-01 00:30", id="after 29 February"),
        pytest.param("08:30", SHANGHAI, "2025-02-28 01:00", "2025-02-28", "2025-03-01 00:30", id="no 29 February"),
        pytest.param("02:30", NEW_YORK, "2024-03-09 08:00", "2024-03-09", "2024-03-10 07:00", id="gap: its end"),
        pytest.param("02:30", NEW_YORK, "2024-03-10 07:00", "2024-03-10", "2024-03-11 06:30", id="gap: once"),
        pytest.param("03:00", NEW_YORK, "2024-03-09 12:00", None, "2024-03-10 07:00", id="gap: its end itself"),
        pytest.param("01:30", NEW_YORK, "2024-11-03 05:00", None, "2024-11-03 05:30", id="fold: the first"),
        pytest.param("01:30", NEW_YORK, "2024-11-03 05:31", "2024-11-03", "2024-11-04 06:30", id="fold: once"),
        pytest.param("01:30", NEW_YORK, "2024-11-03 05:31", None, "2024-11-04 06:30", id="fold: not the second"),
        pytest.param("00:30", BEIRUT, "2024-03-30 12:00", None, "2024-03-30 22:00", id="gap at midnight"),
        pytest.param("23:30", NUUK, "2024-03-30 12:00", None, "2024-03-31 01:00", id="gap up to midnight"),
        pytest.param(
            "23:30", NUUK, "2024-03-31 02:00", "2024-03-30", "2024-04-01 00:30", id="gap up to midnight: once"
        ),
        pytest.param("02:15", LORD_HOWE, "2024-10-05 00:00", None, "2024-10-05 15:30", id="gap of half an hour"),
        pytest.param("08:00", SAMOA, "2011-12-29 19:00", "2011-12-29", "2011-12-30 18:00", id="a day that never was"),
        pytest.param("08:00", "-11:00", "2024-05-06 18:00", None, "2024-05-06 19:00", id="far west"),
        pytest.param("08:00", "+14:00", "2024-05-05 17:00", None, "2024-05-05 18:00", id="far east: tomorrow there"),
        pytest.param(
            "08:00", "-11:00", "2024-05-05 18:30", "2024-05-06", "2024-05-07 19:00", id="east to west on the day"
        ),
        pytest.param("08:00", "+14:00", "2024-05-06 10:00", "2024-05-06", "2024-05-06 18:00", id="west to east"),
        pytest.param("08:30", SHANGHAI, "2024-05-05 23:30", "2024-05-06", "2024-05-07 00:30", id="set back after it"),
        pytest.param("08:30", SHANGHAI, "2024-05-05 23:35", None, "2024-05-06 00:30", id="set back before it"),
    ],
)
def test_the_next_occasion(at: str, zone: str, now: str, served: str | None, due: str) -> None:
    assert next_due(schedule(at, zone), utc(now), day(served)) == utc(due)


@pytest.mark.parametrize(
    ("days", "now", "due"),
    [
        pytest.param(WORKDAYS, "2024-05-10 01:00", "2024-05-13 00:30", id="Friday to Monday"),
        pytest.param(frozenset({1}), "2024-05-13 00:31", "2024-05-20 00:30", id="a week later"),
        pytest.param(frozenset({6, 7}), "2024-12-30 00:00", "2025-01-04 00:30", id="over New Year"),
    ],
)
def test_days_of_the_week(days: frozenset[int], now: str, due: str) -> None:
    assert next_due(schedule("08:30", SHANGHAI, days), utc(now), None) == utc(due)


def test_a_weekday_that_never_was_waits_a_week() -> None:
    fridays = schedule("08:00", SAMOA, frozenset({5}))
    assert next_occasion(fridays, utc("2011-12-27 00:00"), None) == (date(2012, 1, 6), utc("2012-01-05 18:00"))


@pytest.mark.parametrize(
    ("now", "served", "expected"),
    [
        pytest.param("2024-05-06 00:30", "2024-05-05", "2024-05-06 00:30", id="on time"),
        pytest.param("2024-05-06 09:30", "2024-05-05", "2024-05-06 00:30", id="asleep for nine hours"),
        pytest.param("2024-05-06 12:29", "2024-05-05", "2024-05-06 00:30", id="a minute less than twelve hours late"),
        pytest.param("2024-05-06 12:30", "2024-05-05", "2024-05-07 00:30", id="twelve hours late: skipped"),
        pytest.param("2024-05-09 00:40", "2024-05-05", "2024-05-09 00:30", id="asleep for three days: today's alone"),
        pytest.param("2024-05-08 14:00", "2024-05-05", "2024-05-09 00:30", id="asleep for three days: wait"),
        pytest.param("2024-05-05 23:40", "2024-05-06", "2024-05-07 00:30", id="set back by an hour: not again"),
    ],
)
def test_what_is_served_now(now: str, served: str, expected: str) -> None:
    assert to_serve(schedule("08:30", SHANGHAI), utc(now), day(served)).moment == utc(expected)


def test_a_reminder_of_last_night_is_still_last_nights_in_the_morning() -> None:
    late = to_serve(schedule("21:30", SHANGHAI), utc("2024-05-06 19:00"), date(2024, 5, 5))
    assert late == (date(2024, 5, 6), utc("2024-05-06 13:30"))


schedules = st.builds(
    Schedule,
    at=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    zone=st.sampled_from(ZONES),
)
moments = st.datetimes(datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(schedules, moments)
def test_each_day_has_one_occasion_and_no_two_are_within_twelve_hours(chosen: Schedule, now: datetime) -> None:
    first = next_occasion(chosen, now, None)
    second = next_occasion(chosen, now, first.day)
    assert first.moment >= now
    assert second.day > first.day
    assert second.moment - first.moment > timedelta(hours=12)
    assert next_occasion(chosen, first.moment + timedelta(seconds=1), None) == second


@given(schedules, moments)
def test_an_occasion_has_the_time_that_was_chosen_or_ends_a_gap(chosen: Schedule, now: datetime) -> None:
    zone = zone_named(chosen.zone)
    occasion = next_occasion(chosen, now, None)
    local = occasion.moment.astimezone(zone)
    before = (occasion.moment - timedelta(seconds=1)).astimezone(zone)
    assert occasion.day.isoweekday() in chosen.days
    if local.replace(tzinfo=None) != datetime.combine(occasion.day, chosen.at):
        assert before.utcoffset() != local.utcoffset()
        assert local.replace(tzinfo=None) > datetime.combine(occasion.day, chosen.at)


@given(schedules, moments, st.sampled_from(ZONES), st.timedeltas(timedelta(0), timedelta(days=2)))
def test_a_clock_that_jumps_and_a_zone_that_changes_never_serve_a_day_twice(
    chosen: Schedule, now: datetime, zone: str, jump: timedelta
) -> None:
    served = next_occasion(chosen, now, None).day
    moved = Schedule(chosen.at, chosen.days, zone)
    for moment in (now - jump, now, now + jump):
        assert next_occasion(moved, moment, served).day > served
        assert to_serve(moved, moment, served).day > served


@pytest.mark.parametrize(
    "name", ["Asia/Nowhere", "", "America", "../etc/passwd", "+15:00", "-13:00", "+8", "+08:60", "08:00"]
)
def test_a_zone_that_is_none_is_said(name: str) -> None:
    with pytest.raises(ValueError, match=r"zone|offset"):
        Schedule(time(8, 30), zone=name)


def test_a_zone_is_a_name_or_an_offset() -> None:
    assert zone_named(SHANGHAI) == ZoneInfo(SHANGHAI)
    assert zone_named("-03:30").utcoffset(None) == timedelta(hours=-3, minutes=-30)


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (time(8, 30, 1), EVERY_DAY),
        (time(8, 30, tzinfo=UTC), EVERY_DAY),
        (time(8), frozenset()),
        (time(8), frozenset({0})),
    ],
)
def test_a_schedule_that_is_none_is_refused(at: time, days: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="is expected"):
        Schedule(at, days, SHANGHAI)

"""What becomes of a reminder that is due: sent today, waited for, or ended. Pure, over the clock it is given."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from store.reminding.schedule import Occasion, Schedule, later_day, local_day, to_serve
from store.reminding.subscriptions import schedule_of


class Plan(NamedTuple):
    """A row that is due, the columns to write, and the day to serve: None when nothing is to be sent now."""

    row: Any
    values: dict[str, Any]
    day: date | None


def planned(row: Any, now: datetime, lease: float) -> Plan:
    """Return what becomes of `row`, whose lease, if it had one, ran out before `now`; a new one is of `lease` seconds.

    A day that was being sent is in doubt, which counts as served.
    """
    in_doubt = row.sending is not None
    served = later_day(row.day, row.sending)
    values = {
        "day": served,
        "lease": None,
        "sending": None,
        "sending_entry": None,
        "doubted": row.doubted + int(in_doubt),
        # When it was marked: the lease that ran out began then.
        "served_at": min(now, row.due_at - timedelta(seconds=lease)) if in_doubt else row.served_at,
        "refused": 0 if in_doubt else row.refused,
        "ended": None,
        "ended_at": None,
    }
    try:
        schedule = schedule_of(row)
    except ValueError:  # one row that this machine's time zones don't know mustn't keep all others waiting
        return Plan(row, {**values, "due_at": None, "ended": "zone", "ended_at": now}, day=None)
    occasion = _occasion(schedule, now, served, tried=values["refused"] > 0)
    if occasion.moment > now:
        return Plan(row, {**values, "due_at": occasion.moment}, day=None)
    until = now + timedelta(seconds=lease)
    return Plan(row, {**values, "due_at": until, "lease": uuid4().hex}, day=occasion.day)


def _occasion(schedule: Schedule, now: datetime, served: date | None, *, tried: bool) -> Occasion:
    occasion = to_serve(schedule, now, served)
    today = local_day(now, schedule.zone)
    # A chat that couldn't be written to is tried a day later, even if that isn't one of its days.
    if tried and occasion.moment > now and (served is None or today > served):
        return Occasion(today, now)
    return occasion

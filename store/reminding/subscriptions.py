"""What a chat has subscribed to, and what is to be sent to it now."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from store.reminding.rounds import Round
from store.reminding.schedule import Schedule
from store.tables import LANGUAGE, storable

NOT_BEGUN = "not begun"  # why nothing is sent to a chat that has chosen its time zone alone


@dataclass(frozen=True, slots=True)
class Subscription:
    """When a chat is reminded (`thread_id`: in which forum topic), of which `topics` (none: all), in which language.

    `due_at` (UTC) is None when it has ended, and a little ahead while the message is under way. `day` is the last
    local day served, `served_at` when one was sent last; `begun` is False where a chat has only chosen its time zone
    yet. The store sets these four.
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
    """A reminder that is this claimer's to send, for `lasts` seconds: of the local `day`, from `slot` (UTC) on.

    `slot` is by the database's clock; `send_at` is the same moment by `time.monotonic`.
    """

    subscription: Subscription
    day: date
    round: Round
    lease: str
    lasts: float
    slot: datetime
    send_at: float

    @property
    def chat_id(self) -> int:
        """The chat to send to."""
        return self.subscription.chat_id

    @property
    def wait(self) -> float:
        """Seconds from now until it may be sent."""
        return max(0.0, self.send_at - time.monotonic())

    @property
    def late(self) -> float:
        """Seconds for which it may have been sent."""
        return max(0.0, time.monotonic() - self.send_at)

    def moved(self, chat_id: int) -> Self:
        """Return the same of a group that has become the supergroup `chat_id`, as `Chats.migrate` was told before."""
        return replace(self, subscription=replace(self.subscription, chat_id=chat_id))


def chosen(subscription: Subscription) -> dict[str, Any]:
    """Return the columns that the chat chooses."""
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
    """Return the schedule of a row; raise ValueError when this machine doesn't know its time zone."""
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
    """The topics of a row; all topics where a hand left what can't be read, for one row mustn't stop the others."""
    try:
        return frozenset(map(str, json.loads(kept)))
    except (ValueError, TypeError):
        return frozenset()

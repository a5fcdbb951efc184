"""The message with a chat's reminders: what is chosen, and a button for each choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time

from handlers.reminding.subscriptions import entries_of
from handlers.reminding.zones import Zone, ZoneParser
from handlers.replies import Button, Replies, Reply
from handlers.replies.keyboards import LONGEST_LABEL, Verb, tap
from handlers.replies.reply import Row, sendable, snippet
from handlers.sending import Destination
from handlers.snapshots import Snapshot
from knowledge.browsing import ReminderTopic
from store import EVERY_DAY, WORKDAYS, Subscription, zone_named

TIMES = (time(7, 30), time(8, 30), time(9), time(12), time(18), time(20))
SPANS = (EVERY_DAY, WORKDAYS, EVERY_DAY - WORKDAYS)
_TIMES_IN_A_ROW, _TOPICS_IN_A_ROW = 3, 2
_MOST_TOPICS = 60  # of Telegram's 100 buttons


class RemindPanel:
    """Words the panel in one language, over what is known now; `subscription` is None where nothing is chosen.

    `zone` is for chats that chose none; `here` is where the panel is, None where Telegram doesn't tell its thread.
    """

    def __init__(
        self, snapshot: Snapshot, replies: Replies, zones: ZoneParser, *, zone: str, here: Destination | None
    ) -> None:
        self._snapshot, self._replies, self._zones = snapshot, replies, zones
        self._zone, self._here = zone, here

    def main(self, subscription: Subscription | None, *, private: bool, changeable: bool = True) -> Reply:
        """Return what is chosen; with buttons, if whoever reads it may change it."""
        return self._worded(subscription, private, tuple(self._rows(subscription)) if changeable else ())

    def topics(self, subscription: Subscription, *, private: bool) -> Reply:
        """Return the same with the topics to choose from, and the way back."""
        return self._worded(subscription, private, tuple(self._topics(subscription)))

    def _worded(self, subscription: Subscription | None, private: bool, rows: tuple[Row, ...]) -> Reply:
        chosen = subscription.topics if subscription else frozenset()
        schedule = subscription.schedule if subscription else None
        zone = schedule.zone if schedule else self._zone
        due = subscription.due_at.astimezone(zone_named(zone)) if subscription and subscription.due_at else None
        return self._replies.render(
            "remind",
            rows,
            due=due,
            where=self._where(subscription),
            changeable=bool(rows),
            known=subscription is not None and subscription.begun,
            at=f"{schedule.at:%H:%M}" if schedule else "",
            days=digits(schedule.days) if schedule else "",
            clock=zone_label(self._replies, self._zones.zone(zone)),
            count=len(entries_of(self._snapshot.engine, chosen)),
            topics=[self._name(topic) for topic in self._snapshot.engine.topics if topic.id in chosen],
            private=private,
        )[0]

    def _where(self, subscription: Subscription | None) -> str:
        """Which forum thread the reminders go to, as the template has it."""
        if subscription is None or self._here is None or subscription.thread_id == self._here.thread_id:
            return "here"
        return "thread" if subscription.thread_id else "general"

    def _name(self, topic: ReminderTopic) -> str:
        return topic_name(self._replies, topic, self._snapshot.report.year)

    def _rows(self, subscription: Subscription | None) -> Iterator[Row]:
        live = subscription if subscription and subscription.due_at else None
        at = live.schedule.at if live else None
        times = [_button(f"{each:%H:%M}", each == at, "at", f"{each:%H%M}") for each in TIMES]
        yield from _in_rows(times, _TIMES_IN_A_ROW)
        if live is None:
            return
        phrases, days = self._replies.phrases, live.schedule.days
        yield tuple(
            _button(phrases.sentence("span", written=digits(each)), each == days, "days", digits(each))
            for each in SPANS
        )
        yield tuple(
            _button(phrases.sentence("weekday", day=day), day in days, "day", str(day)) for day in sorted(EVERY_DAY)
        )
        yield (_button(phrases.label("topics"), False, "topics"),)
        yield (_button(phrases.label("stop"), False, "off"),)

    def _topics(self, subscription: Subscription) -> Iterator[Row]:
        phrases, chosen = self._replies.phrases, subscription.topics
        yield (_button(phrases.label("everything"), not chosen, "topic"),)
        buttons = [
            _button(snippet(sendable(self._name(each)), LONGEST_LABEL), each.id in chosen, "topic", each.id)
            for each in self._snapshot.engine.topics[:_MOST_TOPICS]
        ]
        yield from _in_rows(buttons, _TOPICS_IN_A_ROW)
        yield (_button(phrases.label("back"), False, "panel"),)


def topic_name(replies: Replies, topic: ReminderTopic, year: int) -> str:
    """Return what a topic of that year's report is called; without an editor's name, that of its kind of entries."""
    return replies.phrases.written(topic.name) if topic.name else replies.phrases.shelf(topic.id, year)


def zone_label(replies: Replies, zone: Zone) -> str:
    """Return what people call the time of a zone: 北京时间, UTC+8."""
    city = replies.phrases.place(zone.chinese, zone.english)
    return replies.phrases.sentence("clock", zone=zone.name, city=city)


def altered(subscription: Subscription, field: str, value: str) -> Subscription | None:
    """Return the subscription with what a button's data says chosen; None for data that no button has.

    A day or a topic that is chosen already is removed; one day always stays, and without a topic all are meant.
    """
    schedule = subscription.schedule
    if field == "topic":
        return replace(subscription, topics=subscription.topics ^ {value} if value else frozenset())
    if field == "at":
        at = next((each for each in TIMES if f"{each:%H%M}" == value), None)
        return replace(subscription, schedule=replace(schedule, at=at)) if at else None
    spans = {digits(each): each for each in SPANS} if field == "days" else {}
    if field == "day" and value in set(map(str, EVERY_DAY)):
        spans[value] = schedule.days ^ {int(value)} or schedule.days
    return replace(subscription, schedule=replace(schedule, days=spans[value])) if value in spans else None


def digits(days: frozenset[int]) -> str:
    """Return days of the week as buttons and templates have them: 12345."""
    return "".join(map(str, sorted(days)))


def _in_rows(buttons: Sequence[Button], most: int) -> Iterator[Row]:
    for start in range(0, len(buttons), most):
        yield tuple(buttons[start : start + most])


def _button(label: str, is_chosen: bool, *about: str) -> Button:
    return Button(f"✓ {label}" if is_chosen else label, tap(Verb.REMIND, *about))

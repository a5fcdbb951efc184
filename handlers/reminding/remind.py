"""/remind with its buttons, and /timezone: show a chat's reminder settings, or change them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import time
from functools import partial

from telegram.constants import ChatType

from handlers.reminding.subscriptions import entries_of
from handlers.reminding.times import ParsedSchedule, Switch, UnclearReason, UnclearSchedule
from handlers.reminding.zones import UnclearZone, Zone, ZoneMention, ZoneParser, same_clock
from handlers.replies import Button, Replies, Reply, Response, language_of
from handlers.replies.keyboards import LONGEST_LABEL, Verb, tap
from handlers.replies.reply import Row, sendable, snippet
from handlers.request import Request
from handlers.sending import Destination
from handlers.snapshots import Snapshot
from handlers.tapped import Tapped
from knowledge.browsing import ReminderTopic
from store import EVERY_DAY, WORKDAYS, Subscription, zone_named


async def remind(request: Request) -> Response:
    """Show the chat's reminders; after a time, days, on or off, change them first."""
    changeable = await request.may_change()
    if request.text and not changeable:
        return Response(request.replies.render("administrators"))
    return await _set_schedule(request) if request.text else await _show(request, changeable=changeable)


async def _show(request: Request, *, changeable: bool = True) -> Response:
    known = await request.services.reminders.get(request.message.chat_id)
    return Response((_panel(request).main(known, private=request.is_private, changeable=changeable),))


async def _set_schedule(request: Request) -> Response:
    """Parse the argument of /remind, and apply it if it is unambiguous and in the chat's own time zone."""
    find = partial(request.services.zones.find, request.text)
    mention = await request.services.offload(request.text, find)
    wanted = request.services.times.parse(mention.rest if mention else request.text)
    if isinstance(wanted, UnclearSchedule):
        return _unclear(request, wanted)
    if wanted is Switch.OFF:
        was_on = await request.services.reminders.stop(request.message.chat_id)
        return Response(request.replies.render("reminders_off", was_on=was_on))
    known = await request.services.reminders.get(request.message.chat_id)
    if mention:
        zone = known.schedule.zone if known else request.services.reminders.zone
        now = request.services.reminders.now(zone)
        if not isinstance(mention.zone, Zone) or not same_clock(mention.zone.name, zone, now):
            return _other_zone(request, mention, zone)
    return await _apply(request, wanted, known)


async def _apply(request: Request, wanted: ParsedSchedule | Switch, known: Subscription | None) -> Response:
    """Store the parsed schedule; parts that it doesn't mention stay as they are."""
    has_time = known is not None and known.begun
    if wanted is Switch.ON and (not has_time or (known and known.due_at)):
        return await _show(request)
    if isinstance(wanted, ParsedSchedule):
        if wanted.is_midnight and known and known.schedule.days != EVERY_DAY:
            return _unclear(request, UnclearSchedule(UnclearReason.AMBIGUOUS))
        if wanted.at is None and wanted.days and not has_time:
            return Response(request.replies.render("unclear_time", why="hour", days=digits(wanted.days)))
    language = language_of(request.message.from_user.language_code if request.message.from_user else None)
    at, days = (wanted.at, wanted.days) if isinstance(wanted, ParsedSchedule) else (None, None)

    def alter(now: Subscription) -> Subscription:
        return replace(now, schedule=replace(now.schedule, at=at or now.schedule.at, days=days or now.schedule.days))

    kept = await request.services.reminders.change(Destination.of(request.message), language, alter)
    return Response((_panel(request).main(kept, private=request.is_private),))


def _unclear(request: Request, found: UnclearSchedule) -> Response:
    return Response(request.replies.render("unclear_time", why=found.why.value, words=found.words))


def _other_zone(request: Request, mention: ZoneMention, zone: str) -> Response:
    """Reply to a text that names another time zone: a chat has one, which /timezone sets."""
    replies, place = request.replies, mention.zone
    clock = zone_label(replies, request.services.zones.zone(zone))
    if isinstance(place, UnclearZone):
        return Response(replies.render("other_clock", clock=clock, other="", place=mention.name))
    shown = replies.phrases.place(place.chinese, place.english)
    return Response(replies.render("other_clock", clock=clock, other=zone_label(replies, place), place=shown))


async def choose_reminders(tapped: Tapped, field: str = "", value: str = "") -> None:
    """Store the choice that an administrator tapped, and update the panel; without a field only show the panel."""
    if tapped.chat is None:
        return await tapped.vanished()
    if not await tapped.may_change():
        return await tapped.done(tapped.replies.phrases.sentence("administrators_change"))
    known = await tapped.services.reminders.get(tapped.chat.chat_id)
    chosen = await _choose(tapped, known, field, value)
    await tapped.done()
    panel = _panel(tapped)
    private = tapped.query.message is not None and tapped.query.message.chat.type == ChatType.PRIVATE
    if not field:
        return await tapped.say((panel.main(chosen, private=private),))
    if field in {"topics", "topic"} and chosen and chosen.due_at:
        return await tapped.show(panel.topics(chosen, private=private))
    return await tapped.show(panel.main(chosen, private=private))


async def _choose(tapped: Tapped, known: Subscription | None, field: str, value: str) -> Subscription | None:
    """Store the choice and return the new subscription. Inactive reminders only start when a time is chosen."""
    chat, subscriptions = tapped.chat, tapped.services.reminders
    is_live = known is not None and known.due_at is not None
    if chat is None:
        return known
    if field != "off" and altered(known or Subscription(chat.chat_id, subscriptions.schedule()), field, value) is None:
        return known
    tapped.services.answers.chose(chat.chat_id)
    if field == "off":
        await subscriptions.stop(chat.chat_id)
        return await subscriptions.get(chat.chat_id)
    may_begin = field == "at" or (field == "on" and known is not None and known.begun)
    if not is_live and not may_begin:
        return known
    if tapped.message is None and known:  # too old for Telegram to include its thread
        chat = replace(chat, thread_id=known.thread_id)
    language = language_of(tapped.query.from_user.language_code)
    return await subscriptions.change(chat, language, lambda now: altered(now, field, value) or now)


def _panel(asked: Request | Tapped) -> RemindPanel:
    services = asked.services
    here = Destination.of(asked.message) if asked.message else None
    zone = services.reminders.zone
    return RemindPanel(asked.context.snapshot, asked.replies, services.zones, zone=zone, here=here)


async def set_timezone(request: Request) -> Response:
    """Show the chat's time zone; after a place, change it first."""
    subscriptions = request.services.reminders
    if not request.text:
        known = await subscriptions.get(request.message.chat_id)
        return _timezone(request, known.schedule.zone if known else subscriptions.zone)
    if not await request.may_change():
        return Response(request.replies.render("administrators"))
    parse = partial(request.services.zones.parse, request.text)
    found, message = await request.services.offload(request.text, parse), request.message
    if isinstance(found, UnclearZone):
        near = [request.replies.phrases.place(zone.chinese, zone.english) for zone in found.zones]
        return Response(request.replies.render("unknown_zone", near=near, why=found.why))
    language = language_of(message.from_user.language_code if message.from_user else None)
    kept = await subscriptions.set_zone(Destination.of(message), language, found.name)
    return _timezone(request, kept.schedule.zone, found, due=kept.due_at is not None)


def _timezone(request: Request, name: str, place: Zone | None = None, *, due: bool = False) -> Response:
    """Show the time zone and its time, and the `place` that was named if the zone has another name."""
    replies, now = request.replies, request.services.reminders.now(name)
    zone = request.services.zones.zone(name)
    clock = zone_label(replies, zone)
    shown = replies.phrases.place(place.chinese, place.english) if place and place != zone else ""
    called, changed = "" if shown in clock else shown, place is not None
    return Response(replies.render("timezone", clock=clock, place=called, now=now, changed=changed, due=due))


TIMES = (time(7, 30), time(8, 30), time(9), time(12), time(18), time(20))
SPANS = (EVERY_DAY, WORKDAYS, EVERY_DAY - WORKDAYS)
_TIMES_IN_A_ROW, _TOPICS_IN_A_ROW = 3, 2
_MOST_TOPICS = 60  # of Telegram's 100 buttons


class RemindPanel:
    """The panel in one language, over the current snapshot; `subscription` is None if nothing has been chosen.

    `zone` is for chats that haven't chosen one; `here` is where the panel is, None if its thread is unknown.
    """

    def __init__(
        self, snapshot: Snapshot, replies: Replies, zones: ZoneParser, *, zone: str, here: Destination | None
    ) -> None:
        self._snapshot, self._replies, self._zones = snapshot, replies, zones
        self._zone, self._here = zone, here

    def main(self, subscription: Subscription | None, *, private: bool, changeable: bool = True) -> Reply:
        """Return the current settings, with buttons if the reader may change them."""
        return self._worded(subscription, private, tuple(self._rows(subscription)) if changeable else ())

    def topics(self, subscription: Subscription, *, private: bool) -> Reply:
        """Return the same with the topics to choose from, and a button back."""
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
        """Which forum thread the reminders go to, by the template's name for it."""
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
    """Return the name of a topic of that year's report; without an editor's name, that of its kind of entries."""
    return replies.phrases.written(topic.name) if topic.name else replies.phrases.shelf(topic.id, year)


def zone_label(replies: Replies, zone: Zone) -> str:
    """Return the usual name of a zone's time: 北京时间, UTC+8."""
    city = replies.phrases.place(zone.chinese, zone.english)
    return replies.phrases.sentence("clock", zone=zone.name, city=city)


def altered(subscription: Subscription, field: str, value: str) -> Subscription | None:
    """Return the subscription changed by a button's data; None for unknown data.

    Choosing a chosen day or topic again removes it; one day always remains, and no topic means all.
    """
    schedule = subscription.schedule
    if field == "on":
        return subscription
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
    """Return days of the week as buttons and templates write them: 12345."""
    return "".join(map(str, sorted(days)))


def _in_rows(buttons: Sequence[Button], most: int) -> Iterator[Row]:
    for start in range(0, len(buttons), most):
        yield tuple(buttons[start : start + most])


def _button(label: str, is_chosen: bool, *about: str) -> Button:
    return Button(f"✓ {label}" if is_chosen else label, tap(Verb.REMIND, *about))

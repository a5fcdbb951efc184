"""/remind with its buttons, and /timezone: show what a chat has chosen about its reminders, or change it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from telegram.constants import ChatType

from handlers.reminding.remind_panel import RemindPanel, altered, digits, zone_label
from handlers.reminding.times import ParsedSchedule, Reason, Switch, UnclearSchedule
from handlers.reminding.zones import UnclearZone, Zone, ZoneMention, same_clock
from handlers.replies import Response, language_of
from handlers.request import Request
from handlers.sending import Destination
from handlers.tapped import Tapped
from store import EVERY_DAY, Subscription


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
    """Parse what was written after /remind, and apply it if it is clear and means the chat's own time zone."""
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
    """Keep what was parsed, with what was chosen before where it leaves that open."""
    has_time = known is not None and known.begun
    if wanted is Switch.ON and (not has_time or (known and known.due_at)):
        return await _show(request)
    if isinstance(wanted, ParsedSchedule):
        if wanted.is_midnight and known and known.schedule.days != EVERY_DAY:
            return _unclear(request, UnclearSchedule(Reason.AMBIGUOUS))
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
    """Say that a chat has one time zone, which /timezone sets, as the text names another one."""
    replies, place = request.replies, mention.zone
    clock = zone_label(replies, request.services.zones.zone(zone))
    if isinstance(place, UnclearZone):
        return Response(replies.render("other_clock", clock=clock, other="", place=mention.name))
    shown = replies.phrases.place(place.chinese, place.english)
    return Response(replies.render("other_clock", clock=clock, other=zone_label(replies, place), place=shown))


async def choose_reminders(tapped: Tapped, field: str = "", value: str = "") -> None:
    """Keep what an administrator tapped, and show it in place; without a field only show what there is."""
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
    """Keep what was tapped and return what holds then. Reminders that aren't live begin only with a time."""
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
    if not is_live and field != "at":
        return known
    if tapped.message is None and known:  # too old for Telegram to tell its thread
        chat = replace(chat, thread_id=known.thread_id)
    language = language_of(tapped.query.from_user.language_code)
    return await subscriptions.change(chat, language, lambda now: altered(now, field, value) or now)


def _panel(asked: Request | Tapped) -> RemindPanel:
    services = asked.services
    here = Destination.of(asked.message) if asked.message else None
    zone = services.reminders.zone
    return RemindPanel(services.snapshots.current, asked.replies, services.zones, zone=zone, here=here)


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
    """Show the time zone and its time; also the `place` that was named, where the zone is called after another."""
    replies, now = request.replies, request.services.reminders.now(name)
    zone = request.services.zones.zone(name)
    clock = zone_label(replies, zone)
    shown = replies.phrases.place(place.chinese, place.english) if place and place != zone else ""
    called, changed = "" if shown in clock else shown, place is not None
    return Response(replies.render("timezone", clock=clock, place=called, now=now, changed=changed, due=due))

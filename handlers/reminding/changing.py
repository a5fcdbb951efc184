"""Somebody looks at a chat's reminders or changes them: /remind, and the buttons under it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from telegram.constants import ChatType

from handlers.reminding.panel import Panel, altered, clock_named, clock_of, written
from handlers.reminding.parsing.places import Zone, same_clock
from handlers.reminding.parsing.times import ParsedSchedule, Reason, Switch, UnclearSchedule
from handlers.reminding.parsing.zones import UnclearZone, ZoneMention
from handlers.reminding.rights import may_ask, may_tap
from handlers.replies import language_of
from handlers.request import Request, Response
from handlers.sending import Chat
from handlers.tapped import Tapped
from store import EVERY_DAY, StoreError, Subscription


async def remind(request: Request) -> Response:
    """The chat's reminders; after a time, or off, what they are then."""
    changeable = await may_ask(request)
    if request.text and not changeable:
        return Response(request.replies.render("administrators"))
    try:
        return await _told(request, changeable) if request.text else await _state(request, changeable)
    except StoreError:  # which the store has logged
        return Response(request.replies.render("unavailable"))


async def _state(request: Request, changeable: bool) -> Response:
    known = await request.services.reminders.get(request.message.chat_id)
    return Response((_panel(request).shown(known, private=request.is_private, changeable=changeable),))


async def _told(request: Request, changeable: bool) -> Response:
    """Does what was written after /remind."""
    find = partial(request.services.zones.find, request.text)
    mention = await request.services.offload(request.text, find)
    wanted = request.services.times.parse(mention.rest if mention else request.text)
    if isinstance(wanted, UnclearSchedule):
        return _unclear(request, wanted)
    if mention and wanted is not Switch.OFF:
        known = await request.services.reminders.get(request.message.chat_id)
        zone = known.schedule.zone if known else request.services.reminders.zone
        if not _is_clock(request, mention.zone, zone):
            return _elsewhere(request, mention, zone)
    return await _done(request, wanted, changeable)


async def _done(request: Request, wanted: ParsedSchedule | Switch, changeable: bool) -> Response:
    """Keeps what can be read, with what was chosen before where it leaves that open."""
    subscriptions, chat_id = request.services.reminders, request.message.chat_id
    if wanted is Switch.OFF:
        return Response(request.replies.render("reminders_off", was_on=await subscriptions.stop(chat_id)))
    known = await subscriptions.get(chat_id)
    has_time = known is not None and known.begun
    if wanted is Switch.ON and (not has_time or (known and known.due_at)):
        return await _state(request, changeable)
    if isinstance(wanted, ParsedSchedule):
        if wanted.is_midnight and known and known.schedule.days != EVERY_DAY:
            return _unclear(request, UnclearSchedule(Reason.AMBIGUOUS))
        if wanted.at is None and wanted.days and not has_time:
            return Response(request.replies.render("unclear_time", why="hour", days=written(wanted.days)))
    language = language_of(request.message.from_user.language_code if request.message.from_user else None)
    kept = await subscriptions.change(Chat.of(request.message), language, partial(_with, wanted))
    return Response((_panel(request).shown(kept, private=request.is_private, changeable=changeable),))


def _with(wanted: ParsedSchedule | Switch, subscription: Subscription) -> Subscription:
    schedule = subscription.schedule
    if isinstance(wanted, ParsedSchedule):
        schedule = replace(schedule, at=wanted.at or schedule.at, days=wanted.days or schedule.days)
    return replace(subscription, schedule=schedule)


def _unclear(request: Request, found: UnclearSchedule) -> Response:
    return Response(request.replies.render("unclear_time", why=found.why.value, words=found.words))


def _is_clock(request: Request, place: Zone | UnclearZone, zone: str) -> bool:
    """Whether a place has the clock that the chat's reminders go by."""
    now = request.services.reminders.now(zone)
    return isinstance(place, Zone) and same_clock(place.name, zone, now)


def _elsewhere(request: Request, mention: ZoneMention, zone: str) -> Response:
    """Somebody names another clock than the chat's: a chat has one, which /timezone sets."""
    replies, place = request.replies, mention.zone
    if isinstance(place, UnclearZone):
        return Response(replies.render("other_clock", clock=_clock(request, zone), other="", place=mention.name))
    shown = replies.phrases.place(place.chinese, place.english)
    other = clock_of(replies, place)
    return Response(replies.render("other_clock", clock=_clock(request, zone), other=other, place=shown))


def _clock(request: Request, zone: str) -> str:
    return clock_named(request.replies, request.services.zones, zone)


def _panel(asked: Request | Tapped) -> Panel:
    services = asked.services
    here = Chat.of(asked.message) if asked.message else None
    return Panel(services.snapshots.current, asked.replies, services.zones, zone=services.reminders.zone, here=here)


async def choose_reminders(tapped: Tapped, field: str = "", value: str = "") -> None:
    """Keeps what an administrator tapped, and shows it in place; without a field it only shows what there is."""
    if tapped.chat is None:
        return await tapped.vanished()
    if not await may_tap(tapped):
        return await tapped.done(tapped.replies.phrases.sentence("administrators_change"))
    try:
        known = await tapped.services.reminders.get(tapped.chat.chat_id)
        chosen = await _chosen(tapped, known, field, value)
    except StoreError:
        return await tapped.done(tapped.replies.phrases.sentence("not_kept"))
    await tapped.done()
    panel, private = _panel(tapped), _is_private(tapped)
    if not field:
        return await tapped.say((panel.shown(chosen, private=private),))
    if field in {"topics", "topic"} and chosen and chosen.due_at:
        return await tapped.show(panel.topics(chosen, private=private))
    return await tapped.show(panel.shown(chosen, private=private))


async def _chosen(tapped: Tapped, known: Subscription | None, field: str, value: str) -> Subscription | None:
    """What is chosen after the tap. Reminders that aren't live begin with a time, by nothing else."""
    chat, subscriptions = tapped.chat, tapped.services.reminders
    is_live = known is not None and known.due_at is not None
    if chat is None or (known and altered(known, field, value) is None and field != "off"):
        return known
    if field == "off":
        await subscriptions.stop(chat.chat_id)
        return await subscriptions.get(chat.chat_id)
    if not is_live and field != "at":
        return known
    if tapped.message is None and known:  # too old for Telegram to tell its topic
        chat = replace(chat, thread_id=known.thread_id)
    language = language_of(tapped.query.from_user.language_code)
    return await subscriptions.change(chat, language, lambda now: altered(now, field, value) or now)


def _is_private(tapped: Tapped) -> bool:
    return tapped.query.message is not None and tapped.query.message.chat.type == ChatType.PRIVATE

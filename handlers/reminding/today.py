"""Reminders on request: /today and /progress, and the buttons under a reminder."""

from __future__ import annotations

from datetime import date

from handlers.query import Engine
from handlers.reminding.remind import topic_name
from handlers.reminding.reminder_messages import PREVIEW, PreviewReason, ReminderMessages, language_named
from handlers.reminding.subscriptions import another_entry, entries_of, entry_of_the_day, next_entry
from handlers.replies import Response
from handlers.request import Request
from handlers.tapped import Tapped
from store import Choice, Round, StoreError, Subscription, local_day, zone_named

_TRIES = 5  # attempts to choose, as taps and the worker may choose for the chat at the same time


async def show_today(request: Request) -> Response:
    """Show today's reminder, sent or still to come, without counting it; without reminders, an entry of the day."""
    subscriptions, chat_id = request.services.reminders, request.message.chat_id
    known, so_far = await subscriptions.get(chat_id), await subscriptions.round(chat_id)
    today = subscriptions.today(known.schedule.zone if known else subscriptions.zone)
    entry_id, reason = _entry_of_today(request.engine, known, so_far, today, chat_id=chat_id)
    messages = ReminderMessages(request.context.snapshot, request.replies, today)
    reply = messages.preview(entry_id, reason) if entry_id else None
    if reply is None or entry_id is None:
        return Response(request.replies.render("no_targets"))
    return Response((reply,), (entry_id,))


def _entry_of_today(
    engine: Engine, known: Subscription | None, so_far: Round, today: date, *, chat_id: int
) -> tuple[str | None, PreviewReason]:
    """Return today's entry for a chat, and why it is shown; None if the report has none."""
    if known is None or known.due_at is None:
        return entry_of_the_day(engine, today, chat_id=chat_id), PreviewReason()
    zone = known.schedule.zone
    # A chat that has moved west may have the previous day again, without a reminder on it yet.
    has_come = known.day and known.day >= today and known.served_at and local_day(known.served_at, zone) == today
    last = so_far.sent[-1] if so_far.sent else ""
    if has_come and engine.open(last):
        return last, PreviewReason(today=True)
    choice = next_entry(engine, known.topics, so_far, chat_id=chat_id)
    return choice.entry_id if choice else None, PreviewReason(at=known.due_at.astimezone(zone_named(zone)))


async def show_progress(request: Request) -> Response:
    """Show how much of the chosen topics was sent in this round, by topic."""
    subscriptions, chat_id = request.services.reminders, request.message.chat_id
    known, so_far = await subscriptions.get(chat_id), await subscriptions.round(chat_id)
    chosen = frozenset(entries_of(request.engine, known.topics if known else frozenset()))
    year = request.context.snapshot.report.year
    topics = [
        {
            "name": topic_name(request.replies, each, year),
            "sent": len({*each.entries} & {*so_far.sent}),
            "count": len(each.entries),
        }
        for each in request.engine.topics
        if chosen.issuperset(each.entries)
    ]
    return Response(
        request.replies.render(
            "progress",
            number=so_far.number,
            sent=len(chosen.intersection(so_far.sent)),
            count=len(chosen),
            others=len(frozenset(request.engine.remindable).difference(so_far.sent)),
            reminded=known is not None and known.due_at is not None,
            topics=topics,
        )
    )


async def show_reminder(tapped: Tapped, entry_id: str = "", asked: str = "") -> None:
    """Show the reminder of an entry, in place: as a preview if it was `asked` for, otherwise as sent."""
    known = await _subscription(tapped)
    messages = _messages(tapped, known)
    reason = await _preview_reason(tapped, known, entry_id) if asked == PREVIEW else None
    reply = messages.preview(entry_id, reason) if reason else messages.reminder(entry_id)
    if reply is None:
        return await tapped.vanished()
    await tapped.done()
    return await tapped.show(reply)


async def show_related_entries(tapped: Tapped, entry_id: str = "", asked: str = "") -> None:
    """Show related entries, in place; a notice if there are none."""
    answer = tapped.engine.open(entry_id)
    if answer is None:
        return await tapped.vanished()
    messages = _messages(tapped, await _subscription(tapped))
    reply = messages.related(answer.sources[0], preview=asked == PREVIEW)
    if reply is None:
        return await tapped.done(tapped.replies.phrases.sentence("unrelated"), alert=False)
    await tapped.done()
    return await tapped.show(reply)


async def show_another(tapped: Tapped, entry_id: str = "") -> None:
    """Replace the entry by another one, which counts as sent too."""
    sentence = tapped.replies.phrases.sentence
    if not await tapped.may_change() or tapped.chat is None:
        return await tapped.done(sentence("administrators_change"))
    known = await tapped.services.reminders.get(tapped.chat.chat_id)
    choice = await _another(tapped, tapped.chat.chat_id, known, entry_id)
    reply = _messages(tapped, known).reminder(choice.entry_id) if choice else None
    if reply is None or choice is None:
        return await tapped.done(sentence("nothing_else"), alert=False)
    await tapped.done()
    tapped.shown(choice.entry_id)
    return await tapped.show(reply)


async def stop_reminders(tapped: Tapped) -> None:
    """End the chat's reminders, and say how to start them again."""
    sentence = tapped.replies.phrases.sentence
    if not await tapped.may_change() or tapped.chat is None:
        return await tapped.done(sentence("administrators_change"))
    tapped.services.answers.chose(tapped.chat.chat_id)
    await tapped.services.reminders.stop(tapped.chat.chat_id)
    return await tapped.done(sentence("stopped"))


async def _another(tapped: Tapped, chat_id: int, known: Subscription | None, shown: str) -> Choice | None:
    """Return the replacement of `shown`; None if there is none, or others keep choosing at the same time."""
    subscriptions = tapped.services.reminders
    topics = known.topics if known else frozenset()
    for _ in range(_TRIES):
        so_far = await subscriptions.round(chat_id)
        choice = another_entry(tapped.engine, topics, so_far, chat_id=chat_id, shown=shown)
        if choice is None or await subscriptions.join(chat_id, choice, so_far, shown=shown):
            return choice
    return None


async def _preview_reason(tapped: Tapped, known: Subscription | None, entry_id: str) -> PreviewReason | None:
    """Return why the entry was shown, if that still holds; None if the chat has been sent another one since."""
    subscriptions = tapped.services.reminders
    if tapped.chat is None or known is None or known.due_at is None:
        return PreviewReason()
    try:
        so_far = await subscriptions.round(tapped.chat.chat_id)
    except StoreError:
        return None
    today = subscriptions.today(known.schedule.zone)
    shown, reason = _entry_of_today(tapped.engine, known, so_far, today, chat_id=tapped.chat.chat_id)
    return reason if shown == entry_id else None


async def _subscription(tapped: Tapped) -> Subscription | None:
    """Return the chat's subscription; None also while the store is down."""
    if tapped.chat is None:
        return None
    try:
        return await tapped.services.reminders.get(tapped.chat.chat_id)
    except StoreError:
        return None


def _messages(tapped: Tapped, known: Subscription | None) -> ReminderMessages:
    """Return the wording of reminders for the chat, in its own language and time zone whoever taps."""
    snapshot, subscriptions = tapped.context.snapshot, tapped.services.reminders
    if known is None:
        return ReminderMessages(snapshot, tapped.replies, subscriptions.today(subscriptions.zone))
    replies = snapshot.replies(language_named(known.language), tapped.context.bot.username)
    return ReminderMessages(snapshot, replies, subscriptions.today(known.schedule.zone))

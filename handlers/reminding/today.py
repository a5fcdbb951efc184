"""Somebody wants today's target at once (/today), or to know how far the round is (/progress)."""

from __future__ import annotations

from datetime import date

from handlers.engine import Engine
from handlers.reminding.letters import Letters, Occasion
from handlers.reminding.panel import topic_name
from handlers.reminding.subscriptions import entries_of, entry_of_the_day, next_entry
from handlers.request import Request, Response
from store import Round, StoreError, Subscription, local_day, zone_named


async def show_today(request: Request) -> Response:
    """What was sent today, or what will come: nothing is sent twice for it. Without reminders, one for the day."""
    subscriptions, chat_id = request.services.reminders, request.message.chat_id
    try:
        known, so_far = await subscriptions.get(chat_id), await subscriptions.round(chat_id)
    except StoreError:  # which the store has logged
        return Response(request.replies.render("unavailable"))
    today = subscriptions.today(known.schedule.zone if known else subscriptions.zone)
    entry_id, occasion = of_today(request.engine, known, so_far, today, chat_id=chat_id)
    letters = Letters(request.services.snapshots.current, request.replies, today)
    reply = letters.preview(entry_id, occasion) if entry_id else None
    if reply is None or entry_id is None:
        return Response(request.replies.render("no_targets"))
    return Response((reply,), (entry_id,))


def of_today(
    engine: Engine, known: Subscription | None, so_far: Round, today: date, *, chat_id: int
) -> tuple[str | None, Occasion]:
    """The entry to show to a chat that asks for today's, and why this one; None where the report has none."""
    if known is None or known.due_at is None:
        return entry_of_the_day(engine, today, chat_id=chat_id), Occasion()
    zone = known.schedule.zone
    # A chat that has moved west since has the day before it for a second time, on which nothing came yet.
    has_come = known.day and known.day >= today and known.served_at and local_day(known.served_at, zone) == today
    last = so_far.sent[-1] if so_far.sent else ""
    if has_come and engine.open(last):
        return last, Occasion(today=True)
    choice = next_entry(engine, known.topics, so_far, chat_id=chat_id)
    return choice.entry_id if choice else None, Occasion(at=known.due_at.astimezone(zone_named(zone)))


async def show_progress(request: Request) -> Response:
    """How much of what the chat chose it was sent in this round, by topic."""
    subscriptions, chat_id = request.services.reminders, request.message.chat_id
    try:
        known, so_far = await subscriptions.get(chat_id), await subscriptions.round(chat_id)
    except StoreError:
        return Response(request.replies.render("unavailable"))
    chosen = frozenset(entries_of(request.engine, known.topics if known else frozenset()))
    year = request.services.snapshots.current.report.year
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

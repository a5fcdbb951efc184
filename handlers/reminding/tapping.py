"""Taps under a reminder: what is related to it, and back; another one in its place; no more of them."""

from __future__ import annotations

from handlers.reminding.letters import PREVIEW, Letters, Occasion, language_named
from handlers.reminding.rights import may_tap
from handlers.reminding.subscriptions import another_entry
from handlers.reminding.today import of_today
from handlers.tapped import Tapped
from store import Choice, StoreError, Subscription

_TRIES = 5  # to choose before another message of the chat is chosen, by a tap or by the worker


async def show_reminder(tapped: Tapped, entry_id: str = "", asked: str = "") -> None:
    """The reminder of an entry, in place; as it was shown to who `asked` for it, or as it was sent."""
    known = await _known(tapped)
    letters = _letters(tapped, known)
    occasion = await _occasion(tapped, known, entry_id) if asked == PREVIEW else None
    reply = letters.preview(entry_id, occasion) if occasion else letters.reminder(entry_id)
    if reply is None:
        return await tapped.vanished()
    await tapped.done()
    return await tapped.show(reply)


async def show_around(tapped: Tapped, entry_id: str = "", asked: str = "") -> None:
    """The entries related to a reminder's, in place; a notice where there are none."""
    answer = tapped.engine.open(entry_id)
    if answer is None:
        return await tapped.vanished()
    reply = _letters(tapped, await _known(tapped)).around(answer.sources[0], preview=asked == PREVIEW)
    if reply is None:
        return await tapped.done(tapped.replies.phrases.sentence("unrelated"), alert=False)
    await tapped.done()
    return await tapped.show(reply)


async def show_another(tapped: Tapped, entry_id: str = "") -> None:
    """Another entry, in place of this one; it counts as sent too."""
    sentence = tapped.replies.phrases.sentence
    if not await may_tap(tapped) or tapped.chat is None:
        return await tapped.done(sentence("administrators_change"))
    subscriptions, chat_id = tapped.services.reminders, tapped.chat.chat_id
    try:
        known = await subscriptions.get(chat_id)
        choice = await _another(tapped, chat_id, known, entry_id)
    except StoreError:  # which the store has logged
        return await tapped.done(sentence("not_kept"))
    reply = _letters(tapped, known).reminder(choice.entry_id) if choice else None
    if reply is None or choice is None:
        return await tapped.done(sentence("nothing_else"), alert=False)
    await tapped.done()
    tapped.shown(choice.entry_id)
    return await tapped.show(reply)


async def stop_reminders(tapped: Tapped) -> None:
    """Ends the chat's reminders, and says how they begin again."""
    sentence = tapped.replies.phrases.sentence
    if not await may_tap(tapped) or tapped.chat is None:
        return await tapped.done(sentence("administrators_change"))
    try:
        await tapped.services.reminders.stop(tapped.chat.chat_id)
    except StoreError:
        return await tapped.done(sentence("not_kept"))
    return await tapped.done(sentence("stopped"))


async def _another(tapped: Tapped, chat_id: int, known: Subscription | None, shown: str) -> Choice | None:
    """What comes in place of `shown`; None where there is nothing, or others choose in the same moment each time."""
    subscriptions = tapped.services.reminders
    topics = known.topics if known else frozenset()
    for _ in range(_TRIES):
        so_far = await subscriptions.round(chat_id)
        choice = another_entry(tapped.engine, topics, so_far, chat_id=chat_id, shown=shown)
        if choice is None or await subscriptions.join(chat_id, choice, so_far, shown=shown):
            return choice
    return None


async def _occasion(tapped: Tapped, known: Subscription | None, entry_id: str) -> Occasion | None:
    """Why the entry was shown, as far as that still holds; None where a chat's reminders have gone on since."""
    subscriptions = tapped.services.reminders
    if tapped.chat is None or known is None or known.due_at is None:
        return Occasion()
    try:
        so_far = await subscriptions.round(tapped.chat.chat_id)
    except StoreError:
        return None
    today = subscriptions.today(known.schedule.zone)
    shown, occasion = of_today(tapped.engine, known, so_far, today, chat_id=tapped.chat.chat_id)
    return occasion if shown == entry_id else None


async def _known(tapped: Tapped) -> Subscription | None:
    """What the chat has chosen, as far as the store can tell now."""
    if tapped.chat is None:
        return None
    try:
        return await tapped.services.reminders.get(tapped.chat.chat_id)
    except StoreError:
        return None


def _letters(tapped: Tapped, known: Subscription | None) -> Letters:
    """What words them for the chat: in the language of its reminders, whoever taps, and by its calendar."""
    snapshot, subscriptions = tapped.services.snapshots.current, tapped.services.reminders
    if known is None:
        return Letters(snapshot, tapped.replies, subscriptions.today(subscriptions.zone))
    replies = snapshot.replies(language_named(known.language), tapped.context.bot.username)
    return Letters(snapshot, replies, subscriptions.today(known.schedule.zone))

"""Somebody taps a button: the table of what each verb does. Every tap is answered, whatever it says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from inspect import signature
from types import MappingProxyType

from telegram import Update

from handlers.browsing import read_entry, turn_page
from handlers.buttons.passages import open_entry, remove_answer, show_context, show_entry, show_related
from handlers.buttons.tapped import Tapped
from handlers.buttons.verdicts import blame, praise
from handlers.context import Context
from handlers.groups.settings import change_setting
from handlers.reminding.changing import choose_reminders
from handlers.reminding.tapping import show_another, show_around, show_reminder, stop_reminders
from handlers.replies.taps import Verb, read_tap

DEEDS: Mapping[Verb, Callable[..., Awaitable[None]]] = MappingProxyType(
    {
        Verb.OPEN: open_entry,
        Verb.SHOW: show_entry,
        Verb.CONTEXT: show_context,
        Verb.RELATED: show_related,
        Verb.GOOD: praise,
        Verb.BAD: blame,
        Verb.REMOVE: remove_answer,
        Verb.BROWSE: turn_page,
        Verb.READ: read_entry,
        Verb.SET: change_setting,
        Verb.DAY: show_reminder,
        Verb.ANOTHER: show_another,
        Verb.AROUND: show_around,
        Verb.STOP: stop_reminders,
        Verb.REMIND: choose_reminders,
    }
)


async def on_tap(update: Update, context: Context) -> None:
    """Does what the tapped button says; one of no button of ours is about something that is there no more."""
    query = update.callback_query
    if query is None:
        return None
    tapped = Tapped(query, context)
    tap = read_tap(query.data or "")
    if tap is None:
        return await tapped.vanished()
    if not context.services.bursts.may_read(query.from_user.id):
        return await tapped.done(tapped.replies.phrases.sentence("slower"))
    context.services.meters.tapped(tap.verb.name.lower())
    deed = DEEDS[tap.verb]
    taken = len(signature(deed).parameters) - 1  # more is nothing that a button of ours says
    return await deed(tapped, *tap.about[:taken])

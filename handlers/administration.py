"""Commands for those in charge: the operators (ADMINS), in private chats, and a group's administrators (/settings)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import wraps
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from telegram.constants import ChatType

from handlers.replies import NOTHING, Button, Replies, Reply, Response
from handlers.replies.keyboards import Verb, tap
from handlers.request import CommandHandler, Request
from handlers.tapped import Tapped
from knowledge.collection import Collection
from knowledge.faults import MOST_SHOWN, Fault, KnowledgeError
from store import ChatSettings, Mode


def for_operators(handler: CommandHandler) -> CommandHandler:
    """Run `handler` for operators only; others get a refusal, groups no reply."""

    @wraps(handler)
    async def guarded(request: Request) -> Response:
        person = request.message.from_user
        if not request.is_private:
            return NOTHING  # as for an unknown command: the group must not see the reply
        if person is None or person.id not in request.services.operators:
            return Response(request.replies.render("operators"))
        return await handler(request)

    return guarded


_MISSES = 50
_DAYS = 7
_ENTRIES = 10


@for_operators
async def show_misses(request: Request) -> Response:
    """The questions that found no answer, the most frequent first."""
    store = request.services.store
    await store.flush()  # so that the latest questions count too
    misses = await store.misses.top(_MISSES)
    listed = [(miss, request.engine.headline(miss.nearest)) for miss in misses]
    return Response(request.replies.render("misses", misses=listed, most=_MISSES))


@for_operators
async def show_statistics(request: Request) -> Response:
    """Recent questions by outcome, the entries shown most often, and the number of groups."""
    store = request.services.store
    await store.flush()
    days = await store.usage.days(_DAYS)
    asked = await store.usage.most_asked(_ENTRIES)
    chats = await store.chats.count()
    entries = [(each, request.engine.headline(each.entry_id)) for each in asked]
    return Response(request.replies.render("stats", days=days, last=_DAYS, entries=entries, chats=chats))


@for_operators
async def reload(request: Request) -> Response:
    """Reload the knowledge; reports the counts before and after, or the faults of a file, which is then not used."""
    try:
        done = await request.services.snapshots.reload()
    except KnowledgeError as error:
        shown = [_named(fault) for fault in error.faults[:MOST_SHOWN]]
        return Response(request.replies.render("faulty", faults=shown, more=len(error.faults) - len(shown)))
    before, after = done.counts
    differences = [_named(fault) for fault in done.snapshot.differences]
    left = list(_left_out(done.snapshot.collection))
    return Response(request.replies.render("reloaded", before=before, count=after, differences=differences, left=left))


def _left_out(collection: Collection | None) -> Iterator[tuple[Fault, bool]]:
    """Yield the first fault of each file that can't be used now, and whether what it held before is kept."""
    if collection is not None:
        for each in collection.left:
            yield replace(each.error.faults[0], file=each.path.name), str(each.path) in collection.sizes


def _named(fault: Fault) -> Fault:
    """The fault with the file's name only: a chat should not show folders."""
    return replace(fault, file=PurePath(fault.file).name)


async def show_settings(request: Request) -> Response:
    """The group's settings with buttons to change them; for administrators only."""
    if request.is_private:
        return Response(request.replies.render("settings_private"))
    if not await request.may_change():
        return Response(request.replies.render("administrators"))
    state = await request.services.chats.read(request.message.chat_id)
    return Response((panel(request.replies, state.settings),))


async def change_setting(tapped: Tapped, field: str = "", value: str = "") -> None:
    """Save the choice that an administrator tapped, and updates the message."""
    chat = tapped.query.message.chat if tapped.query.message else None
    if chat is None or chat.type == ChatType.PRIVATE or choose(ChatSettings(), field, value) is None:
        return await tapped.vanished()
    if not await tapped.may_change():
        return await tapped.done(tapped.replies.phrases.sentence("administrators_only"))
    settings = await tapped.services.chats.change(chat.id, lambda now: choose(now, field, value) or now)
    await tapped.done()
    return await tapped.show(panel(tapped.replies, settings))


CHOICES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "mode": {mode.value: mode for mode in Mode},
        "cooldown": {str(seconds): seconds for seconds in (0, 60, 300, 3600)},  # at most pacing.LONGEST_COOLDOWN
        "buttons": {"on": True, "off": False},
    }
)
"""The values of each field of `ChatSettings`, by their code in a button's data."""


def panel(replies: Replies, settings: ChatSettings) -> Reply:
    """The settings with their buttons, the chosen ones marked."""
    rows = tuple(_row(replies, field, settings) for field in CHOICES)
    chosen = {field: _written(field, getattr(settings, field)) for field in CHOICES}
    return replies.render("settings", rows, chosen=chosen)[0]


def choose(settings: ChatSettings, field: str, value: str) -> ChatSettings | None:
    """The settings with another choice; None for an unknown field or value."""
    values = CHOICES.get(field, {})
    return replace(settings, **{field: values[value]}) if value in values else None


def _row(replies: Replies, field: str, settings: ChatSettings) -> tuple[Button, ...]:
    chosen = _written(field, getattr(settings, field))
    labels = {value: replies.phrases.sentence("choice", field=field, value=value) for value in CHOICES[field]}
    return tuple(
        Button(f"✓ {label}" if value == chosen else label, tap(Verb.SET, field, value))
        for value, label in labels.items()
    )


def _written(field: str, chosen: object) -> str:
    return next((value for value, meant in CHOICES[field].items() if meant == chosen), str(chosen))

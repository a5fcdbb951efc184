"""A group's administrators choose how the bot answers there: /settings, and the buttons under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from telegram.constants import ChatType

from handlers.replies import Button, Replies, Reply, Response
from handlers.replies.keyboards import Verb, tap
from handlers.request import Request
from handlers.tapped import Tapped
from store import ChatSettings, Mode


async def show_settings(request: Request) -> Response:
    """The group's settings with buttons to change them; for administrators alone."""
    if request.is_private:
        return Response(request.replies.render("settings_private"))
    if not await request.may_change():
        return Response(request.replies.render("administrators"))
    state = await request.services.chats.read(request.message.chat_id)
    return Response((panel(request.replies, state.settings),))


async def change_setting(tapped: Tapped, field: str = "", value: str = "") -> None:
    """Keeps what an administrator tapped, and shows it in place."""
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
        "cooldown": {str(seconds): seconds for seconds in (0, 60, 300, 3600)},  # at most quiet.LONGEST_COOLDOWN
        "buttons": {"on": True, "off": False},
    }
)
"""The values of each field of `ChatSettings`, by what stands for them in a button's data."""


def panel(replies: Replies, settings: ChatSettings) -> Reply:
    """The settings with their buttons, the chosen ones marked."""
    rows = tuple(_row(replies, field, settings) for field in CHOICES)
    chosen = {field: _written(field, getattr(settings, field)) for field in CHOICES}
    return replies.render("settings", rows, chosen=chosen)[0]


def choose(settings: ChatSettings, field: str, value: str) -> ChatSettings | None:
    """The settings with another choice; None where there is no such one."""
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

"""The message with a group's settings: what there is to choose, and a button for each choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from handlers.replies import Button, Replies, Reply
from handlers.replies.taps import Verb, tap
from store import ChatSettings, Mode

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

"""Raw updates: how they are parsed, and the fields that the handlers rely on."""

from __future__ import annotations

import json
import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, InstanceOf
from telegram import Bot, Update

RawUpdate: TypeAlias = dict[str, Any]
"""An update that hasn't been parsed: an object with an `update_id` from 0 to `LARGEST`."""

LINES, MINUTE = 10, 60.0  # lines about unreadable updates within so many seconds, so that a flood doesn't fill the log
_DIGITS = 20  # of the longest integer that is read as one; Telegram's have 64 bits, and Python refuses 4,301 digits
_FIELDS, _NAME = 10, 40  # an update's fields that are named, and the characters of a name; Telegram sends 2 and 25
_LOGGER = logging.getLogger(__name__)


def parse_json(body: bytes) -> Any:
    """The value of a JSON text in UTF-8; invalid bytes become U+FFFD.

    Raises ValueError if it is no JSON, or nested too deep.
    """
    try:
        return _JSON.decode(body.decode(errors="replace"))
    except RecursionError:
        raise ValueError("JSON nested too deep") from None


def raw_update(value: object) -> RawUpdate | None:
    """`value` if it has an update's form, valid or not; None for anything else."""
    number = value.get("update_id") if isinstance(value, dict) else None
    return value if isinstance(value, dict) and type(number) is int and 0 <= number <= LARGEST else None


class UpdateReader:
    """Parses updates for `bot`, and logs those that can't be parsed, by id and field names only.

    `clock` counts seconds.
    """

    def __init__(self, bot: Bot, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot, self._clock = bot, clock
        self._logged: deque[float] = deque(maxlen=LINES)
        self._unlogged = 0

    def read(self, raw: RawUpdate) -> Update | None:
        """The update, or None if it can't be parsed, which is logged."""
        try:
            check(raw)
            return Update.de_json(raw, self._bot)
        except Exception:  # any error of pydantic or python-telegram-bot; its message may quote people
            self._log(raw)
            return None

    def _log(self, raw: RawUpdate) -> None:
        now = self._clock()
        if len(self._logged) == LINES and now - self._logged[0] < MINUTE:
            self._unlogged += 1
            return
        self._logged.append(now)
        before = f" (as were {self._unlogged} before it that aren't logged)" if self._unlogged else ""
        self._unlogged = 0
        _LOGGER.error(
            "Update %d can't be read and is left alone%s; it holds %s", raw["update_id"], before, ", ".join(_names(raw))
        )


def _names(raw: RawUpdate) -> list[str]:
    """The names of its fields that look like Telegram's."""
    return [name for name in raw if name.isascii() and name.isidentifier() and len(name) <= _NAME][:_FIELDS]


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) <= _DIGITS else float(digits)


_JSON = json.JSONDecoder(parse_int=_number)


LARGEST = 2**63 - 1  # in the databases' BIGINT; Telegram's ids have 52 bits

_Integer = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
_Length = Annotated[int, Field(ge=0, le=LARGEST)]
_Text = InstanceOf[str]  # pydantic's own strings hold no lone surrogates, which JSON can


class _Object(BaseModel):
    model_config = ConfigDict(strict=True)


class _User(_Object):
    id: _Integer
    language_code: _Text | None = None


class _Chat(_Object):
    id: _Integer
    type: _Text


class _Entity(_Object):
    type: _Text
    offset: _Length
    length: _Length
    url: _Text | None = None
    user: _User | None = None


class _Message(_Object):
    message_id: _Integer
    date: _Integer
    chat: _Chat
    message_thread_id: _Integer | None = None
    sender: _User | None = Field(None, alias="from")
    sender_chat: _Chat | None = None
    via_bot: _User | None = None
    text: _Text | None = None
    entities: list[_Entity] | None = None
    caption: _Text | None = None
    caption_entities: list[_Entity] | None = None
    reply_to_message: _Message | None = None
    migrate_to_chat_id: _Integer | None = None
    migrate_from_chat_id: _Integer | None = None
    guest_query_id: _Text | None = None


class _CallbackQuery(_Object):
    id: _Text
    sender: _User = Field(alias="from")
    message: _Message | None = None
    inline_message_id: _Text | None = None
    data: _Text | None = None


class _InlineQuery(_Object):
    id: _Text
    sender: _User = Field(alias="from")
    query: _Text
    offset: _Text


class _ChosenInlineResult(_Object):
    result_id: _Text
    sender: _User = Field(alias="from")
    query: _Text


class _ChatMember(_Object):
    status: _Text


class _ChatMemberUpdated(_Object):
    date: _Integer
    chat: _Chat
    sender: _User = Field(alias="from")
    old_chat_member: _ChatMember
    new_chat_member: _ChatMember


class _Update(_Object):
    message: _Message | None = None
    edited_message: _Message | None = None
    guest_message: _Message | None = None
    callback_query: _CallbackQuery | None = None
    inline_query: _InlineQuery | None = None
    chosen_inline_result: _ChosenInlineResult | None = None
    my_chat_member: _ChatMemberUpdated | None = None


def check(update: dict[str, Any]) -> None:
    """Raise pydantic's ValidationError if a field that the handlers rely on has a wrong type."""
    _Update.model_validate(update)

"""The fields of an update that the handlers rely on, with their types.

python-telegram-bot takes any value for any field. A chat's id that no database takes would be found out when it is
written, together with other chats' notes; here it makes that one update unreadable. What a field means, and which ones
there must be, is python-telegram-bot's to say.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, InstanceOf

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
    """Raises pydantic's ValidationError where a field that the handlers rely on is of another type."""
    _Update.model_validate(update)

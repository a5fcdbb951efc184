"""Every kind of update is either answered on purpose or left alone on purpose; this table says which."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.registration import ALLOWED_UPDATES
from tests.fakes.people import PHOTO, Town

FILE = {"file_id": "file", "file_unique_id": "file"}
VOICE = FILE | {"duration": 1}
STICKER = FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
VIDEO = FILE | {"width": 1, "height": 1, "duration": 1}
CAPTION = {"caption": "六个工程是什么"}
PERSON = {"id": 77, "is_bot": False, "first_name": "Newcomer"}

ANSWERED = {
    "text": {"text": "六个工程是什么"},
    "photo with caption": {"photo": PHOTO, **CAPTION},
    "video with caption": {"video": VIDEO, **CAPTION},
    "document with caption": {"document": FILE, **CAPTION},
    "one of an album": {"photo": PHOTO, "media_group_id": "1", **CAPTION},
}
LEFT_ALONE = {
    "photo": {"photo": PHOTO},
    "sticker": {"sticker": STICKER},
    "voice": {"voice": VOICE},
    "location": {"location": {"latitude": 40.8, "longitude": 111.7}},
    "contact": {"contact": {"phone_number": "1", "first_name": "六个工程"}},
    "somebody joins": {"new_chat_members": [PERSON]},
    "somebody leaves": {"left_chat_member": PERSON},
    "new title": {"new_chat_title": "六个工程是什么"},
    "pinned": {
        "pinned_message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "六个工程"}
    },
    "new topic": {"forum_topic_created": {"name": "六个工程是什么", "icon_color": 1}},
}
CHANNEL = {"id": -9, "type": "channel", "title": "频道"}
POST = {"message_id": 1, "date": 1, "chat": CHANNEL, "text": "六个工程是什么"}
OTHER_UPDATES = {
    "channel_post": POST,
    "edited_channel_post": POST | {"edit_date": 2},
    "inline_query": {"id": "1", "from": PERSON, "query": "六个工程", "offset": ""},
    "message_reaction": {
        "chat": CHANNEL,
        "message_id": 1,
        "date": 1,
        "user": PERSON,
        "old_reaction": [],
        "new_reaction": [],
    },
    "my_chat_member": {
        "chat": CHANNEL,
        "from": PERSON,
        "date": 1,
        "old_chat_member": {"status": "left", "user": PERSON},
        "new_chat_member": {"status": "member", "user": PERSON},
    },
    "something_new": {"of": "tomorrow"},
}


@pytest.mark.parametrize("fields", ANSWERED.values(), ids=list(ANSWERED))
async def test_answered(town: Town, fields: dict[str, Any]) -> None:
    for voice in (town.person("Alice"), town.group("群").member("Carol")):
        await voice.sends(**fields)
        assert len(voice.hears()) == 1


@pytest.mark.parametrize("fields", LEFT_ALONE.values(), ids=list(LEFT_ALONE))
async def test_left_alone(town: Town, fields: dict[str, Any]) -> None:
    for voice in (town.person("Alice"), town.group("群").member("Carol")):
        await voice.sends(**fields)
        assert voice.hears() == []


@pytest.mark.parametrize(("kind", "content"), OTHER_UPDATES.items(), ids=list(OTHER_UPDATES))
async def test_other_updates_are_left_alone(town: Town, kind: str, content: dict[str, Any]) -> None:
    await town.api.deliver(town.update(**{kind: content}))
    assert town.api.called("sendMessage") == []


async def test_telegram_is_asked_for_nothing_else(town: Town, mode: str) -> None:
    await town.person("Alice").says("六个工程是什么")
    call = town.api.called("setWebhook" if mode == "webhook" else "getUpdates")[0]
    assert call.params["allowed_updates"] == list(ALLOWED_UPDATES) == ["message", "edited_message", "callback_query"]

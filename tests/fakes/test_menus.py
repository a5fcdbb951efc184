"""Menus are kept by scope and language, and a person sees the narrowest."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town, Voice
from tests.fakes.puppet import call

Params = dict[str, Any]
ADMINS = {"type": "all_chat_administrators"}
GROUPS = {"type": "all_group_chats"}
PRIVATE = {"type": "all_private_chats"}


def menu(name: str) -> list[dict[str, str]]:
    return [{"command": name, "description": "说明"}]


async def put(api: BotApi, name: str, **params: Any) -> None:
    assert await call(api, "setMyCommands", commands=menu(name), **params) == (200, True)


async def test_a_menu_is_kept_until_it_is_deleted(api: BotApi) -> None:
    await put(api, "term")
    await put(api, "english", scope=PRIVATE, language_code="en")
    assert api.commands == menu("term")
    assert await call(api, "getMyCommands", scope=PRIVATE, language_code="en") == (200, menu("english"))
    assert await call(api, "getMyCommands", scope=PRIVATE) == (200, [])
    assert await call(api, "deleteMyCommands", scope=PRIVATE, language_code="en") == (200, True)
    assert await call(api, "getMyCommands", scope=PRIVATE, language_code="en") == (200, [])


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"language_code": "zh-hant"}, "invalid language code specified"),
        ({"language_code": "EN"}, "invalid language code specified"),
        ({"scope": {"type": "everybody"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"scope": {"type": "chat"}}, "can't parse BotCommandScope: Can't find field \"chat_id\""),
        (
            {"scope": {"type": "chat_member", "chat_id": 5}},
            "can't parse BotCommandScope: Invalid user_id specified",
        ),
        ({"commands": menu("term") * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_menus_that_are_refused(api: BotApi, params: Params, description: str) -> None:
    asked: Params = {"commands": menu("term")} | params
    answer = await call(api, "setMyCommands", **asked)
    assert answer == (400, f"Bad Request: {description}")


async def test_a_person_sees_the_narrowest_menu_in_their_language(api: BotApi, town: Town, alice: Voice) -> None:
    group = town.group("群")
    carol, admin = group.member("Carol"), group.member("Admin")
    group.promote(admin)
    await put(api, "everybody")
    assert carol.menu() == admin.menu() == alice.menu() == menu("everybody")
    await put(api, "groups", scope=GROUPS)
    await put(api, "admins", scope=ADMINS)
    await put(api, "private", scope=PRIVATE)
    await put(api, "english", scope=PRIVATE, language_code="en")
    assert [voice.menu() for voice in (carol, admin, alice)] == [menu("groups"), menu("admins"), menu("private")]
    assert alice.language("en").menu() == menu("english")
    assert alice.language("zh-hant").menu() == menu("private")

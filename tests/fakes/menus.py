"""Menus of commands, by scope and language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.refusals import bad_request

MAX_COMMANDS = 100
_OF_A_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})
_SCOPES = _OF_A_CHAT | {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}

Params = dict[str, Any]
Menu = list[dict[str, str]]


class Menus:
    """What setMyCommands has set; a language narrows a scope, and Telegram knows languages of two letters only."""

    def __init__(self, chats: Mapping[int, Params]) -> None:
        self._chats = chats
        self._menus: dict[tuple[str, str], Menu] = {}

    def set(self, params: Params) -> bool:
        key = _key(params)
        if len(params["commands"]) > MAX_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in params["commands"]:
            check_command(command["command"], command["description"])
        if int((params.get("scope") or {}).get("chat_id", 0)) not in {0, *self._chats}:
            raise bad_request("chat not found")
        self._menus[key] = params["commands"]
        return True

    def delete(self, params: Params) -> bool:
        self._menus.pop(_key(params), None)
        return True

    def get(self, params: Params) -> Menu:
        return self._menus.get(_key(params), [])

    def of(self, language: str = "", **scope: Any) -> Menu:
        """The menu of exactly this scope and language; without a scope, the default one."""
        return self.get({"scope": scope or None, "language_code": language})

    def shown(self, chat: Params, user: Params, *, is_admin: bool = False) -> Menu:
        """What a person sees in a chat: of the narrowest scope that has a menu, first in their language."""
        for scope in _narrowing(chat, user, is_admin=is_admin):
            for language in (str(user.get("language_code", ""))[:2], ""):
                if menu := self.of(language, **scope):
                    return menu
        return []


def check_command(name: str, description: str) -> None:
    name = name.strip().removeprefix("/")
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not description.strip():
        raise bad_request("command description must be non-empty")
    if len(description.strip()) > 256:
        raise bad_request("command description length must not exceed 256")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        raise bad_request("BOT_COMMAND_INVALID")


def _key(params: Params) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if scope["type"] in _OF_A_CHAT and not scope.get("chat_id"):
        raise bad_request("can't parse BotCommandScope: Can't find field \"chat_id\"")
    if scope["type"] == "chat_member" and int(scope.get("user_id", 0)) <= 0:
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    language = params.get("language_code") or ""
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return json.dumps(scope, sort_keys=True), language


def _narrowing(chat: Params, user: Params, *, is_admin: bool) -> list[Params]:
    here = {"chat_id": chat["id"]}
    if chat["type"] == "private":
        return [{"type": "chat", **here}, {"type": "all_private_chats"}, {"type": "default"}]
    admins = [{"type": "chat_administrators", **here}] if is_admin else []
    all_admins = [{"type": "all_chat_administrators"}] if is_admin else []
    return [
        {"type": "chat_member", "user_id": user["id"], **here},
        *admins,
        {"type": "chat", **here},
        *all_admins,
        {"type": "all_group_chats"},
        {"type": "default"},
    ]

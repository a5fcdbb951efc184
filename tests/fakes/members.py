"""Who is in a chat, with which rights, and what Telegram lets the bot do there for it."""

from __future__ import annotations

from typing import Any

from tests.fakes.refusals import Refusal, bad_request, forbidden

Params = dict[str, Any]

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
)
_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
_ORDINARY = frozenset({"can_manage_chat", "can_delete_messages", "can_restrict_members", "can_pin_messages"})
_INSIDE = frozenset({"creator", "administrator", "member"})


def creator(*, is_anonymous: bool = False) -> Params:
    return {"status": "creator", "is_anonymous": is_anonymous}


def administrator(*, is_anonymous: bool = False, **rights: bool) -> Params:
    """An administrator with the usual rights; `rights` change them."""
    granted = {right: right in _ORDINARY for right in _RIGHTS} | rights
    return {"status": "administrator", "can_be_edited": False, "is_anonymous": is_anonymous, **granted}


def member() -> Params:
    return {"status": "member"}


def restricted(*, is_member: bool = True, **permissions: bool) -> Params:
    """Somebody who may read only; `permissions` are what is allowed nevertheless."""
    allowed = dict.fromkeys(_PERMISSIONS, False) | permissions
    return {"status": "restricted", "is_member": is_member, "until_date": 0, **allowed}


def left() -> Params:
    return {"status": "left"}


def kicked() -> Params:
    return {"status": "kicked", "until_date": 0}


class Members:
    """Everybody's standing, chat by chat. Who isn't known in a chat has left it."""

    def __init__(self, me: Params, chats: dict[int, Params]) -> None:
        self._me = me
        self._chats = chats
        self._users: dict[int, Params] = {me["id"]: me}
        self._standing: dict[int, dict[int, Params]] = {}
        self.blocked: set[int] = set()
        self.deactivated: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.hidden: set[int] = set()
        """Groups whose members only administrators may see."""
        self.foreign: set[int] = set()
        """Chats that the bot can know of only as a guest."""

    def place(self, chat_id: int, user: Params, standing: Params) -> None:
        self._users[user["id"]] = user
        self._standing.setdefault(chat_id, {})[user["id"]] = standing

    def knows(self, user: Params) -> None:
        """A user whom Telegram can tell of, in no chat yet."""
        self._users.setdefault(user["id"], user)

    def migrate(self, old: int, new: int) -> None:
        self.migrated[old] = new
        self._standing[new] = dict(self._standing.get(old, {}))

    def of(self, chat_id: int, user: Params) -> Params:
        """A person's ChatMember object, as in updates."""
        standing = self._standing.get(chat_id, {}).get(user["id"], left())
        return {"user": self._users.get(user["id"], user), **standing}

    def is_admin(self, chat_id: int, user: Params) -> bool:
        return self.of(chat_id, user)["status"] in {"creator", "administrator"}

    def bot_may(self, chat_id: int, right: str) -> bool:
        """Whether the bot is an administrator with this right."""
        return self.of(chat_id, self._me).get(right) is True and self.is_admin(chat_id, self._me)

    def has_bot(self, chat_id: int) -> bool:
        if chat_id in self.foreign or self._chats[chat_id]["type"] == "private":
            return chat_id not in self.foreign
        return self._is_inside(self.of(chat_id, self._me))

    def get(self, params: Params) -> Params:
        chat_id = self.reachable(params)
        user_id = int(params.get("user_id", 0))
        if user_id not in self._users:
            raise bad_request("PARTICIPANT_ID_INVALID" if user_id > 0 else "invalid user_id specified")
        is_open = chat_id not in self.hidden or self.is_admin(chat_id, self._me) or user_id == self._me["id"]
        if not is_open:
            raise bad_request("CHAT_ADMIN_REQUIRED")
        if self._chats[chat_id]["type"] == "private" and user_id in {chat_id, self._me["id"]}:
            return {"user": self._users[user_id], **member()}
        return self.of(chat_id, self._users[user_id])

    def administrators(self, params: Params) -> list[Params]:
        """Other bots aren't told of."""
        chat_id = self.reachable(params)
        if self._chats[chat_id]["type"] == "private":
            raise bad_request("there are no administrators in the private chat")
        return [
            self.of(chat_id, self._users[user_id])
            for user_id in self._standing.get(chat_id, {})
            if self.is_admin(chat_id, self._users[user_id])
            and (user_id == self._me["id"] or not self._users[user_id]["is_bot"])
        ]

    def chat(self, params: Params) -> Params:
        chat = self._chats[self.reachable(params)]
        gifts = dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        )
        full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
        if chat["type"] != "private":
            full["permissions"] = dict.fromkeys(_PERMISSIONS, True)
        return {**chat, **full}

    def reachable(self, params: Params) -> int:
        """The chat a call names, if the bot may look into it."""
        chat_id = int(params.get("chat_id", 0))
        chat = self._chats.get(chat_id)
        if chat is None and chat_id in self._users:
            raise forbidden("bot can't initiate conversation with a user")
        if chat is None or chat_id in self.foreign:
            raise bad_request("chat not found")
        if chat_id in self.migrated:
            upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, upgraded, {"migrate_to_chat_id": self.migrated[chat_id]})
        standing = self.of(chat_id, self._me)
        if chat["type"] != "private" and not self._is_inside(standing):
            what = "was kicked from" if standing["status"] == "kicked" else "is not a member of"
            raise forbidden(f"bot {what} the {chat['type']} chat")
        return chat_id

    def writable(self, params: Params) -> int:
        """The chat a call names, if the bot may write into it."""
        chat_id = self.editable(params)
        standing = self.of(chat_id, self._me)
        if standing["status"] == "restricted" and not standing["can_send_messages"]:
            raise bad_request("not enough rights to send text messages to the chat")
        return chat_id

    def editable(self, params: Params) -> int:
        """The chat a call names, if the bot may change what it wrote there."""
        chat_id = self.reachable(params)
        if chat_id in self.deactivated:
            raise forbidden("user is deactivated")
        if chat_id in self.blocked:
            raise forbidden("bot was blocked by the user")
        return chat_id

    @staticmethod
    def _is_inside(standing: Params) -> bool:
        return standing["status"] in _INSIDE or standing.get("is_member") is True

"""A group with its people, its administrators and what they do to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.fakes.bot_api import ME
from tests.fakes.members import Members, administrator, creator, kicked, left, member, restricted
from tests.fakes.voices import Voice

if TYPE_CHECKING:
    from tests.fakes.chats import Chats
    from tests.fakes.people import Town

Params = dict[str, Any]

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


class Group:
    """A group; `town.group` makes one. Whatever is awaited returns when the bot has dealt with the news of it."""

    def __init__(self, town: Town, chat_id: int) -> None:
        self._town = town
        self.chat_id = chat_id

    @property
    def owner(self) -> Voice:
        """Who made the group."""
        return Voice(self._town, self._town.founder, self.chat_id)

    @property
    def chat(self) -> Params:
        return self._chats.chats[self.chat_id]

    def member(self, name: str) -> Voice:
        """Somebody new."""
        return self.admits(Voice(self._town, self._town.user(name), self.chat_id))

    def admits(self, voice: Voice) -> Voice:
        """The same person in this group, a member from now on unless they are more already."""
        here = Voice(self._town, voice.person, self.chat_id)
        if self._members.of(self.chat_id, here.user)["status"] in {"left", "kicked"}:
            self._members.place(self.chat_id, here.user, member())
        return here

    def anonymous(self, voice: Voice) -> Voice:
        """An administrator who writes in the group's name."""
        standing = self._members.of(self.chat_id, voice.person)["status"]
        self._members.place(
            self.chat_id,
            voice.person,
            creator(is_anonymous=True) if standing == "creator" else administrator(is_anonymous=True),
        )
        return Voice(self._town, ANONYMOUS, self.chat_id, sender_chat=self.chat, behind=voice.person)

    def channel(self, title: str, *, by: Voice | None = None) -> Voice:
        """Somebody who writes in a channel's name."""
        channel = {"id": self._town.new_chat_id("channel"), "type": "channel", "title": title}
        behind = (by or self.member(title)).person
        return Voice(self._town, CHANNEL_BOT, self.chat_id, sender_chat=channel, behind=behind)

    def promote(self, voice: Voice, *, is_anonymous: bool = False, **rights: bool) -> None:
        """Make a person an administrator; `rights` change the usual ones."""
        standing = administrator(is_anonymous=is_anonymous, **rights)
        self._members.place(self.chat_id, voice.person, standing)

    def demote(self, voice: Voice) -> None:
        self._members.place(self.chat_id, voice.person, member())

    def expels(self, voice: Voice) -> None:
        self._members.place(self.chat_id, voice.person, kicked())

    def hides_members(self) -> None:
        """From now on only administrators see who is a member."""
        self._members.hidden.add(self.chat_id)

    def deletes(self, message: Params) -> None:
        """An administrator deletes a message; Telegram tells the bot nothing."""
        del self._chats.messages[self.chat_id, message["message_id"]]

    def closes_topic(self, thread_id: int) -> None:
        """Close a forum topic; 1 is General."""
        self._chats.closed_topics.add((self.chat_id, thread_id))

    def reopens_topic(self, thread_id: int) -> None:
        self._chats.closed_topics.discard((self.chat_id, thread_id))

    def deletes_topic(self, thread_id: int) -> None:
        self._chats.deleted_topics.add((self.chat_id, thread_id))

    async def admits_bot(self, *, by: Voice | None = None) -> None:
        """Somebody adds the bot; that is a change of its standing and a service message."""
        await self._bot_becomes(member(), by)
        await self._announces(by, new_chat_members=[ME], new_chat_member=ME, new_chat_participant=ME)

    async def removes_bot(self, *, by: Voice | None = None) -> None:
        await self._announces(by, left_chat_member=ME, left_chat_participant=ME)
        told = kicked() if self.chat["type"] == "supergroup" else left()  # a basic group keeps no list of the removed
        await self._bot_becomes(kicked(), by, told=told)

    async def mutes_bot(self, *, by: Voice | None = None) -> None:
        assert self.chat["type"] == "supergroup", "only supergroups can restrict a member"
        await self._bot_becomes(restricted(), by)

    async def unmutes_bot(self, *, by: Voice | None = None) -> None:
        await self._bot_becomes(member(), by)

    def promote_bot(self, **rights: bool) -> None:
        """Make the bot an administrator, as if it had been one from the start: it isn't told."""
        self._members.place(self.chat_id, ME, administrator(**rights))

    async def promotes_bot(self, *, by: Voice | None = None, **rights: bool) -> None:
        await self._bot_becomes(administrator(**rights), by)

    async def demotes_bot(self, *, by: Voice | None = None) -> None:
        await self._bot_becomes(member(), by)

    async def migrates(self, *, by: Voice | None = None, silently: bool = False) -> Group:
        """Becomes a supergroup, which is returned; `silently` without the two service messages."""
        assert self.chat["type"] == "group", "only a basic group can become a supergroup"
        title = self.chat["title"]
        new = Group(self._town, self._town.new_chat_id("supergroup"))
        self._chats.chats[new.chat_id] = {"id": new.chat_id, "type": "supergroup", "title": title}
        self._members.migrate(self.chat_id, new.chat_id)
        if not silently:
            await self._announces(by, migrate_to_chat_id=new.chat_id)
            await Voice(self._town, ANONYMOUS, new.chat_id, sender_chat=new.chat).sends(
                migrate_from_chat_id=self.chat_id
            )
        return new

    async def _announces(self, by: Voice | None, **service: Any) -> None:
        await Voice(self._town, (by or self.owner).user, self.chat_id).sends(**service)

    async def _bot_becomes(self, standing: Params, by: Voice | None, *, told: Params | None = None) -> None:
        old = self._members.of(self.chat_id, ME)
        self._members.place(self.chat_id, ME, standing)
        await self._town.happens(
            "my_chat_member",
            {
                "chat": self.chat,
                "from": (by or self.owner).user,
                "date": self._chats.now,
                "old_chat_member": old,
                "new_chat_member": {"user": ME, **(told or standing)},
            },
        )

    @property
    def _chats(self) -> Chats:
        return self._town.api.chats

    @property
    def _members(self) -> Members:
        return self._chats.members

"""A message as the handlers see it: the typed context, whom the text addresses, and what it refers to."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from telegram import Chat, Message, MessageEntity, Update, User
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, ExtBot

from handlers.memory import GivenAnswer
from handlers.query import NO_THREAD, Engine, Thread
from handlers.replies import Layout, Replies, Response, language_of
from handlers.services import Services
from handlers.snapshots import Snapshot
from knowledge.model import Where
from store import ChatState

_OWN_LINK = re.compile(r"https://t\.me/(?P<bot>\w+)\?start=(?P<entry>[\w-]{1,64})")

Data: TypeAlias = dict[Any, Any]


class Context(CallbackContext[ExtBot[Any], Data, Data, Services]):
    """A handler's context. The services are in python-telegram-bot's typed `bot_data`.

    `chosen` is what is known, as the chat sees it that the update came from; see `choose_report`.
    """

    chosen: Snapshot | None = None

    @property
    def services(self) -> Services:
        """The handlers' dependencies."""
        return self.bot_data

    @property
    def snapshot(self) -> Snapshot:
        """What is known now, with everything worded from it, as the chat sees it that chose a report."""
        return self.chosen or self.services.snapshots.current

    @property
    def report(self) -> str:
        """The key of the report that the chat chose, or of the default one."""
        return self.snapshot.report.key

    @property
    def engine(self) -> Engine:
        """What is known now."""
        return self.snapshot.engine

    def replies(self, reader: User | None) -> Replies:
        """The replies in the language of `reader`'s Telegram."""
        language = language_of(reader.language_code if reader else None)
        return self.snapshot.replies(language, self.bot.username)


async def choose_report(update: Update, context: Context) -> None:
    """Let what follows see the report that the chat has chosen; in inline mode the one that who types has, alone."""
    snapshots, chats = context.services.snapshots, context.services.chats
    if snapshots.current.is_single:
        return
    asker, chat = update.effective_user, update.effective_chat
    holder = chat if chat and not update.guest_message else asker
    key = await chats.report(holder.id) if holder else ""
    context.chosen = await snapshots.chosen(key)
    if update.callback_query and update.callback_query.data:
        await _make_ready(update.callback_query.data.split(":"), context)


async def _make_ready(said: list[str], context: Context) -> None:
    """Make the report ready whose entry a button is about, beside the event loop."""
    collection = context.services.snapshots.current.collection
    for holder in filter(None, map(collection.holder, said) if collection else ()):
        await context.services.snapshots.chosen(holder.key)


BotApplication: TypeAlias = Application[ExtBot[Any], Context, Data, Data, Services, None]


@dataclass(frozen=True, slots=True)
class MessageText:
    """A message's text without the bot's name; GROUP means that it is addressed to others."""

    text: str
    where: Where


def addressed_text(message: Message, me: User) -> MessageText | None:
    """The text of `message` and whom it addresses; None if the bot ignores it whatever it says.

    In a private chat every text or caption addresses the bot, also of a forwarded message. In a group a mention of the
    bot and a reply to it do; a forwarded message isn't the sender's own question.
    """
    text = message.text or message.caption
    if not text or _is_from_a_machine(message):
        return None
    if is_private(message):
        return MessageText(_without_mentions(message, text, me), Where.ADDRESSED)
    if not _is_group(message.chat) or message.forward_origin:
        return None
    spoken = _without_mentions(message, text, me)
    addressed = spoken != text or _replies_to(message, me)
    return MessageText(spoken, Where.ADDRESSED if addressed else Where.GROUP)


def pointed_at(message: Message, me: User) -> Message | None:
    """The message of another person that `message` replies to; a mention alone asks the bot to answer that one."""
    original = message.reply_to_message
    if original is None or _is_by(original, me) or (original.via_bot and original.via_bot.id == me.id):
        return None
    return original


def words_of(message: Message, me: User) -> str:
    """The text or caption of `message` without the bot's name."""
    return _without_mentions(message, message.text or message.caption or "", me)


def _is_group(chat: Chat) -> bool:
    """Whether people talk with each other there; not in a channel's direct messages."""
    return chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} and not chat.is_direct_messages


def _is_from_a_machine(message: Message) -> bool:
    """Whether a program wrote the message: a bot, an inline result, a channel's post forwarded by Telegram.

    Anonymous administrators and channels that write in a group come under the name of one of Telegram's own
    bots, but with `sender_chat`: they are people.
    """
    bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return bot or message.via_bot is not None or bool(message.is_automatic_forward)


def _replies_to(message: Message, me: User) -> bool:
    return message.reply_to_message is not None and _is_by(message.reply_to_message, me)


def _is_by(message: Message, me: User) -> bool:
    return message.from_user is not None and message.from_user.id == me.id


def _without_mentions(message: Message, text: str, me: User) -> str:
    """`text` without the pieces that mention the bot, cut in UTF-16, whose units the entities count."""
    entities = message.entities if message.text else message.caption_entities
    encoded = text.encode("utf-16-le", "surrogatepass")  # which python-telegram-bot's own parsing doesn't
    for entity in sorted(entities, key=lambda each: each.offset, reverse=True):
        start, end = entity.offset * 2, (entity.offset + entity.length) * 2
        if _mentions(entity, encoded[start:end].decode("utf-16-le", "replace"), me):
            encoded = encoded[:start] + encoded[end:]
    return encoded.decode("utf-16-le", "surrogatepass")


def _mentions(entity: MessageEntity, said: str, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and said.lower() == f"@{me.username}".lower()


class InContext:
    """What comes in a handler's context, with what that leads to."""

    __slots__ = ()
    context: Context

    @property
    def services(self) -> Services:
        """The handlers' dependencies."""
        return self.context.services

    @property
    def engine(self) -> Engine:
        """What is known now."""
        return self.context.engine


@dataclass(frozen=True, slots=True)
class Request(InContext):
    """A message to be answered: `text` is its text without the bot's name and without a command.

    `given` is its answer from before it was edited.
    """

    message: Message
    context: Context
    text: str
    where: Where
    state: ChatState
    given: GivenAnswer

    @property
    def replies(self) -> Replies:
        """The replies in the asker's language."""
        return self.context.replies(self.message.from_user)

    @property
    def again(self) -> bool:
        """Whether the message was edited and already has an answer."""
        return bool(self.given.messages)

    @property
    def person(self) -> int | None:
        """The id of the message's author, as `speaker_of` defines it."""
        return speaker_of(self.message)

    @property
    def is_private(self) -> bool:
        """Whether the chat is private."""
        return is_private(self.message)

    async def may_change(self) -> bool:
        """Return whether the author may change the chat's settings: in a group only its administrators may."""
        message = self.message
        return self.is_private or await self.services.administrators.includes(
            self.context.bot, message.chat_id, message.from_user, message.sender_chat
        )

    @property
    def layout(self) -> Layout:
        """Which buttons belong under replies in this chat."""
        return Layout() if self.is_private else Layout(buttons=self.state.settings.buttons, removable=True)


CommandHandler: TypeAlias = Callable[[Request], Awaitable[Response]]


def speaker_of(message: Message) -> int | None:
    """The id of a message's author, or of the channel or group that they write as; None if it has none."""
    speaker = message.sender_chat or message.from_user
    return speaker.id if speaker else None


def seconds_since(message: Message) -> float:
    """The age of a message in seconds: after an outage Telegram delivers old ones."""
    return max(0.0, (datetime.now(UTC) - message.date).total_seconds())


def is_private(message: Message) -> bool:
    """Whether the message is from a private chat."""
    return message.chat.type == ChatType.PRIVATE


async def leaned_on(request: Request) -> Thread:
    """What the question may refer to; nothing if it stands on its own."""
    if request.again and any(request.given.before):
        return request.given.before
    original, answers = request.message.reply_to_message, request.services.answers
    if original is not None:
        linked = linked_entries(original, request.context.bot.username)
        if any(thread := answers.thread_of(original.chat_id, original.message_id, linked)):
            return thread
        if linked:
            return Thread(linked)
        known = await answers.answer_of(original.chat_id, original.message_id)
        return Thread(known.entries) if known else NO_THREAD
    if not request.is_private or request.again:  # what the chat was shown last is the answer being edited
        return NO_THREAD
    return answers.shown(request.message.chat_id)


def linked_entries(message: Message, bot: str) -> tuple[str, ...]:
    """The entries that a message of the bot shows, read from the links of their titles."""
    links = (entity.url or "" for entity in message.entities if entity.type == MessageEntity.TEXT_LINK)
    found = (_OWN_LINK.fullmatch(link) for link in links)
    return tuple(each["entry"] for each in found if each and each["bot"].lower() == bot.lower())

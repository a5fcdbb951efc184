"""Who a message speaks to: decides which messages the bot takes up, and in which tone of voice."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Chat, Message, MessageEntity, User
from telegram.constants import ChatType

from knowledge.model import Where


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody said, without the bot's own name; GROUP means it was said to others."""

    text: str
    where: Where


def hear(message: Message, me: User) -> Heard | None:
    """What `message` says, or None when it isn't the bot's business whatever it says.

    In private everything that has text (or a caption) is meant for the bot, forwarded messages too. In a group a
    mention of the bot and a reply to it are; a forwarded message isn't the sender's own question.
    """
    text = message.text or message.caption
    if not text or _is_from_a_machine(message):
        return None
    if message.chat.type == ChatType.PRIVATE:
        return Heard(_without_mentions(message, text, me), Where.PRIVATE)
    if not _is_group(message.chat) or message.forward_origin:
        return None
    spoken = _without_mentions(message, text, me)
    addressed = spoken != text or _replies_to(message, me)
    return Heard(spoken, Where.PRIVATE if addressed else Where.GROUP)


def pointed_at(message: Message, me: User) -> Message | None:
    """What somebody else wrote and `message` replies to; who only calls the bot there means that."""
    original = message.reply_to_message
    if original is None or _is_by(original, me) or (original.via_bot and original.via_bot.id == me.id):
        return None
    return original


def words_of(message: Message, me: User) -> str:
    """The text or caption of `message` without the bot's name."""
    return _without_mentions(message, message.text or message.caption or "", me)


def _is_group(chat: Chat) -> bool:
    """Whether people talk with each other there: not where a channel's readers write to the channel itself."""
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
    """`text` without the pieces that mention the bot; entities count in UTF-16 units, so they are cut there."""
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

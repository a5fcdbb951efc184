"""Who a message speaks to: decides which messages the bot takes up, and in which tone of voice."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, MessageEntity, User
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
    if message.chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP} or message.forward_origin:
        return None
    spoken = _without_mentions(message, text, me)
    addressed = spoken != text or _replies_to(message, me)
    return Heard(spoken, Where.PRIVATE if addressed else Where.GROUP)


def _is_from_a_machine(message: Message) -> bool:
    """Whether a program wrote the message: a bot, an inline result, a channel's post forwarded by Telegram.

    Anonymous administrators and channels that write in a group come under the name of one of Telegram's own
    bots, but with `sender_chat`: they are people.
    """
    bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return bot or message.via_bot is not None or bool(message.is_automatic_forward)


def _replies_to(message: Message, me: User) -> bool:
    original = message.reply_to_message
    return original is not None and original.from_user is not None and original.from_user.id == me.id


def _without_mentions(message: Message, text: str, me: User) -> str:
    """`text` without the pieces that mention the bot; entities count in UTF-16 units, so they are cut there."""
    entities = message.parse_entities() if message.text else message.parse_caption_entities()
    encoded = text.encode("utf-16-le", "surrogatepass")
    for entity, said in sorted(entities.items(), key=lambda each: each[0].offset, reverse=True):
        if _mentions(entity, said, me):
            encoded = encoded[: entity.offset * 2] + encoded[(entity.offset + entity.length) * 2 :]
    return encoded.decode("utf-16-le", "surrogatepass")


def _mentions(entity: MessageEntity, said: str, me: User) -> bool:
    if entity.type == MessageEntity.TEXT_MENTION:
        return entity.user is not None and entity.user.id == me.id
    return entity.type == MessageEntity.MENTION and said.lower() == f"@{me.username}".lower()

"""Reactions to an answer: 👍 and 👎, counted by entry, and removing it from a group."""

from __future__ import annotations

from telegram import Chat, MaybeInaccessibleMessage, Message, User

from handlers.answering import impersonal
from handlers.replies.keyboards import Verb
from handlers.replies.phrases import letters
from handlers.request import Context, Request
from handlers.sending import remove
from handlers.tapped import Tapped
from store import WHY_BAD


async def praise(tapped: Tapped, entry_id: str = "") -> None:
    """Count a 👍."""
    await _vote(tapped, entry_id, good=True)


async def blame(tapped: Tapped, entry_id: str = "") -> None:
    """Count a 👎, record the question, or failing that the title, as a miss, and ask what was wrong."""
    asks_why = tapped.message is not None and not tapped.has_button(Verb.WHY)
    if await _vote(tapped, entry_id, good=False, thanks="what_was_wrong" if asks_why else "noted"):
        tapped.services.store.misses.note(await _question(tapped, entry_id), nearest=entry_id, reason="bad")
        if asks_why:
            await tapped.add_buttons(tapped.replies.keyboards.reasons(entry_id))


async def explain(tapped: Tapped, entry_id: str = "", why: str = "") -> None:
    """Somebody says what was wrong with an answer, which is no second vote of theirs."""
    votes, key = tapped.services.votes, _key(tapped, "why")
    if why not in WHY_BAD or tapped.engine.open(entry_id) is None:
        return await tapped.vanished()
    question = await _question(tapped, entry_id)
    if votes.get(_key(tapped)) is None and await _vote(tapped, entry_id, good=False):
        tapped.services.store.misses.note(question, nearest=entry_id, reason="bad")
    else:
        await tapped.done(tapped.replies.phrases.sentence("noted"), alert=False)
    if votes.get(_key(tapped)) is False and not votes.get(key):
        votes[key] = True
        tapped.services.store.misses.note(question, nearest=entry_id, reason=why)
    return await tapped.remove_buttons(Verb.WHY)


async def _vote(tapped: Tapped, entry_id: str, *, good: bool, thanks: str = "noted") -> bool:
    """Whether the vote counts: the entry must exist, and each person has one vote per message."""
    if tapped.engine.open(entry_id) is None:
        await tapped.vanished()
        return False
    votes, key = tapped.services.votes, _key(tapped)
    said = votes.get(key)
    notice = thanks if said is None else "noted" if said is good else "judged"
    await tapped.done(tapped.replies.phrases.sentence(notice), alert=False)
    if votes.get(key) is not None:
        return False
    votes[key] = good
    tapped.services.store.usage.judge(entry_id, good)
    return True


def _key(tapped: Tapped, about: str = "") -> tuple[str, int]:
    """Under which a person's vote on the message is remembered, or what else they said `about` it."""
    place = tapped.query.inline_message_id or f"{tapped.chat and tapped.chat.chat_id} {_message_id(tapped)}"
    return f"{place} {about}".strip(), tapped.query.from_user.id


async def _question(tapped: Tapped, entry_id: str) -> str:
    message = tapped.message
    if message is not None:
        known = await tapped.services.answers.answer_of(message.chat_id, message.message_id)
        if known and known.question:
            return impersonal(known.question)
        asked = message.reply_to_message
        by_a_person = asked is not None and not (asked.from_user and asked.from_user.is_bot and not asked.sender_chat)
        if asked is not None and by_a_person and (asked.text or asked.caption):
            return impersonal(tapped.engine.normal(asked.text or asked.caption or ""))
    headline = tapped.engine.headline(entry_id)
    return headline.title or headline.text if headline else entry_id


def _message_id(tapped: Tapped) -> int:
    return tapped.query.message.message_id if tapped.query.message else 0


async def remove_if_asked(request: Request) -> bool:
    """Return whether the message asks to remove the answer that it replies to; remove it if it may."""
    message, original = request.message, request.message.reply_to_message
    said = letters(request.text)
    if original is None or said not in request.replies.phrases.removals or not _is_own(original, request.context):
        return False
    if request.person is not None and not request.services.bursts.may_read(request.person):
        return True
    if await may_remove(original, message.from_user, message.sender_chat, request.context):
        await take_back(original, request.context)
    return True


async def remove_answer(tapped: Tapped) -> None:
    """Remove an answer for its asker or an administrator. Telegram doesn't delete messages that are too old."""
    answer = tapped.query.message
    speaks_as = None  # a tap carries the person, even if they write anonymously
    if answer is None or not await may_remove(answer, tapped.query.from_user, speaks_as, tapped.context):
        return await tapped.done(tapped.replies.phrases.sentence("not_yours" if tapped.message else "too_old"))
    is_gone = await take_back(answer, tapped.context)
    return await tapped.done(None if is_gone else tapped.replies.phrases.sentence("too_old"))


async def may_remove(
    answer: MaybeInaccessibleMessage, person: User | None, speaks_as: Chat | None, context: Context
) -> bool:
    """Whether `person`, or the channel that they write as, asked for `answer` or administers the group."""
    speaker, asker = speaks_as or person, await _asker(answer, context)
    if speaker is not None and speaker.id == asker:
        return True
    return await context.services.administrators.includes(context.bot, answer.chat.id, person, speaks_as)


async def take_back(answer: MaybeInaccessibleMessage, context: Context) -> bool:
    """Delete every message of the answer that `answer` belongs to; return whether none is left."""
    messages = await context.services.answers.take_back(answer.chat.id, answer.message_id)
    return await remove(context.bot, answer.chat.id, messages)


async def _asker(answer: MaybeInaccessibleMessage, context: Context) -> int | None:
    """The id of the person or channel that asked; None if it is no longer known."""
    known = await context.services.answers.answer_of(answer.chat.id, answer.message_id)
    if known is not None:
        return known.asker
    question = answer.reply_to_message if isinstance(answer, Message) else None
    if question is None:
        return None
    if question.sender_chat:
        return question.sender_chat.id
    person = question.from_user
    return None if person is None or person.is_bot else person.id


def _is_own(message: Message, context: Context) -> bool:
    return message.from_user is not None and message.from_user.id == context.bot.id

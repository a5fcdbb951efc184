"""👍 and 👎: counted by entry; what was asked and answered wrongly is kept for the editor, without who asked."""

from __future__ import annotations

from handlers.asking.recording import impersonal
from handlers.buttons.tapped import Tapped


async def praise(tapped: Tapped, entry_id: str = "") -> None:
    """Somebody found an answer good."""
    await _judge(tapped, entry_id, good=True)


async def blame(tapped: Tapped, entry_id: str = "") -> None:
    """Somebody found an answer wrong: its question, or failing that its title, goes among the misses."""
    if await _judge(tapped, entry_id, good=False):
        tapped.services.store.misses.note(await _question(tapped, entry_id), nearest=entry_id, reason="bad")


async def _judge(tapped: Tapped, entry_id: str, *, good: bool) -> bool:
    """Whether the verdict counts: on an entry that is there, once a person and message."""
    if tapped.engine.open(entry_id) is None:
        await tapped.vanished()
        return False
    judged = tapped.services.judged
    place = tapped.query.inline_message_id or f"{tapped.chat and tapped.chat.chat_id} {_message_id(tapped)}"
    key = place, tapped.query.from_user.id
    said = judged.get(key)
    await tapped.done(tapped.replies.phrases.sentence("noted" if said in {None, good} else "judged"), alert=False)
    if judged.get(key) is not None:
        return False
    judged.set(key, good)
    tapped.services.store.usage.judge(entry_id, good)
    return True


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

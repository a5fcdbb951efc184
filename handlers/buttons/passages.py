"""Taps about one passage: open it, see what stands around it and what is related to it, come back, take it away."""

from __future__ import annotations

from dataclasses import replace

from handlers.asking.bursts import Pace
from handlers.asking.recording import count
from handlers.asking.removal import may_remove, take_back
from handlers.buttons.tapped import Tapped
from handlers.replies.reply import as_one
from handlers.replies.taps import read_focus


async def open_entry(tapped: Tapped, entry_id: str = "") -> None:
    """An entry, in a message of its own; in place where the bot sends none, as under an inline message."""
    answer = tapped.engine.open(entry_id)
    if answer is None:
        return await tapped.vanished()
    if tapped.services.bursts.pace(tapped.query.from_user.id) is not Pace.FINE:
        return await tapped.done(tapped.replies.phrases.sentence("slower"))
    await tapped.done()
    count(tapped.services, tapped.engine, answer, "button")
    replies = tapped.replies.answer(answer, await tapped.frame())
    tapped.shown(entry_id)
    if await tapped.is_quiet():
        return await tapped.show(as_one(replies))
    return await tapped.say(replies, entry_id)


async def show_entry(tapped: Tapped, entry_id: str = "", focus: str = "", shelf_id: str = "", page: str = "") -> None:
    """An entry in place of what the message says: the way back to an answer, or on to a related one.

    One that was listed on a page of a shelf has the way back there, as it has around it and among related ones.
    """
    answer = tapped.engine.open(entry_id, read_focus(focus))
    if answer is None:
        return await tapped.vanished()
    await tapped.done()
    tapped.shown(entry_id)
    frame = replace(await tapped.frame(), page=tapped.page(shelf_id, page))
    return await tapped.show(as_one(tapped.replies.answer(answer, frame)))


async def show_context(tapped: Tapped, entry_id: str = "", focus: str = "", shelf_id: str = "", page: str = "") -> None:
    """The sentences around an entry's passage, in place."""
    context = tapped.engine.context(entry_id)
    answer = tapped.engine.open(entry_id, read_focus(focus))
    if context is None or answer is None:
        return await tapped.vanished()
    await tapped.done()
    return await tapped.show(tapped.replies.context(context, answer.sources[0], tapped.page(shelf_id, page)))


async def show_related(tapped: Tapped, entry_id: str = "", focus: str = "", shelf_id: str = "", page: str = "") -> None:
    """The entries on the same matter, in place; a notice where there are none."""
    answer = tapped.engine.open(entry_id, read_focus(focus))
    if answer is None:
        return await tapped.vanished()
    entries = tapped.engine.related(entry_id)
    if not entries:
        return await tapped.done(tapped.replies.phrases.sentence("unrelated"), alert=False)
    await tapped.done()
    return await tapped.show(tapped.replies.related(answer.sources[0], entries, tapped.page(shelf_id, page)))


async def remove_answer(tapped: Tapped) -> None:
    """The asker, or an administrator, takes the answer away; of an old one Telegram tells less, and keeps it."""
    answer = tapped.query.message
    speaks_as = None  # Telegram tells the person who taps, anonymous or not
    if answer is None or not await may_remove(answer, tapped.query.from_user, speaks_as, tapped.context):
        return await tapped.done(tapped.replies.phrases.sentence("not_yours" if tapped.message else "too_old"))
    is_gone = await take_back(answer, tapped.context)
    return await tapped.done(None if is_gone else tapped.replies.phrases.sentence("too_old"))

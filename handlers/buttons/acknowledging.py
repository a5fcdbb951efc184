"""Ends the wait on a button that somebody tapped."""

from __future__ import annotations

from telegram import CallbackQuery
from telegram.error import BadRequest

TOO_LATE = "query is too old"


async def acknowledge(query: CallbackQuery, notice: str | None = None, *, alert: bool = True) -> None:
    """Answers the tap, with a notice over the chat if there is one (an `alert` waits to be closed).

    After minutes it is too late for Telegram, which is no failure.
    """
    try:
        await query.answer(notice, show_alert=alert and notice is not None)
    except BadRequest as error:
        if TOO_LATE not in error.message.lower():
            raise

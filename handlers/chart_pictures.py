"""Charts as pictures: rendered once, then sent by the file id that Telegram assigned."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TypeAlias

from cachetools import LRUCache
from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.answering import Responder
from handlers.charts.drawing import png, titled
from handlers.charts.series import Chart
from handlers.replies import Replies
from handlers.replies.reply import sendable
from handlers.sending import Destination, send_picture

LONGEST_CAPTION = 1024  # UTF-16 units; Telegram's limit
CHART = "chart"  # the inline result that is one; no entry has this id
KEPT = 1_000  # ids of pictures


ChartResult: TypeAlias = InlineQueryResultCachedPhoto | InlineQueryResultArticle


class Pictures:
    """Sends charts, each rendered once per language. `page` is the public address of the web pages, or empty."""

    def __init__(self, responder: Responder, page: str = "") -> None:
        self._responder, self._page = responder, page
        self._ids: LRUCache[tuple[Chart, Replies], str] = LRUCache(KEPT)

    async def send(self, bot: Bot, where: Destination, chart: Chart, replies: Replies) -> int:
        """Send the chart with the passages behind it; return the message's id."""
        key, caption = (chart, replies), self._caption(chart, replies)
        if (known := self._ids.get(key)) is not None:
            try:
                return (await send_picture(bot, where, known, caption))[0]
            except BadRequest as error:
                if "file" not in error.message.lower():  # a file id that Telegram no longer knows
                    raise
        drawn = await self._responder.offload.in_thread(partial(png, chart, replies.phrases))
        message_id, self._ids[key] = await send_picture(bot, where, drawn, caption)
        return message_id

    def offered(self, chart: Chart, replies: Replies) -> ChartResult | None:
        """Return the chart as an inline result: the picture if Telegram has it, else a message that previews it.

        None without either: inline mode takes no uploads.
        """
        caption, title = self._caption(chart, replies), f"📈 {sendable(titled(chart, replies.phrases))}"
        if (known := self._ids.get((chart, replies))) is not None:
            return InlineQueryResultCachedPhoto(CHART, known, title=title, caption=caption, parse_mode=ParseMode.HTML)
        if not self._page:
            return None
        address = f"{self._page}/chart/{chart.name}.png?lang={replies.phrases.language.value}"
        preview = LinkPreviewOptions(url=address, prefer_large_media=True, show_above_text=True)
        content = InputTextMessageContent(caption, parse_mode=ParseMode.HTML, link_preview_options=preview)
        return InlineQueryResultArticle(CHART, title, content)

    def _caption(self, chart: Chart, replies: Replies) -> str:
        engine = self._responder.snapshots.current.engine
        opened = ((engine.open(mark.entry_id), mark.said) for mark in chart.marks if mark.entry_id)
        sources = [replace(answer.sources[0], direct=said) for answer, said in opened if answer]
        title = sendable(titled(chart, replies.phrases))
        return replies.caption(title, sources, chart.places, LONGEST_CAPTION)

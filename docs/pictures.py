"""Draws the pages' pictures of chats: `python -m docs.pictures [NAME …]`.

Each is a real conversation: the bot's handlers over the real knowledge, spoken with by way of the tests' fake Bot API.
`chat.html` makes a page of it that looks as Telegram does, and Chromium takes its picture. Debian has what that needs
in chromium, fonts-noto-cjk and fonts-noto-color-emoji.
"""

from __future__ import annotations

import asyncio
import base64
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from aiohttp.test_utils import TestServer
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from playwright.async_api import Browser

import knowledge
from bot.startup import set_defaults
from bot.web import LONGEST_LINE, build_app
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from knowledge import Library
from store import Store
from tests.bot.browser import PHONE, asked, launched, opened
from tests.fakes.bot_api import ME, BotApi
from tests.fakes.inline import InlineAnswer
from tests.fakes.people import Town, Voice, mention
from tests.fakes.running import running

DOCS = Path(__file__).parent
WIDTH, SCALE = 390, 2
FONTS = ("Noto Sans CJK SC", "Noto Color Emoji")
_CHINA = timezone(timedelta(hours=8))
_TODAY = datetime(2024, 3, 11, 8, 30, tzinfo=_CHINA)
_GROUP = "呼和浩特市民群"
_BLOCK = re.compile(r"\n?(<blockquote[^>]*>)|(</blockquote>)\n?")

Params = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chat as somebody sees it: its messages, and what they type while `offered` stands over the input field."""

    viewer: Voice
    typed: str = ""
    offered: InlineAnswer | None = None

    @property
    def chat(self) -> Params:
        """The chat that is shown."""
        return self.viewer.town.api.chats.chats[self.viewer.chat_id]

    def image(self, message: Params) -> str:
        """The picture that a message shows, as an address that holds it."""
        drawn = self.viewer.town.api.photos[message["photo"][0]["file_id"]]
        return f"data:image/png;base64,{base64.b64encode(drawn).decode()}"

    @property
    def messages(self) -> list[Params]:
        """What stands in it; the news that somebody joined comes first in the app, if not to the bot."""
        written = self.viewer.town.api.chats.messages.items()
        there = (message for (chat_id, _), message in written if chat_id == self.viewer.chat_id)
        return sorted(there, key=lambda message: "new_chat_member" not in message)


async def _answer(town: Town) -> Picture:
    li = town.person("小李")
    await li.says("去年GDP增长多少")
    await li.says("那今年呢")
    return Picture(li)


async def _context(town: Town) -> Picture:
    li = town.person("小李")
    await li.says("今年新增就业目标是多少")
    await li.taps("上下文")
    return Picture(li)


async def _comparison(town: Town) -> Picture:
    li = town.person("小李")
    await li.says("/对比 地区生产总值")
    return Picture(li)


async def _chart(town: Town) -> Picture:
    li = town.person("小李")
    await li.says("去年GDP增长多少")
    await li.taps("📈 图")
    return Picture(li)


async def _browsing(town: Town) -> Picture:
    li = town.person("小李")
    await li.says("/list")
    await li.taps("名词解释")
    return Picture(li)


async def _reminders(town: Town) -> Picture:
    li = town.person("小李")
    await li.says("/今日")
    await li.taps("设置提醒")
    return Picture(li)


async def _group(town: Town) -> Picture:
    group = town.group(_GROUP)
    wang, li = group.member("王芳"), group.member("小李")
    await wang.says(
        "昨天回老家路上堵了两个多小时，好在赶上了晚饭。村里的厕所今年还改吗？家里老人一直在问我，我也说不上来。"
    )
    await li.says("晚上一起吃饭吧")
    return Picture(li)


async def _introduction(town: Town) -> Picture:
    group = town.group(_GROUP, has_bot=False)
    wang = group.member("王芳")
    group.promote(wang)
    await group.admits_bot(by=wang)
    return Picture(wang)


async def _settings(town: Town) -> Picture:
    group = town.group(_GROUP)
    wang = group.member("王芳")
    group.promote(wang)
    await wang.says(f"/settings{mention()}")
    await wang.taps("5分钟")
    return Picture(wang)


async def _inline(town: Town) -> Picture:
    group = town.group("老同学", has_bot=False)
    zhao, li = group.member("老赵"), group.member("小李")
    await zhao.says("今年粮食收成怎么样？")
    return Picture(li, typed="粮食", offered=await li.types_inline("粮食"))


async def _languages(town: Town) -> Picture:
    dan = town.person("Dan", language="en")
    await dan.says("2025年GDP目标是多少")
    return Picture(dan)


PICTURES: Mapping[str, Callable[[Town], Awaitable[Picture]]] = MappingProxyType(
    {
        "answer": _answer,
        "context": _context,
        "comparison": _comparison,
        "chart": _chart,
        "browsing": _browsing,
        "inline": _inline,
        "languages": _languages,
        "reminders": _reminders,
        "group": _group,
        "introduction": _introduction,
        "settings": _settings,
    }
)


@dataclass(frozen=True, slots=True)
class WebPicture:
    """The pages as somebody sees them who has asked `questions`, in a window of `size`."""

    questions: tuple[str, ...]
    size: tuple[int, int]


WEB: Mapping[str, WebPicture] = MappingProxyType(
    {
        "web-chat": WebPicture(("六个工程是什么", "/对比 地区生产总值"), (780, 600)),
        "web-chat-phone": WebPicture(("今年经济社会发展的主要预期目标有哪些",), PHONE),
    }
)


@cache
def _library() -> Library:
    return knowledge.load(Path(knowledge.__file__).with_name("report.yaml"))


async def page(name: str) -> str:
    """The picture `name` as a page: the conversation is held anew, with a bot of its own."""
    library = _library()
    async with BotApi() as api, running(api, library, mode="polling", report=library.report, now=_TODAY.timestamp):
        town = Town(api)
        template = _environment().get_template("chat.html")
        return template.render(picture=await PICTURES[name](town), me=ME)


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(DOCS), autoescape=True, undefined=StrictUndefined)
    environment.filters |= {"laid_out": _laid_out, "clock": _clock, "words": _words}
    return environment


def _laid_out(message: Params) -> Markup | str:
    """A message's words; a quotation is a block, so the line breaks around it go."""
    if "html" not in message:
        return str(message.get("text", ""))
    return Markup(_BLOCK.sub(lambda found: found[1] or found[2], message["html"]))  # noqa: S704 - what the bot wrote


def _words(message: Params) -> str:
    """What a reply shows of the message that it replies to."""
    return str(message.get("text", "")).partition("\n")[0]


def _clock(message: Params) -> str:
    return datetime.fromtimestamp(message["date"], UTC).astimezone(_CHINA).strftime("%H:%M")


@asynccontextmanager
async def _pages() -> AsyncIterator[str]:
    """The address of the pages over the real knowledge."""
    library = _library()
    async with Store("sqlite://") as store:
        services = build_services(snapshots=Snapshots(Snapshot(library, library.report)), store=store)
        server = TestServer(build_app(services.responder))
        await server.start_server(max_line_size=LONGEST_LINE)
        yield str(server.make_url("/"))
        await server.close()


async def _draw_web(browser: Browser, name: str) -> None:
    """Ask on the page, and take a picture of it from the first question on."""
    picture = WEB[name]
    async with _pages() as address, opened(browser, address, picture.size) as page:
        for question in picture.questions:
            await asked(page, question)
        if picture.size == PHONE:
            await page.locator("figure.chart").scroll_into_view_if_needed()
        await page.screenshot(path=DOCS / f"{name}.png", full_page=picture.size != PHONE)


async def draw(names: list[str]) -> None:
    """Write the pictures `names` beside this file."""
    async with launched() as browser:
        for name in names:
            if name in WEB:
                await _draw_web(browser, name)
                continue
            context = await browser.new_context(viewport={"width": WIDTH, "height": 200}, device_scale_factor=SCALE)
            sheet = await context.new_page()
            await sheet.set_content(await page(name))
            await sheet.evaluate("document.fonts.ready")
            await sheet.screenshot(path=DOCS / f"{name}.png", full_page=True)
            await context.close()


def _missing() -> str:
    """What a picture needs and this machine doesn't have; empty when there is everything."""
    if not shutil.which("chromium"):
        return "chromium"
    families = subprocess.run(["fc-list", ":", "family"], check=True, stdout=subprocess.PIPE)  # noqa: S607
    return next((font for font in FONTS if font not in families.stdout.decode()), "")


def main() -> None:
    """Read which pictures to draw, and draws them."""
    set_defaults()
    known = (*PICTURES, *WEB)
    names = sys.argv[1:] or list(known)
    if wrong := [name for name in names if name not in known]:
        sys.exit(f"{wrong[0]} is no picture: expected {', '.join(known)}.")
    if missing := _missing():
        sys.exit(f"{missing} is missing: install chromium, fonts-noto-cjk and fonts-noto-color-emoji.")
    asyncio.run(draw(names))


if __name__ == "__main__":
    main()

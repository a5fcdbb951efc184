"""The page in a real browser: what a person types, taps and sees."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from bot.web import LONGEST_LINE, build_app
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from store import Store
from tests.bot.browser import DESKTOP, PHONE, asked, launched, opened
from tests.bot.fake_engine import ODD, REPORT, FakeEngine
from tests.bot.program import started

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address() -> AsyncIterator[str]:
    services = build_services(snapshots=Snapshots(Snapshot(FakeEngine(), REPORT)), store=Store("sqlite://"))
    server = TestServer(build_app(services.responder))
    await server.start_server(max_line_size=LONGEST_LINE)
    yield str(server.make_url("/"))
    await server.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    async with opened(browser, address) as page:
        yield page


async def test_three_questions_and_what_shows(page: Page) -> None:
    figure = await asked(page, "去年地区生产总值增长多少")
    assert figure.split("\n")[:2] == ["数据", "地区生产总值（2023年）"]
    sheet = page.locator(".sheet").nth(0)
    await expect(sheet.locator(".direct")).to_have_text("增长7.3%")
    await expect(sheet.locator("blockquote strong")).to_have_text("地区生产总值增长7.3%、居全国第3")
    await expect(sheet.locator("cite")).to_have_text("一、过去一年工作回顾 · 第3段")

    several = await asked(page, "哪些指标居全国第2")
    assert "共2处" in several
    await expect(page.locator(".sheet").nth(1).locator("h4")).to_have_text(
        ["固定资产投资（2023年）", "地区生产总值（2023年）"]
    )

    assert "这个我拿不准" in await asked(page, "近")
    await expect(page.locator(".said")).to_have_count(3)
    await expect(page.get_by_label("您的问题")).to_have_value("")


async def test_the_running_program_answers_from_the_real_report(browser: Browser) -> None:
    async with started() as program, opened(browser, program.address) as page:
        assert "政策落地工程、防沙治沙和风电光伏一体化工程" in await asked(page, "六个工程是什么")
        await asked(page, "去年地区生产总值增长多少")
        await expect(page.locator(".sheet").nth(1).locator(".direct")).to_have_text("增长7.3%")
        assert "城镇新增就业18万人以上" in await asked(page, "今年新增就业目标是多少")


async def test_a_suggestion_opens_when_it_is_tapped(page: Page) -> None:
    await asked(page, "近")
    await page.locator(".nearest button").click()
    await expect(page.locator(".sheet").nth(1).locator(".direct")).to_have_text("增长7.3%")
    await expect(page.locator(".said p").nth(1)).to_have_text("地区生产总值（2023年）")


async def test_an_unknown_thing_is_told_without_suggestions(page: Page) -> None:
    assert await asked(page, "红烧排骨怎么做") == "报告里没有找到这方面的内容，换个说法再问问看。"


async def test_every_text_is_shown_as_text(page: Page) -> None:
    assert ODD.text in await asked(page, "怪")
    sheet = page.locator(".sheet")
    await expect(sheet.locator("h3")).to_have_text(ODD.title)
    await expect(sheet.locator("cite")).to_have_text(ODD.place)
    await expect(sheet.locator("strong")).to_have_text("𠮷")
    await asked(page, "<img src=x onerror=alert(1)>")
    await expect(page.locator(".said p").nth(1)).to_have_text("<img src=x onerror=alert(1)>")


async def test_an_example_is_asked_when_it_is_tapped(browser: Browser, address: str) -> None:
    async with opened(browser, address, PHONE) as page:
        await page.get_by_role("button", name="六个工程是什么").tap()
        await expect(page.locator(".sheet h3")).to_have_text("六个工程")
        await expect(page.locator(".said p")).to_have_text("六个工程是什么")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
async def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, size: tuple[int, int]) -> None:
    async with opened(browser, address, size) as page:
        for question in ("六个工程是什么", "哪些指标居全国第2", "近", "a" * 300):
            await asked(page, question)
        assert await page.evaluate("document.documentElement.scrollWidth") == size[0]
        box = await page.get_by_role("button", name="发送").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= size[1]


async def test_enter_breaks_no_composition_and_shift_enter_begins_a_line(page: Page) -> None:
    field = page.get_by_label("您的问题")
    await field.focus()
    client = await page.context.new_cdp_session(page)
    await client.send("Input.imeSetComposition", {"text": "liu ge", "selectionStart": 6, "selectionEnd": 6})
    await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await field.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    await client.send("Input.insertText", {"text": "六个工程是什么"})
    await page.keyboard.press("Shift+Enter")
    await expect(page.locator(".said")).to_have_count(0)
    await expect(field).to_have_value("六个工程是什么\n")
    await page.keyboard.press("Enter")
    await expect(page.locator(".sheet h3")).to_have_text("六个工程")


async def test_an_empty_question_is_not_sent(page: Page) -> None:
    await page.get_by_label("您的问题").fill("  \n ")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="发送").click()
    await expect(page.locator(".said")).to_have_count(0)


async def test_the_servers_sentence_is_shown_when_it_fails(page: Page) -> None:
    assert (await asked(page, "坏")).startswith("抱歉，刚才出了点问题，没能回答。请过一会儿再问一次。")


async def test_a_lost_connection_is_told_and_asked_again_on_request(page: Page) -> None:
    await page.context.set_offline(True)
    assert (await asked(page, "六个工程是什么")).startswith("没有收到回答，连不上程序了。")
    await page.context.set_offline(False)
    await page.get_by_role("button", name="再试一次").click()
    await expect(page.locator(".sheet h3")).to_have_text("六个工程")
    await expect(page.locator(".sheet")).to_have_count(1)
    await expect(page.locator(".said")).to_have_count(1)


async def test_answers_are_announced_and_everything_is_reached_by_keyboard(page: Page) -> None:
    await expect(page.get_by_role("log", name="问答记录")).to_have_attribute("aria-live", "polite")
    await expect(page.get_by_label("您的问题")).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="发送")).to_be_focused()
    await page.get_by_role("button", name="六个工程是什么").press("Enter")
    await expect(page.locator(".sheet h3")).to_have_text("六个工程")

"""The pages in a real browser: ten journeys as people make them, on three screens, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

import bot.web
import knowledge
from bot.web import LONGEST_LINE, build_app
from handlers.services import build_services
from handlers.snapshots import Snapshot, Snapshots
from store import Store
from tests.bot.browser import DESKTOP, PHONE, TABLET, asked, launched, opened, said
from tests.bot.program import started

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]
# Each size, and both with and without scripts; all six pairs would take two minutes more.
EVERYBODY = pytest.mark.parametrize(("size", "script"), [(PHONE, True), (TABLET, False), (DESKTOP, True)])
PAGES = ("/", "/?q=哪些指标居全国第2", "/targets", "/livelihood", "/terms", "/report?find=养老", "/charts", "/nothing")
# What browsers of 2017 hadn't yet; their syntax is checked by reading the script.
OLD = """
for (const name of ["at", "flat", "flatMap"]) delete Array.prototype[name];
for (const name of ["replaceChildren"]) delete Element.prototype[name];
delete window.AbortSignal; delete window.AbortController; delete String.prototype.replaceAll;
delete HTMLFormElement.prototype.requestSubmit; delete Navigator.prototype.clipboard;
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address() -> AsyncIterator[str]:
    library = knowledge.load(Path(knowledge.__file__).with_name("report.yaml"))
    async with Store("sqlite://") as store:
        services = build_services(snapshots=Snapshots(Snapshot(library, library.report)), store=store)
        # One address opens more pages here than a person does.
        server = TestServer(build_app(services.responder))
        await server.start_server(max_line_size=LONGEST_LINE)
        yield str(server.make_url("/")).rstrip("/")
        await server.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, address: str) -> AsyncIterator[Page]:
    async with opened(browser, address) as page:
        yield page


@EVERYBODY
async def test_somebody_asks_asks_on_and_goes_back(
    browser: Browser, address: str, size: tuple[int, int], script: bool
) -> None:
    async with opened(browser, address, size, script=script) as page:
        assert "增长7.3%" in await asked(page, "去年GDP增长多少")
        assert "增长6%以上" in await asked(page, "那今年呢")
        assert "after=" in page.url
        await page.go_back()
        await expect(page).to_have_title(re.compile("去年GDP增长多少|那今年呢"))
        await page.go_forward()
        await page.reload()
        await expect(said(page).last).to_contain_text("那今年呢")
        await expect(page.locator(".direct").last).to_have_text("增长6%以上")


@EVERYBODY
async def test_somebody_taps_an_example_and_looks_where_it_stands(
    browser: Browser, address: str, size: tuple[int, int], script: bool
) -> None:
    async with opened(browser, address, size, script=script) as page:
        await page.get_by_role("link", name="六个工程是什么").click()
        await expect(page.locator(".turn blockquote")).to_contain_text("温暖工程")
        await page.get_by_role("link", name="附件2").click()
        await expect(page.locator("#here")).to_contain_text("“六个工程”:政策落地工程")
        await page.locator("#here a").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("六个工程")
        await expect(page.locator("#related li")).not_to_have_count(0)


@EVERYBODY
async def test_somebody_asks_what_the_report_does_not_say_and_takes_what_comes_near(
    browser: Browser, address: str, size: tuple[int, int], script: bool
) -> None:
    async with opened(browser, address, size, script=script) as page:
        assert "报告没有2025年的" in await asked(page, "2025年GDP目标是多少")
        await page.locator(".nearest").get_by_role("link", name="地区生产总值（2024年目标）").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("地区生产总值（2024年目标）")
        assert "增长7.3%" in await asked(page, "去年呢")


@EVERYBODY
async def test_somebody_narrows_a_table_and_takes_it_along(
    browser: Browser, address: str, size: tuple[int, int], script: bool
) -> None:
    async with opened(browser, f"{address}/livelihood", size, script=script) as page:
        await page.get_by_label("牵头责任单位").select_option("自治区民政厅")
        if not script:
            await page.get_by_role("button", name="筛选").click()
        await expect(page.locator("tbody td.number:first-child")).to_have_count(2)
        async with page.expect_download() as download:
            await page.get_by_role("link", name="CSV").click()
        content = (await (await download.value).path()).read_text(encoding="utf-8-sig")
        assert content.splitlines()[0] == "序号,事项,数量,牵头责任单位,类别"


@EVERYBODY
async def test_somebody_finds_words_in_the_report(
    browser: Browser, address: str, size: tuple[int, int], script: bool
) -> None:
    async with opened(browser, f"{address}/report", size, script=script) as page:
        await page.get_by_role("searchbox").fill("养老服务站")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=2)).to_have_text("“养老服务站”在3个段落里出现")
        await page.locator(".text .para").first.click()
        await expect(page.locator(":target")).to_contain_text("养老服务站")


@EVERYBODY
async def test_somebody_reads_english(browser: Browser, address: str, size: tuple[int, int], script: bool) -> None:
    async with opened(browser, address, size, script=script) as page:
        await page.get_by_role("link", name="English").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("What would you like to know?")
        await page.get_by_role("link", name="Targets").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Targets of 2024")
        await page.get_by_role("link", name="繁體中文").click()
        await expect(page.get_by_role("columnheader", name="指標")).to_have_count(1)


@EVERYBODY
async def test_somebody_says_that_an_answer_is_beside_the_point(
    browser: Browser, address: str, size: tuple[int, int], script: bool
) -> None:
    async with opened(browser, address, size, script=script) as page:
        await asked(page, "六个工程是什么")
        await page.get_by_role("button", name="答非所问").click()
        await expect(page.get_by_text("谢谢您的反馈！").first).to_be_visible()


@EVERYBODY
async def test_somebody_would_rather_look_than_read(
    browser: Browser, address: str, size: tuple[int, int], script: bool
) -> None:
    async with opened(browser, address, size, script=script) as page:
        await asked(page, "去年GDP增长多少")
        await page.get_by_role("link", name="📈 图").click()
        chart = page.locator("figure.chart")
        await expect(chart.get_by_role("img")).to_contain_text("2024年目标 增长6%以上")
        await chart.locator("summary").click()
        await chart.get_by_role("link", name="二、2024年工作安排 · 第4段").click()
        await expect(page.locator("#here")).to_contain_text("地区生产总值增长6%以上")
        await page.get_by_role("link", name="图表").click()
        ranks = page.locator("figure#ranks")
        await page.get_by_role("link", name="居全国前列的指标").click()
        await expect(ranks).to_be_in_viewport()
        await ranks.get_by_role("link", name="PNG").click()
        await expect(page.locator("img")).to_be_visible()


@EVERYBODY
async def test_somebody_sends_an_answer_to_a_friend(
    browser: Browser, address: str, size: tuple[int, int], script: bool
) -> None:
    async with opened(browser, address, size, script=script) as page:
        await asked(page, "去年GDP增长多少")
        await asked(page, "那今年呢")
        shared = await page.get_by_role("link", name="分享").last.get_attribute("href")
    async with opened(browser, f"{address}{shared}", size, script=script) as page:
        await expect(page.locator(".direct")).to_have_text("增长6%以上")
        assert "六个工程" in await asked(page, "六个工程是什么")
        await page.go_back()
        await expect(page.locator(".direct").first).to_have_text("增长6%以上")


@EVERYBODY
async def test_somebody_does_not_know_what_to_ask(
    browser: Browser, address: str, size: tuple[int, int], script: bool
) -> None:
    async with opened(browser, address, size, script=script) as page:
        assert "您好！" in await asked(page, "你好")
        assert "您问的是哪一项" in await asked(page, "那明年呢")
        assert "报告全文" in await asked(page, "目录")
        await page.locator(".turn").last.get_by_role("link", name="2024年的目标").click()
        await page.get_by_role("searchbox").fill("新增就业")
        await page.keyboard.press("Enter")
        await page.get_by_role("rowheader").get_by_role("link", name="城镇新增就业").click()
        await expect(page.locator("#compared")).to_contain_text("城镇新增就业21.87万人")
        await page.locator("#related a").first.click()
        await page.get_by_role("link", name="在全文中查看").click()
        await expect(page.locator("#here")).to_be_in_viewport()


async def test_somebody_loses_the_network_and_asks_again(page: Page) -> None:
    await page.context.set_offline(True)
    await page.get_by_label("您的问题").fill("六个工程是什么")
    await page.keyboard.press("Enter")
    await expect(page.locator(".problem")).to_contain_text("网络不通，没能取到答案，请稍后重试。")
    await page.context.set_offline(False)
    await page.get_by_role("button", name="重试").click()
    await expect(page.locator(".turn blockquote")).to_contain_text("温暖工程")
    await expect(page.locator(".turn")).to_have_count(1)


async def test_somebody_comes_back_and_finds_what_they_asked_until_they_clear_it(page: Page, address: str) -> None:
    await asked(page, "六个工程是什么")
    await asked(page, "去年GDP增长多少")
    await page.reload()
    await expect(page.locator(".turn")).to_have_count(2)
    await page.goto(f"{address}/terms")
    await page.goto(address)
    await page.get_by_label("您的问题").press("ArrowUp")
    await expect(page.get_by_label("您的问题")).to_have_value("去年GDP增长多少")
    await page.locator("#before").get_by_role("link", name="六个工程是什么").click()
    await expect(page.locator(".turn blockquote").last).to_contain_text("温暖工程")
    await page.get_by_role("button", name="清除").click()
    await expect(page.locator("#before")).to_be_hidden()
    await page.reload()
    await expect(page.locator(".turn")).to_have_count(0)


async def test_somebody_types_with_a_keyboard_alone(page: Page) -> None:
    field = page.get_by_label("您的问题")
    await expect(field).to_be_focused()
    client = await page.context.new_cdp_session(page)
    await client.send("Input.imeSetComposition", {"text": "liu ge", "selectionStart": 6, "selectionEnd": 6})
    await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    await field.dispatch_event("keydown", {"key": "Enter", "keyCode": 229})
    await client.send("Input.insertText", {"text": "六个工程是什么"})
    await page.keyboard.press("Shift+Enter")
    await expect(field).to_have_value("六个工程是什么\n")
    await page.keyboard.press("Enter")
    await expect(page.locator(".turn blockquote")).to_contain_text("温暖工程")
    await expect(page.get_by_role("log", name="问答记录")).to_have_attribute("aria-live", "polite")
    await field.focus()
    await page.keyboard.press("Shift+Tab")
    await expect(page.get_by_role("button", name="答非所问")).to_be_focused()


async def test_a_browser_of_2017_has_the_same(browser: Browser, address: str) -> None:
    script = (Path(bot.web.__file__).parent / "static" / "app.js").read_text(encoding="utf-8")
    assert not re.search(r"\?\.|\?\?|=>|\.\.\.|\basync\b|\bawait\b|\bclass\b|`", re.sub(r"//.*|/\*.*?\*/", "", script))
    async with opened(browser, "about:blank") as page:
        await page.add_init_script(OLD)
        await page.goto(address)
        assert "温暖工程" in await asked(page, "六个工程是什么")
        await expect(page.locator("#before li")).to_have_count(1)


@pytest.mark.parametrize("size", [PHONE, TABLET, DESKTOP])
async def test_nothing_is_wider_than_the_screen_also_in_letters_twice_as_large(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    async with opened(browser, address, size) as page:
        for path in (*PAGES[:-1], f"/?q={'a' * 300}"):
            await page.goto(address + path)
            for enlarged in ("100%", "200%"):
                await page.evaluate("size => { document.documentElement.style.fontSize = size }", enlarged)
                assert await page.evaluate("document.documentElement.scrollWidth") == size[0], (path, enlarged)


async def test_somebody_copies_the_passages_of_a_list(browser: Browser, address: str) -> None:
    async with opened(browser, address) as page:
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await asked(page, "民政厅牵头哪些民生实事")
        await page.get_by_role("button", name="复制").click()
        await expect(page.get_by_role("status")).to_have_text("已复制")
        copied = await page.evaluate("navigator.clipboard.readText()")
    assert [each.splitlines()[-1] for each in copied.split("\n\n")] == [
        "—— 附件1·33件民生实事 · 第8件",
        "—— 附件1·33件民生实事 · 第10件",
    ]


async def test_a_page_is_printed_without_what_only_a_screen_needs(page: Page, address: str) -> None:
    await page.goto(f"{address}/?q=去年GDP增长多少")
    await page.emulate_media(media="print")
    await expect(page.locator("blockquote")).to_be_visible()
    for unneeded in (page.get_by_role("textbox"), page.locator(".actions"), page.get_by_role("navigation").first):
        await expect(unneeded).to_be_hidden()


@pytest.mark.parametrize(("scheme", "forced"), [("light", "none"), ("dark", "none"), ("light", "active")])
async def test_axe_finds_nothing_to_complain_of(browser: Browser, address: str, scheme: str, forced: str) -> None:
    context = await browser.new_context(locale="zh-CN", color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type]
    page = await context.new_page()
    for path in PAGES:
        await page.goto(address + path)
        found = await Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
    await context.close()


async def test_every_text_is_shown_as_text(page: Page) -> None:
    await asked(page, "<img src=x onerror=alert(1)>")
    await expect(said(page)).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(page.locator("#before a")).to_have_text("<img src=x onerror=alert(1)>")


async def test_the_running_program_answers_from_its_report(browser: Browser) -> None:
    async with started(KNOWLEDGE="knowledge/report.yaml") as program, opened(browser, program.address) as page:
        assert "城镇新增就业18万人以上" in await asked(page, "今年新增就业目标是多少")

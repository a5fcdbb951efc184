"""Debian's Chromium, driven by Playwright, for the tests marked `browser`."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30_000  # milliseconds after which a test that waits for something gives up
DESKTOP, TABLET, PHONE = (1280, 860), (768, 1024), (320, 640)


def chromium() -> str:
    """The path of chromium; without one the test is skipped, or fails where browser tests are required."""
    path = shutil.which("chromium") or ""
    if not path:
        reason = "chromium isn't installed (apt-get install chromium)"
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(f"{reason}, and REQUIRE_BROWSER is set")
        pytest.skip(reason)
    return path


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A browser, closed in the end."""
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def opened(
    browser: Browser, address: str, size: tuple[int, int] = DESKTOP, *, script: bool = True
) -> AsyncIterator[Page]:
    """The page at `address`, which must neither fail nor complain meanwhile; without `script` none runs there."""
    phone = size == PHONE
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
        has_touch=phone,
        is_mobile=phone,
        java_script_enabled=script,
        locale="zh-CN",
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "warning" else None)
    try:
        await page.goto(address)
        yield page
        assert complaints == []
    finally:
        await context.close()


def said(page: Page) -> Locator:
    """The questions that stand on the page."""
    return page.locator(".said")


async def asked(page: Page, question: str) -> str:
    """Types a question and sends it; returns the text of what is said to it."""
    await page.get_by_label("您的问题").fill(question)
    await page.get_by_role("button", name="提问", exact=True).click()
    turn = page.locator(".turn").filter(has=page.locator(".said", has_text=question)).last
    await expect(turn).to_be_visible()
    return await turn.inner_text()

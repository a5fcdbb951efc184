"""Calls go over one aiohttp session, and no error tells the token."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import NetworkError, TimedOut

from bot.telegram.calls import AiohttpRequest
from handlers.sending import NotReached
from tests.fakes.bot_api import TOKEN, BotApi, File
from tests.fakes.people import Town

NOWHERE = "http://127.0.0.1:1/bot"


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    request = AiohttpRequest()
    async with Bot(TOKEN, base_url=api.base, request=request, get_updates_request=request) as connected:
        yield connected


async def test_parameters_arrive_as_they_are(api: BotApi, town: Town, bot: Bot) -> None:
    alice = town.person("Alice")
    message = await bot.send_message(alice.chat_id, "你好😀 & <再见>\ud800")
    assert message.text == "你好😀 & <再见>?"
    assert api.called("sendMessage")[0].params == {"chat_id": alice.chat_id, "text": "你好😀 & <再见>?"}


async def test_of_a_sent_message_only_what_is_new_comes_back(api: BotApi, town: Town, bot: Bot) -> None:
    alice = town.person("Alice")
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("上下文", callback_data="x"))
    message = await bot.send_message(alice.chat_id, "<b>你好</b>", parse_mode="HTML", reply_markup=keyboard)
    assert (message.chat_id, message.text, message.entities) == (alice.chat_id, "你好", ())
    assert message.reply_markup is None
    await bot.edit_message_text("再见", alice.chat_id, message.message_id)
    assert alice.sees() == ["再见"]


async def test_a_proxy_of_the_environment_is_used(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", api.base.removesuffix("/bot"))
    monkeypatch.delenv("no_proxy", raising=False)
    async with AiohttpRequest() as request:
        status, body = await request.do_request(f"http://telegram.invalid/bot{TOKEN}/getMe", "POST")
    assert (status, b"report_bot" in body) == (200, True)


@pytest.mark.parametrize("as_handle", [False, True], ids=["bytes", "handle"])
async def test_files_are_uploaded(api: BotApi, town: Town, bot: Bot, tmp_path: Path, as_handle: bool) -> None:
    alice = town.person("Alice")
    path = tmp_path / "报告.csv"
    path.write_bytes(b"\x00\xff" * 1_000_000)
    with path.open("rb") as handle:
        await bot.send_document(
            alice.chat_id,
            handle if as_handle else path.read_bytes(),
            filename="报告.csv",
            caption='图"表',
        )
    sent = api.called("sendDocument")[0]
    assert sent.files == {"document": File("报告.csv", b"\x00\xff" * 1_000_000, "text/csv")}
    assert sent.params == {"chat_id": alice.chat_id, "caption": '图"表'}


async def test_no_answer_in_time_is_timed_out(api: BotApi, town: Town, bot: Bot) -> None:
    alice = town.person("Alice")
    api.hold("sendMessage")
    with pytest.raises(TimedOut):
        await bot.send_message(alice.chat_id, "你好", read_timeout=0.01)
    api.release("sendMessage")


async def test_no_connection_is_a_network_error_without_the_token() -> None:
    async with AiohttpRequest() as request:
        for url in (f"{NOWHERE}{TOKEN}/getMe", f"http://{TOKEN}:x/bot", f"nothing{TOKEN}"):
            with pytest.raises(NetworkError) as failed:
                await request.post(url)
            assert "secret" not in repr(failed.value)
            assert failed.value.__cause__ is None
            assert failed.value.__suppress_context__


async def test_what_surely_never_reached_telegram_is_told_from_what_may_have(api: BotApi, town: Town, bot: Bot) -> None:
    async with AiohttpRequest() as request:
        with pytest.raises(NotReached):
            await request.post(f"{NOWHERE}{TOKEN}/getMe")
    api.hold("sendMessage")
    sending = asyncio.create_task(bot.send_message(town.person("Alice").chat_id, "你好"))
    await api.arrival("sendMessage")
    await api.stop()
    with pytest.raises(NetworkError) as failed:
        await sending
    assert not isinstance(failed.value, NotReached)


async def test_a_closed_request_makes_no_call() -> None:
    request = AiohttpRequest()
    with pytest.raises(NotReached):
        await request.post(f"{NOWHERE}{TOKEN}/getMe")


async def test_a_request_can_be_opened_and_closed_again() -> None:
    """python-telegram-bot opens and closes it twice when it serves calls and polls."""
    request = AiohttpRequest(read_timeout=3)
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        await request.shutdown()
        await request.shutdown()
    assert request.read_timeout == 3

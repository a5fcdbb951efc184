"""Whatever anybody writes or taps, what comes back is valid for Telegram, and nothing fails."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.telegram import TelegramBot
from handlers.commands import COMMANDS
from handlers.replies.keyboards import Verb
from knowledge import Library
from tests.fakes.bot_api import BotApi
from tests.fakes.people import Town, Voice, mention
from tests.fakes.refusals import not_modified
from tests.fakes.running import running, services_of
from tests.fakes.telegram_html import clean

ANY_CHARACTER = st.characters(exclude_categories=())  # half surrogates and control characters too
PIECES = (
    "六个工程是什么", "去年粮食产量多少", "民政厅负责哪几件", "GDP去年完成和今年目标", "第7件", "那今年呢", "撤回",
    "包头有哪些内容", "目标", "@report_bot", "/术语 ", "<b>", "&amp;", "”", "😀", "\n", " ", "？", "１００",
    "\u202e", "\ud83d",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES) | st.text(ANY_CHARACTER, max_size=6), max_size=12).map("".join)
LONG = st.builds(lambda text, times: (text * times)[:4096], WORDS, st.integers(1, 2000))
TEXT = (WORDS | LONG | st.text(ANY_CHARACTER, max_size=4096)).map(clean).filter(bool)  # as Telegram passes it on
CALLED = st.sampled_from([name for command in COMMANDS for name in (command.name, command.word)])
IDS = st.sampled_from(
    ["t", "f", "g", "l", "s", "", "0", "on", "off", "mode", "cooldown", "3-9", "9-3", "0-999999", "²"]
)
DATA = st.text(ANY_CHARACTER, min_size=1, max_size=16) | st.builds(
    lambda *parts: ":".join(parts), st.sampled_from([*Verb, "?"]), IDS, IDS, IDS
)
few = settings(
    max_examples=12,  # of each of eight ways to reach the bot, most of them from a person and in a group
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
# one bot answers all the examples of a test: what was said before is part of what has to be borne


@pytest.fixture
def engine(library: Library) -> Library:
    """Overrides the small engine of the other conversations."""
    return library


@pytest.fixture
async def bot(api: BotApi, engine: Library) -> AsyncIterator[TelegramBot]:
    """Telegram's limits on how much is sent would only take time here."""
    async with running(api, engine, report=engine.report, limits=None) as started:
        yield started


def nothing_fails(town: Town, bot: TelegramBot) -> None:
    """Nothing went wrong, and nothing was refused but what says again what is there already."""
    exposed = services_of(bot).metrics.exposition().decode()
    assert "report_bot_failures_total 0.0" in exposed
    assert "report_bot_refusals_total{" not in exposed
    unchanged = ("editMessageText", not_modified().description)
    assert [refused for refused in town.api.refused if refused != unchanged] == []


@few
@given(text=TEXT)
@example("粮" * 4096)
@example("六个工程是什么" * 585)
@example("😀" * 2048)
@example("民政厅负责哪几件" + "😀" * 150)
async def test_asked_in_private(town: Town, bot: TelegramBot, text: str) -> None:
    alice = town.person("Alice")
    await alice.sends(text=text)
    nothing_fails(town, bot)
    assert alice.bot_messages()


@few
@given(text=TEXT)
@example("六个工程是什么 " * 500)
async def test_asked_in_a_group(town: Town, bot: TelegramBot, text: str) -> None:
    carol = town.group("群").member("Carol")
    await carol.sends(text=text)
    await carol.says(f"{mention()} {text}"[:4096])
    nothing_fails(town, bot)


@few
@given(name=CALLED, text=TEXT)
async def test_behind_a_command(town: Town, bot: TelegramBot, name: str, text: str) -> None:
    for voice in (town.person("Alice"), town.group("群").member("Carol")):
        await voice.says(f"/{name} {text}"[:4096])
    nothing_fails(town, bot)


@few
@given(text=TEXT, offset=st.text(ANY_CHARACTER, max_size=8))
async def test_typed_behind_the_bots_name(town: Town, bot: TelegramBot, text: str, offset: str) -> None:
    await town.person("Alice").types_inline(text[:256], offset=offset)
    nothing_fails(town, bot)


@few
@given(text=TEXT)
async def test_called_as_a_guest(town: Town, bot: TelegramBot, text: str) -> None:
    assert await town.person("Alice").calls_guest(text[:4000]) is not None
    nothing_fails(town, bot)


@few
@given(first=TEXT, then=TEXT)
async def test_edited(town: Town, bot: TelegramBot, first: str, then: str) -> None:
    for voice in (town.person("Alice"), town.group("群").member("Carol")):
        await voice.edits(await voice.sends(text=first), then)
    nothing_fails(town, bot)


@few
@given(data=DATA)
@example(":")
@example("x" * 64)
@example("l:s:" + "9" * 60)
async def test_whatever_a_button_says_the_tap_is_answered(town: Town, bot: TelegramBot, data: str) -> None:
    for voice in (town.person("Alice"), town.group("群").member("Carol")):
        await voice.taps_data(await answer(voice), data)
    nothing_fails(town, bot)


@few
@given(data=st.data())
async def test_whatever_a_button_says_of_an_entry(
    town: Town, bot: TelegramBot, library: Library, data: st.DataObject
) -> None:
    entry = data.draw(st.sampled_from([entry.id for entry in library.entries]))
    verb = data.draw(st.sampled_from(Verb))
    for voice in (town.person("Alice"), town.group("群").member("Carol")):
        await voice.taps_data(await answer(voice), f"{verb}:{entry}:{data.draw(IDS)}:{data.draw(IDS)}")
    nothing_fails(town, bot)


async def answer(voice: Voice) -> dict[str, Any]:
    await voice.says(f"{mention()} 六个工程是什么")
    return voice.bot_messages()[-1]

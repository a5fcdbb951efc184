"""Commands and courtesies are understood as people type them, whatever the language of their Telegram."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from handlers.commands import COMMANDS, Command, parse_command
from handlers.replies import Language
from handlers.replies.phrases import Phrases
from tests.fakes.people import Town


@pytest.mark.parametrize(
    "typed",
    [
        "/术语 六个工程",
        "/術語 六个工程",
        "/術語六个工程",
        "／術語 六个工程",
        "/term 六个工程",
        "/問 六个工程是什么",
        "/問六个工程",
    ],
)
async def test_commands_are_understood_in_both_scripts(town: Town, typed: str) -> None:
    for language in ("zh-hans", "zh-hant", "en"):
        alice = town.person("Alice", language=language)
        await alice.says(typed)
        assert alice.titles() == ["📖 六个工程"]


@pytest.mark.parametrize(("typed", "answered"), [("/設定", "设置是给群用的"), ("/設置", "设置是给群用的")])
async def test_a_command_in_the_words_of_a_region(town: Town, typed: str, answered: str) -> None:
    alice = town.person("Alice")
    await alice.says(typed)
    assert alice.hears()[0].startswith(answered)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_a_command_is_shown_in_traditional_characters_as_it_is_understood(command: Command) -> None:
    shown = Phrases(Language.TRADITIONAL).command(command)
    invocation = parse_command(f"/{shown}")
    assert invocation is not None
    assert invocation.command is command
    assert "资" not in OpenCC("t2s").convert(shown), "figures are 數據"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("way", ["s2t", "s2twp"])
def test_a_command_is_known_as_traditional_characters_write_it(command: Command, way: str) -> None:
    invocation = parse_command(f"/{OpenCC(way).convert(command.word)}")
    assert invocation is not None
    assert invocation.command is command


async def test_help_shows_commands_in_the_readers_script(town: Town) -> None:
    alice = town.person("Alice", language="zh-hant")
    await alice.says("/help 全部")
    await alice.says("/figure")
    told = "\n".join(alice.hears())
    assert "/term 或 <code>/術語</code>" in told
    assert "<b>/數據</b>：查已完成的數據" in told
    assert "<code>/數據 " in told


@pytest.mark.parametrize("said", ["谢谢", "謝謝", "Thanks!"])
async def test_thanks_are_understood_in_every_language(town: Town, said: str) -> None:
    heard = set[str]()
    for language in Language:
        alice = town.person("Alice", language=language)
        await alice.says(said)
        heard |= set(alice.hears())
    assert heard == {
        "不客气！有想了解的，随时问我。",
        "不客氣！有想了解的，隨時問我。",
        "You're welcome! Ask away.",
    }

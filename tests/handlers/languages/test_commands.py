"""Commands and courtesies are understood as people type them, whatever the language of their Telegram."""

from __future__ import annotations

import pytest

from handlers.replies import Language
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


@pytest.mark.parametrize("said", ["谢谢", "謝謝", "Thanks!"])
async def test_thanks_are_understood_in_every_language(town: Town, said: str) -> None:
    heard = set[str]()
    for language in Language:
        alice = town.person("Alice", language=language)
        await alice.says(said)
        heard |= set(alice.hears())
    assert heard == {
        "不客气！还想知道什么，接着问我。",
        "不客氣！還想知道什麼，接著問我。",
        "You're welcome! Just ask on.",
    }

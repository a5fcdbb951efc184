"""The menus of commands: who sees which, where, and in which language."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.telegram import TelegramBot
from handlers.commands import COMMANDS, Audience
from tests.fakes.bot_api import BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town, Voice
from tests.fakes.running import running

OPERATOR, STRANGER = 1001, 987_654_321  # who has met the bot, the first of the town's people, and who never has
FOR_EVERYBODY = [
    "start",
    "help",
    "term",
    "figure",
    "target",
    "livelihood",
    "search",
    "ask",
    "compare",
    "chart",
    "list",
    "report",
    "remind",
    "today",
    "progress",
    "timezone",
    "privacy",
    "forget",
]
FOR_ADMINISTRATORS = [*FOR_EVERYBODY[:16], "settings", *FOR_EVERYBODY[16:]]
FOR_OPERATORS = [*FOR_EVERYBODY, "misses", "stats", "reload"]


@pytest.fixture
async def bot(api: BotApi, engine: FakeEngine) -> AsyncIterator[TelegramBot]:
    Town(api).person("Operator")
    async with running(api, engine, operators=frozenset({OPERATOR})) as started:
        yield started


def names(voice: Voice) -> list[str]:
    return [command["command"] for command in voice.menu()]


def descriptions(voice: Voice) -> list[str]:
    return [command["description"] for command in voice.menu()]


def said_of(commands: Sequence[str], field: str) -> list[str]:
    known = {command.name: command for command in COMMANDS}
    return [getattr(known[name], field) for name in commands]


async def test_alone_with_the_bot_there_is_what_everybody_may(town: Town) -> None:
    town.person("Operator")
    assert names(town.person("Alice")) == FOR_EVERYBODY


async def test_in_a_group_only_administrators_see_its_settings(town: Town) -> None:
    for kind in ("group", "supergroup"):
        group = town.group("群", kind=kind)
        admin, carol = group.member("Admin"), group.member("Carol")
        group.promote(admin)
        assert names(carol) == FOR_EVERYBODY
        assert names(admin) == names(group.owner) == FOR_ADMINISTRATORS


async def test_operators_see_their_commands_alone_with_the_bot(town: Town) -> None:
    operator = town.person("Operator")
    assert operator.user["id"] == OPERATOR
    assert names(operator) == FOR_OPERATORS
    assert names(town.group("群").admits(operator)) == FOR_EVERYBODY


@pytest.mark.parametrize(
    ("language", "field"),
    [("zh-hans", "description"), ("zh-hant", "description"), ("zh", "description"), ("en", "english"), ("", "english")],
)
async def test_a_menu_is_in_the_language_of_who_opens_it(town: Town, language: str, field: str) -> None:
    operator = town.person("Operator", language=language)
    group = town.group("群")
    alice, admin = town.person("Alice", language=language), group.member("Admin").language(language)
    group.promote(admin)
    assert descriptions(alice) == said_of(FOR_EVERYBODY, field)
    assert descriptions(admin) == said_of(FOR_ADMINISTRATORS, field)
    assert descriptions(operator) == said_of(FOR_OPERATORS, field)


def test_every_command_stands_in_somebodys_menu() -> None:
    assert {command.name for command in COMMANDS} == {*FOR_ADMINISTRATORS, *FOR_OPERATORS}
    assert {command.name for command in COMMANDS if command.audience is Audience.EVERYBODY} == set(FOR_EVERYBODY)


async def test_an_operator_who_never_met_the_bot_is_only_noted(
    api: BotApi, engine: FakeEngine, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(api, engine, operators=frozenset({STRANGER})):
        alice = Town(api).person("Alice")
        await alice.says("六个工程是什么")
        assert alice.titles() == ["📖 六个工程"]
    told = [record.getMessage() for record in caplog.records]
    assert told == ["A menu of commands (chat) could not be set: Chat not found"] * 2  # one in each language

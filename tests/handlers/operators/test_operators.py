"""The operators' commands are theirs alone, and for private chats."""

from __future__ import annotations

import pytest

from tests.fakes.people import Town, Voice

COMMANDS = ("/misses", "/stats", "/reload", "/漏答", "/统计", "/重新加载")


@pytest.mark.parametrize("command", COMMANDS)
async def test_anybody_else_is_told_that_it_is_not_for_them(operator: Voice, town: Town, command: str) -> None:
    alice = town.person("Alice")
    await alice.says(command)
    assert alice.hears() == ["仅机器人管理者可用。"]


@pytest.mark.parametrize("command", COMMANDS)
async def test_in_a_group_nothing_is_said_even_to_an_operator(operator: Voice, town: Town, command: str) -> None:
    here = town.group("群").admits(operator)
    await here.says(command)
    await here.says(f"{command}@report_bot")
    assert here.hears() == []

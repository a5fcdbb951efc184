"""A handler fails: the bot says so once, in private only, and goes on."""

from __future__ import annotations

import logging

import pytest
from inline_snapshot import snapshot

from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town


def errors(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_in_private_the_person_is_told_and_the_bot_goes_on(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    alice = town.person("Alice")
    await alice.says("出错吧")
    assert alice.hears() == snapshot(["⚠️ 抱歉，刚才出了点问题，没能回答，请稍后再问一次。"])
    assert errors(caplog) == ["Update 500 failed"]
    assert "the engine broke" in caplog.text
    await alice.says("六个工程是什么")
    assert len(alice.hears()) == 1


async def test_in_a_group_nothing_is_said(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    carol = town.group("群").member("Carol")
    await carol.says("出错吧")
    assert carol.hears() == []
    assert errors(caplog) == ["Update 500 failed"]
    await carol.says("六个工程是什么")
    assert len(carol.hears()) == 1


async def test_a_failing_edit_is_told_too(town: Town) -> None:
    alice = town.person("Alice")
    question = await alice.says("六个工程是什么")
    await alice.edits(question, "出错吧")
    assert len(alice.sees()) == 2


async def test_a_failing_tap_is_answered_nevertheless(town: Town, engine: FakeEngine) -> None:
    alice = town.person("Alice")
    await alice.says("民政厅电话")
    alice.hears()
    town.api.refuse_next("sendMessage", 500, "Internal Server Error")
    assert await alice.taps("第8件 · 特殊困难老年人家庭适老化改造") is None
    assert len(alice.hears()) == 1


async def test_who_has_blocked_the_bot_is_no_failure(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    alice, bob = town.person("Alice"), town.person("Bob")
    town.api.chats.blocked.add(alice.chat_id)
    await alice.says("六个工程是什么")
    assert errors(caplog) == []
    await bob.says("六个工程是什么")
    assert len(bob.hears()) == 1


@pytest.mark.parametrize(
    ("status", "description", "parameters"),
    [
        (500, "Internal Server Error", None),
    ],
)
async def test_a_refused_answer_is_logged_once(
    town: Town,
    caplog: pytest.LogCaptureFixture,
    status: int,
    description: str,
    parameters: dict[str, int] | None,
) -> None:
    carol = town.group("群").member("Carol")
    town.api.refuse_next("sendMessage", status, description, parameters)
    await carol.says("六个工程是什么")
    assert errors(caplog) == ["Update 500 failed"]
    await carol.says("六个工程是什么")
    assert len(carol.hears()) == 1


async def test_the_token_never_shows(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    alice = town.person("Alice")
    town.api.refuse_next("sendMessage", 502, "Bad Gateway")
    await alice.says("六个工程是什么")
    await alice.says("出错吧")
    assert "the-fake-bots-secret" not in caplog.text

"""An update that can't be read is logged once, by its id, and holds up nobody: by polling and by webhook."""

from __future__ import annotations

import asyncio
import json
import logging
from itertools import count, islice
from typing import Any

import pytest
from telegram import Bot

from bot.telegram.updates import LINES, MINUTE, UpdateReader, parse_json, raw_update
from store import Store
from tests.bot.telegram.odd_updates import GROUP, NO_DATE, QUESTION, READABLE, TYPICAL, UNREADABLE, message, variants
from tests.fakes.bot_api import PATIENCE, TOKEN, BotApi
from tests.fakes.engine import FakeEngine
from tests.fakes.people import Town
from tests.fakes.running import running, services_of

Params = dict[str, Any]
DEEP = b"[" * 10_000 + b"]" * 10_000


EVERY = 5  # variants of an update from one that is delivered to the next: no multiple or part of the number of values


def by_webhook(kinds: dict[str, Params]) -> pytest.MarkDecorator:
    """All by webhook, as many to one bot as it logs in a minute, and one by polling: the reader of both is the same."""
    names = [*kinds]
    batches = [names[first : first + LINES] for first in range(0, len(names), LINES)]
    return pytest.mark.parametrize(
        ("mode", "names"), [("polling", names[:1]), *(("webhook", each) for each in batches)]
    )


async def deliver(api: BotApi, update: Params) -> None:
    """Give the bot an update as it stands, until the bot has it that it is dealt with."""
    async with asyncio.timeout(PATIENCE):
        if api.webhook:
            assert await api.post(json.dumps(update).encode()) == 200
        else:
            await api.feed.put(update)


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@by_webhook(UNREADABLE)
async def test_what_cannot_be_read_is_logged_once_and_holds_up_nobody(
    mode: str, api: BotApi, engine: FakeEngine, town: Town, caplog: pytest.LogCaptureFixture, *, names: list[str]
) -> None:
    expected: list[str] = []
    async with running(api, engine, mode=mode) as bot:
        for what in names:
            person, broken = town.person(what), town.update(**UNREADABLE[what])
            await asyncio.gather(deliver(api, broken), person.says(QUESTION))
            await deliver(api, broken)  # again
            assert len(person.hears()) == 1, what
            expected.append(
                f"Update {broken['update_id']} can't be read and is left alone; it holds {', '.join(broken)}"
            )
            assert complaints(caplog) == expected, what
    assert all(record.exc_info is None for record in caplog.records)
    assert f"report_bot_failures_total {len(names)}.0" in services_of(bot).metrics.exposition().decode()


@by_webhook(READABLE)
async def test_what_is_only_odd_is_no_trouble(
    mode: str, api: BotApi, engine: FakeEngine, town: Town, caplog: pytest.LogCaptureFixture, *, names: list[str]
) -> None:
    town.person("Alice")
    assert town.group("群").chat_id == GROUP["id"]
    async with running(api, engine, mode=mode):
        for what in names:
            await deliver(api, town.update(**READABLE[what]))
            person = town.person(what)
            await person.says(QUESTION)
            assert len(person.hears()) == 1, what
            assert complaints(caplog) == [], what


@pytest.mark.parametrize("kind", TYPICAL)
async def test_whatever_a_field_holds_no_handler_fails_and_what_was_noted_is_written(
    api: BotApi, engine: FakeEngine, town: Town, caplog: pytest.LogCaptureFixture, *, kind: str
) -> None:
    alice, group = town.person("Alice"), town.group("群")
    assert group.chat_id == GROUP["id"]
    ids = count(10_000)
    async with Store("sqlite://") as store, running(api, engine, store=store):
        for content in islice(variants(TYPICAL[kind]), 0, None, EVERY):
            if "message_id" in content and content["message_id"] == TYPICAL[kind]["message_id"]:
                content["message_id"] = next(ids)  # a question of its own
            await deliver(api, {"update_id": next(ids), kind: content})
        alice.hears()
        api.clock.pass_by(60)  # whoever asks as fast as this is told to slow down
        asked = alice.writes(text=QUESTION)
        await deliver(api, {"update_id": next(ids), "message": asked})
        assert len(alice.hears()) == 1
        await store.flush()
        assert await store.answers.of(alice.chat_id, asked["message_id"])
    assert [each for each in complaints(caplog) if "can't be read and is left alone" not in each] == []


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_a_number_of_any_length_is_read(mode: str, api: BotApi, engine: FakeEngine, town: Town) -> None:
    """Python itself would refuse one of more than 4,300 digits, and with it the answer with all the other updates."""
    alice = town.person("Alice")
    update = json.dumps(town.update(message=message(date=7))).replace('"date": 7', '"date": ' + "7" * 5_000)
    if mode == "polling":
        api.answer_next("getUpdates", b'{"ok": true, "result": [%s]}' % update.encode())
    async with running(api, engine, mode=mode):
        if mode == "webhook":
            assert await api.post(update.encode()) == 200
        await alice.says(QUESTION)
    assert len(alice.hears()) == 1


async def test_polling_passes_over_what_is_no_update(api: BotApi, engine: FakeEngine, town: Town) -> None:
    alice = town.person("Alice")
    asked = town.update(message=alice.writes(text=QUESTION))
    nonsense = [1, None, "update", [], {}, {"update_id": True}, {"update_id": -1}, {"update_id": 2**63}]
    api.answer_next("getUpdates", json.dumps({"ok": True, "result": [*nonsense, asked]}).encode())
    async with running(api, engine, mode="polling"):
        await alice.says("今年GDP目标")
    assert len(alice.hears()) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        DEEP,
        b'{"ok": true, "result": %s}' % DEEP,
        b"[]",
        b'{"ok": true, "result": {"text": "secret"}}',
        b'{"ok": true, "result": null}',
        b'{"ok": true, "result": [1, {"update_id": true, "message": "secret"}]}',
        b'{"ok": true, "result": [{"message": {"text": "secret"}',
    ],
    ids=map(str, range(10)),
)
async def test_polling_goes_on_after_an_answer_without_any_update(
    api: BotApi, engine: FakeEngine, town: Town, caplog: pytest.LogCaptureFixture, body: bytes
) -> None:
    for _ in range(3):
        api.answer_next("getUpdates", body)
    alice = town.person("Alice")
    async with running(api, engine, mode="polling"):
        await alice.says(QUESTION)
    assert len(alice.hears()) == 1
    assert complaints(caplog) == ["Telegram gives no updates (Invalid server response); trying again"]
    assert "secret" not in caplog.text


@pytest.fixture
def reader() -> UpdateReader:
    """A reader by whose clock a quarter of a minute passes with each update that it can't read."""
    return UpdateReader(Bot(TOKEN), clock=count(0, MINUTE / 4 / LINES).__next__)


def test_a_flood_is_logged_by_a_few_lines_a_minute_that_say_how_many_there_were(
    reader: UpdateReader, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(4 * LINES + 1):  # which take a minute
        assert reader.read({"update_id": number, "message": message(date=NO_DATE)}) is None
    lines = complaints(caplog)
    assert len(lines) == LINES + 1
    assert lines[-1] == (
        f"Update {4 * LINES} can't be read and is left alone (as were {3 * LINES} before it that aren't logged); "
        "it holds update_id, message"
    )


def test_of_the_content_only_what_may_be_names_of_fields_is_logged(
    reader: UpdateReader, caplog: pytest.LogCaptureFixture
) -> None:
    odd = {"六个工程": 1, "two words": 1, "line\nbreak": 1, "x" * 41: 1} | dict.fromkeys(
        map("field{}".format, range(99))
    )
    assert reader.read({"update_id": 7, "message": "secret", **odd}) is None
    names = ", ".join(f"field{number}" for number in range(8))
    assert complaints(caplog) == [f"Update 7 can't be read and is left alone; it holds update_id, message, {names}"]


@pytest.mark.parametrize("value", [None, [], "1", 1, {}, {"update_id": None}, {"update_id": 1.0}, {"update_id": True}])
def test_no_update_is_what_has_no_whole_id(value: object) -> None:
    assert raw_update(value) is None


@pytest.mark.parametrize(("number", "is_update"), [(-1, False), (0, True), (2**63 - 1, True), (2**63, False)])
def test_an_id_is_a_number_that_a_database_takes(number: int, is_update: bool) -> None:
    assert (raw_update({"update_id": number}) is not None) is is_update


def test_bytes_that_are_no_text_become_one_character_of_it() -> None:
    assert parse_json(b'{"text": "\xff!"}') == {"text": "\ufffd!"}


def test_of_a_name_that_comes_twice_the_last_counts() -> None:
    assert parse_json(b'{"update_id": 1, "update_id": 2}') == {"update_id": 2}
